import { createKeepsake, type Keepsake } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  openSubject,
  pool,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
} from '../../../builders/keepsake.ts'
import { watchStorage } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const otp = { secret, recoveryCode }
const code = codeAt(secret, startedAt)

type Asking = { readonly keepsake: Keepsake; readonly asked: string[] }

/** Bob, who has a password alone, and Eve, who has an authenticator too; and what the storage is asked for. */
const openAsking = async (open: OpenSubject): Promise<Asking> => {
  const subject = await openSubject(open)
  const list = [
    { username: 'bob', password },
    { username: 'eve', password, otp },
  ]
  await valueOf(subject.keepsake.users.create({ list }))
  const asked: string[] = []
  const storage = watchStorage(subject.ports.storage, (verb) => void asked.push(verb))
  const keepsake = createKeepsake({ ...subject.ports, storage }, { pool })
  // The first attempt also reads the pool's key and counts its hashes.
  await valueOf(keepsake.signIn({ login: 'nobody', password }))
  return { keepsake, asked }
}

const askedBy = async ({ keepsake, asked }: Asking, given: object): Promise<readonly string[]> => {
  asked.length = 0
  await valueOf(keepsake.signIn({ login: 'bob', password, ip: '192.0.2.1', ...given }))
  // How usernames are compared is looked up again each second, for any request.
  return asked.filter((verb) => verb !== 'traits.claim')
}

const find = ['users.findByKey', 'knownNetworks.isKnown']
const admit = ['atomically', 'attempts.reserve', 'attempts.reserve', 'attempts.reserve']
const checkPassword = ['credentials.findByUserIds']
const refused = [...find, ...admit, ...checkPassword]
const standing = ['credentials.findByUserIds', 'secondFactors.findByUserIds', 'users.findByIds']
const clear = ['attempts.clear', 'attempts.clear']
const present = ['users.findByIds', 'credentials.findByUserIds']
const signedIn = ['users.recordSignIn', 'knownNetworks.remember']
const giveBack = ['attempts.giveBack']

describe.each(storages)('on $name, a sign-in asks the storage', ({ open }) => {
  test.each([
    ['of no user', { login: 'nobody' }],
    ['with a wrong password', { password: 'wrong' }],
    ['with a wrong password and a code', { login: 'eve', password: 'wrong', code }],
  ])('%s for the same, for any user', async (_, given) => {
    expect(await askedBy(await openAsking(open), given)).toStrictEqual(refused)
  })

  test('with a right password to write all that it comes to in one transaction', async () => {
    expect(await askedBy(await openAsking(open), {})).toStrictEqual([
      ...refused,
      ...standing,
      'atomically',
      ...present,
      ...clear,
      ...signedIn,
      ...giveBack,
    ])
  })

  test('without the code that is needed to forget the attempts alone', async () => {
    expect(await askedBy(await openAsking(open), { login: 'eve' })).toStrictEqual([
      ...refused,
      ...standing,
      'atomically',
      ...clear,
      ...giveBack,
    ])
  })

  test.each([
    ['code', { code }, ['secondFactors.acceptStep']],
    ['recovery code', { recoveryCode }, ['secondFactors.useRecoveryCode', 'outbox.addAll']],
  ])('with a %s to use it up in the same transaction', async (_, proof, use) => {
    expect(await askedBy(await openAsking(open), { login: 'eve', ...proof })).toStrictEqual([
      ...refused,
      ...standing,
      'atomically',
      'attempts.reserve',
      'atomically',
      ...present,
      ...use,
      ...clear,
      ...clear,
      ...signedIn,
      ...giveBack,
    ])
  })
})
