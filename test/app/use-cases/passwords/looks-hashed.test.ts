import { constants, publicEncrypt } from 'node:crypto'
import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { tokenIn } from '../../../builders/messages.ts'
import {
  bring,
  bringWithout,
  delivered,
  firstPassword,
  resetTokenOf,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'
import { publicKeyOf } from '../../../builders/public-key.ts'

/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const bcrypt = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
const hashes = [
  bcrypt,
  '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b4dWRWJTmaaJObGRdescudvJCs',
  '{SSHA}PcKI1PAOcq14bRZH21469+EYd36glHIO',
  'pbkdf2_sha256$1000$1QuEIgvwnD0W9zHsEeI4kb$SFQHJTgvXnIed01dYMoxc4WNaoxyUegxaWTSjB+U8hc=',
]

const settings = {
  passwords: { chosenByAdministrators: true },
  resetUrl: 'https://example.com/reset',
  activationUrl: 'https://example.com/activate',
} as const

const open = (storage: OpenSubject, passwords: object = {}): Promise<Subject> =>
  openSubject(storage, { settings: { ...settings, passwords: { ...settings.passwords, ...passwords } } })

/** Prepares a call that sets a password in clear. */
type Change = (subject: Subject, text: string) => Promise<() => ResultAsync<unknown, Failure>>

/** Everything that does, and where the issue stands. */
const changes: Readonly<Record<string, readonly [path: string, change: Change]>> = {
  'a new user': [
    'list.0.password',
    async ({ keepsake }, password) =>
      () =>
        keepsake.users.create({ list: [{ username: 'bob', password }] }),
  ],
  'a new user’s, encrypted': [
    'list.0.password',
    async ({ keepsake, ports }, text) => {
      const key = publicKeyOf(ports.transportCiphers.rsa)
      const password = publicEncrypt(
        { key, padding: constants.RSA_PKCS1_PADDING },
        Buffer.from(text),
      ).toString('base64')
      const options = { passwordEncryptType: 'rsa' }
      return () => keepsake.users.create({ list: [{ username: 'bob', password }], options })
    },
  ],
  'a change with the old one': [
    'newPassword',
    async (subject, newPassword) => {
      await bring(subject)
      return () => subject.keepsake.passwords.change({ login: 'bob', password: firstPassword, newPassword })
    },
  ],
  'a change with a ticket': [
    'newPassword',
    async (subject, newPassword) => {
      await bring(subject, { resetPasswordOnFirstLogin: true })
      const ticket = await ticketOf(subject)
      return () => subject.keepsake.passwords.change({ ticket, newPassword })
    },
  ],
  'the end of a reset': [
    'newPassword',
    async (subject, newPassword) => {
      await bring(subject, { email: 'bob@example.com' })
      const token = await resetTokenOf(subject)
      return () => subject.keepsake.passwords.completeReset({ token, newPassword })
    },
  ],
  'an activation': [
    'newPassword',
    async (subject, newPassword) => {
      const userId = await bringWithout(subject, { email: 'bob@example.com' })
      await valueOf(subject.keepsake.activations.resend({ userId }))
      const token = tokenIn((await delivered(subject))[0])!
      return () => subject.keepsake.activations.complete({ token, newPassword })
    },
  ],
  'a choice of an administrator': [
    'newPassword',
    async (subject, newPassword) => {
      const userId = await bring(subject)
      return () => subject.keepsake.passwords.reset({ userId, by: 'administrator', newPassword })
    },
  ],
}

describe.each(storages)('on $name, the hash of a password', ({ open: storage }) => {
  test.each(Object.entries(changes))('becomes no password by %s', async (_, [path, change]) => {
    for (const hash of path === 'list.0.password' ? hashes : hashes.slice(0, 2)) {
      const subject = await open(storage)
      const call = await change(subject, hash)
      expect(await issuesOf(call())).toEqual([`${path} password.looks_hashed`])
      expect(await verdictOf(subject, hash)).toBe('wrong_credentials')
    }
  })

  test.each(Object.entries(changes))('becomes one by %s where the pool means it', async (_, [, change]) => {
    const subject = await open(storage, { looksHashed: 'accept' })
    const call = await change(subject, bcrypt)
    await valueOf(call())
    expect(await verdictOf(subject, bcrypt)).toMatch(/^(?:signed_in|password_change_required)$/u)
    expect(await verdictOf(subject, 'correct horse battery')).toBe('wrong_credentials')
  })

  test('is kept with keepPassword, and is then wrong as a password', async () => {
    const subject = await open(storage)
    const list = [{ username: 'bob', password: bcrypt }]
    await valueOf(subject.keepsake.users.create({ list, options: { keepPassword: true } }))
    expect(await verdictOf(subject, bcrypt)).toBe('wrong_credentials')
    expect(await verdictOf(subject, 'correct horse battery')).toBe('signed_in')
  })

  test('is named in each of its rows, and the others are written in mode each', async () => {
    const subject = await open(storage)
    const list = [
      { username: 'ann', password: hashes[0]! },
      { username: 'eve', password: 'nine geese on a raft' },
      { username: 'zoe', password: hashes[2]! },
    ]
    const { created, refused } = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
    expect(created.map(({ row }) => row)).toEqual([1])
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.0.password password.looks_hashed',
      'list.2.password password.looks_hashed',
    ])
  })

  test('is refused among kept ones too where it is marked as a password in clear', async () => {
    const { keepsake } = await open(storage)
    const list = [{ username: 'bob', password: `{noop}${bcrypt}` }]
    expect(await issuesOf(keepsake.users.create({ list, options: { keepPassword: true } }))).toEqual([
      'list.0.password password.looks_hashed',
    ])
  })

  test('is what is said of it beforehand', async () => {
    const { keepsake } = await open(storage)
    for (const hash of hashes)
      expect(inShort(await valueOf(keepsake.passwords.validate({ password: hash })))).toEqual([
        'password password.looks_hashed',
      ])
    expect(
      await valueOf(keepsake.passwords.validate({ password: '2f9e53523b62abc141a2b4d6019d23cba835dbd0' })),
    ).toEqual([])
  })
})
