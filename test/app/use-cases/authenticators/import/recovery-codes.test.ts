import type { NewAuthenticator } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { verdictsOf } from '../../../../builders/bob.ts'
import {
  codeAt,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../../builders/keepsake.ts'

const password = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
/** `htpasswd -nbB -C 5 u 'ab12-CD34'` */
const bcrypt = '$2y$05$Sy0WzExy7Rj8foNg7R15UOxHa3yzCzwCFtecsMFHzvY.qCFPPtp72'
/** `printf 'AB12CD34EF56' | openssl dgst -sha512 -binary | base64 -w0`, as Keycloak keeps its codes. */
const sha512 = 'ZfdSBDhjw+mMV+DGifXgYLJlGk15ptbR/ALa+RixpPS1kmmBgCjZHf+yiguuMEVCs3FUDLhQyf5+UViuroa1uQ=='

const openWithBob = async (open: OpenSubject, otp: Partial<NewAuthenticator>): Promise<Subject> => {
  const subject = await openSubject(open)
  const list = [{ username: 'bob', password, otp: { secret, ...otp } }]
  await valueOf(subject.keepsake.users.create({ list }))
  return subject
}

const verdictOf = verdictsOf({ login: 'bob', password })

describe.each(storages)('on $name, recovery codes that a user brings', ({ open }) => {
  test('as a list are good once each', async () => {
    const recoveryCodes = ['aaaa-bbbb-cccc', 'dddd eeee ffff', { code: '1111-2222-3333' }]
    const bob = await openWithBob(open, { recoveryCodes, recoveryCode: 'b471-8ec0-874a-087f' })
    for (const recoveryCode of ['AAAABBBBCCCC', 'dddd-eeee-ffff', '111122223333', 'b471 8ec0 874a 087f']) {
      expect(await verdictOf(bob, { recoveryCode })).toBe('signed_in')
      expect(await verdictOf(bob, { recoveryCode })).toBe('wrong_credentials')
    }
  })

  test.each([
    ['bcrypt, of the code as it was shown', { scheme: 'bcrypt', encoded: bcrypt }, 'ab12-CD34', 'ab12-CD35'],
    ['SHA-512, of capitals', { scheme: 'sha512', encoded: sha512 }, 'ab12-cd34-ef56', 'ab12-cd34-ef57'],
  ])('hashed by %s, are good once', async (_, hash, right, wrong) => {
    const bob = await openWithBob(open, { recoveryCodes: [{ hash }] })
    expect(await verdictOf(bob, { recoveryCode: wrong })).toBe('wrong_credentials')
    expect(await verdictOf(bob, { recoveryCode: right })).toBe('signed_in')
    expect(await verdictOf(bob, { recoveryCode: right })).toBe('wrong_credentials')
  })

  test('that were used elsewhere are good for nothing', async () => {
    const usedAt = '2024-01-01T00:00:00Z'
    const recoveryCodes = [
      { code: 'aaaa-bbbb-cccc', usedAt },
      { hash: { scheme: 'bcrypt', encoded: bcrypt }, usedAt },
      'dddd-eeee-ffff',
    ]
    const bob = await openWithBob(open, { recoveryCodes })
    expect(await verdictOf(bob, { recoveryCode: 'aaaa-bbbb-cccc' })).toBe('wrong_credentials')
    expect(await verdictOf(bob, { recoveryCode: 'ab12-CD34' })).toBe('wrong_credentials')
    expect(await verdictOf(bob, { recoveryCode: 'dddd-eeee-ffff' })).toBe('signed_in')
  })

  test('are used up by an import that says so, when they are there already', async () => {
    const bob = await openWithBob(open, { recoveryCodes: ['aaaa-bbbb-cccc'] })
    const recoveryCodes = [{ code: 'aaaa-bbbb-cccc', usedAt: '2024-01-01T00:00:00Z' }]
    const list = [{ userId: bob.ids()[0]!, otp: { secret, recoveryCodes } }]
    expect(await valueOf(bob.keepsake.authenticators.import({ list }))).toMatchObject({ unchanged: 1 })
    expect(await verdictOf(bob, { recoveryCode: 'aaaa-bbbb-cccc' })).toBe('wrong_credentials')
  })

  test.each([
    ['a scheme that nobody knows', { scheme: 'rot13', encoded: 'nopqrstu' }],
    ['another scheme than theirs', { scheme: 'bcrypt', encoded: sha512 }],
    ['a cost that nobody can pay', { scheme: 'bcrypt', encoded: bcrypt.replace('$05$', '$31$') }],
  ])('hashed by %s are refused by their place', async (_, hash) => {
    const { keepsake } = await openSubject(open)
    const otp = { secret, recoveryCodes: ['aaaa-bbbb-cccc', { hash }] }
    expect(await issuesOf(keepsake.users.create({ list: [{ username: 'bob', otp }] }))).toEqual([
      'list.0.otp.recoveryCodes.1.hash otp.recovery_hash_unreadable',
    ])
  })
})

describe.each(storages)('on $name, an authenticator that is brought with a code', ({ open }) => {
  test('is proved by it, and the code is used up', async () => {
    const code = codeAt(secret, startedAt)
    const bob = await openWithBob(open, { code, name: 'Phone' })
    const { authenticators } = await valueOf(bob.keepsake.authenticators.list({ userId: bob.ids()[0]! }))
    expect(authenticators).toMatchObject([{ name: 'Phone', provenAt: startedAt }])
    expect(await verdictOf(bob, { code })).toBe('wrong_credentials')
  })

  test('is refused where the code is not one of this moment', async () => {
    const { keepsake } = await openSubject(open)
    const otp = { secret, code: codeAt(secret, startedAt + 300_000) }
    expect(await issuesOf(keepsake.users.create({ list: [{ username: 'bob', otp }] }))).toEqual([
      'list.0.otp.code otp.proof_wrong',
    ])
  })
})
