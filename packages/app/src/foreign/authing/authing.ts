import { profileFields, type NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given } from '../parts/given.ts'
import { genderOf, photoOf } from '../parts/profile.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'
import { authingFiles } from './authing-files.ts'
import { readAuthingIdentities } from './authing-identities.ts'
import { statusOf } from './authing-values.ts'

const read = (user: Fields, { notes }: Reading): ReadUser => {
  const id = user.id('userId') ?? user.id('id')
  const custom = openCustomData()
  custom.takeAll(user.jsonObject('customData'))
  const password = user.text('password')
  if (password === undefined) lose(notes, 'hash_not_exported', [])
  const row = given<NewUser>({
    ...profileOf(user),
    status: statusOf(user),
    email: user.text('email'),
    emailVerified: user.flag('emailVerified'),
    ...phoneOf(user),
    username: user.text('username'),
    externalId: user.id('externalId'),
    gender: genderOf(user, 'gender'),
    departmentIds: idsIn(user, 'departmentIds'),
    tenantIds: distinct([...idsIn(user, 'tenantIds'), user.id('tenantId')]),
    identities: readAuthingIdentities(user),
    customData: custom.data(),
    password,
    resetPasswordOnFirstLogin: user.flag('resetPasswordOnNextLogin') || undefined,
  })
  loseRest(user)
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      createdAt: user.time('createdAt') ?? user.time('signedUp'),
      passwordSetAt: user.time('passwordLastSetAt'),
      lastSignInAt: user.time('lastLogin'),
      signInsCount: user.count('loginsCount'),
      groups: distinct(idsIn(user, 'groups')),
      roles: distinct(idsIn(user, 'roles')),
    }),
  }
}

/** The profile fields have Authing's names. A spreadsheet may have a number in a cell, such as a postal code. */
const profileOf = (user: Fields): NewUser =>
  given<NewUser>({
    ...Object.fromEntries(
      profileFields.filter((field) => field !== 'photo').map((field) => [field, user.id(field)]),
    ),
    photo: photoOf(user, 'photo'),
    birthdate: user.text('birthdate'),
  })

/**
 * A spreadsheet may have the number as a number. A country code without a number, which answers have for every user,
 * belongs to nothing.
 */
const phoneOf = (user: Fields): NewUser => {
  const phone = user.id('phone')
  const code = user.id('phoneCountryCode')
  const verified = user.flag('phoneVerified')
  if (phone !== undefined) return given<NewUser>({ phone, phoneCountryCode: code, phoneVerified: verified })
  user.lose('derived', 'phoneCountryCode', 'phoneVerified')
  return {}
}

/** A list, the same as JSON in a text, or a text with commas between. */
const idsIn = (user: Fields, name: string): readonly string[] => {
  const value = user.any(name)
  if (typeof value !== 'string') return user.texts(name)
  if (!value.startsWith('[')) return value.split(/[,，;；|]/u).map((id) => id.trim())
  const list = user.json(name)
  if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list
  if (list !== undefined) user.refuse(name, 'array of strings')
  return []
}

const loseRest = (user: Fields): void => {
  user.lose(
    'derived',
    'updatedAt',
    'statusChangedAt',
    'lastIp',
    'lastIP',
    'lastLoginApp',
    'lastMfaTime',
    'workStatus',
    'userSourceType',
    'userSourceId',
    'registerSource',
    'metadataSource',
    'passwordSecurityLevel',
    'arn',
    'userPoolId',
    'signedUp',
    'mainDepartmentId',
    'isDeleted',
    'isRoot',
    '_id',
    'blocked',
  )
  user.lose('no_place', 'postIdList', 'unionid', 'openid', 'oauth')
  user.lose('short_lived', 'token', 'tokenExpiredAt', 'accessToken', 'refreshToken', 'salt')
  if (user.flag('totpMfaEnabled') === true) user.lose('no_secret', 'totpMfaEnabled')
}

/** Authing: the answers of `list-users`, and the spreadsheet of its console. */
export const authing: ForeignSystem = {
  id: 'authing',
  name: 'Authing',
  key: 'userId',
  docs: 'docs/moving/authing.md',
  ...authingFiles,
  hashes: [],
  staysBehind: ['password hashes', 'authenticators', 'posts', 'where a user signed up and signed in from'],
  read,
}
