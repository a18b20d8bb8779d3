import { createHash } from 'node:crypto'
import type { NewAuthenticator, NewRecoveryCode } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const otherSecret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'
const password = 'correct horse battery staple'
const code = 'b471-8ec0-874a-087f-bccb-cd54'
const otherCode = 'aaaa-1111-bbbb-2222'
const usedAt = '2024-01-01T00:00:00Z'
const hash = { scheme: 'sha512', encoded: createHash('sha512').update(code).digest('hex') }

type Bob = Subject & { readonly userId: string }

const openWithBob = async (open: OpenSubject, otp: NewAuthenticator | undefined): Promise<Bob> => {
  const subject = await openSubject(open)
  const list = [{ username: 'bob', password, ...(otp === undefined ? {} : { otp }) }]
  const { created } = await valueOf(subject.keepsake.users.create({ list }))
  return { ...subject, userId: created[0]!.account.user.id }
}

const bring = (bob: Bob, otp: object, existing: 'refuse' | 'replace' | 'add' = 'add') => {
  const list = [{ userId: bob.userId, otp: { secret, ...otp } }]
  return valueOf(bob.keepsake.authenticators.import({ list, existing }))
}

const verdictOf = async ({ keepsake }: Subject, recoveryCode: string): Promise<string> =>
  (await valueOf(keepsake.signIn({ login: 'bob', password, recoveryCode }))).verdict

const goodCodes = async ({ keepsake, userId }: Bob): Promise<number> =>
  (await valueOf(keepsake.authenticators.list({ userId }))).recoveryCodes

/** How a user comes to have a code that is used. */
const used: readonly (readonly [string, (open: OpenSubject) => Promise<Bob>])[] = [
  [
    'that came as used with its user',
    (open) => openWithBob(open, { secret, recoveryCodes: [{ code, usedAt }] }),
  ],
  [
    'that came as used in an import',
    async (open) => {
      const bob = await openWithBob(open, undefined)
      await bring(bob, { recoveryCodes: [{ code, usedAt }] })
      return bob
    },
  ],
  [
    'that an import has marked as used',
    async (open) => {
      const bob = await openWithBob(open, { secret, recoveryCodes: [code] })
      await bring(bob, { recoveryCodes: [{ code, usedAt }] })
      return bob
    },
  ],
  [
    'that has signed its user in',
    async (open) => {
      const bob = await openWithBob(open, { secret, recoveryCodes: [code] })
      expect(await verdictOf(bob, code)).toBe('signed_in')
      return bob
    },
  ],
  [
    'that has signed its user in, and came as a hash',
    async (open) => {
      const bob = await openWithBob(open, { secret, recoveryCodes: [{ hash }] })
      expect(await verdictOf(bob, code)).toBe('signed_in')
      return bob
    },
  ],
]

/** How it goes. */
const gone: readonly (readonly [string, (bob: Bob) => Promise<unknown>])[] = [
  [
    'everything was removed',
    ({ keepsake, userId }) => valueOf(keepsake.authenticators.removeAll({ userId })),
  ],
  [
    'the last authenticator was removed',
    async ({ keepsake, userId }) => {
      const { authenticators } = await valueOf(keepsake.authenticators.list({ userId }))
      const authenticatorId = authenticators[0]!.id
      await valueOf(keepsake.authenticators.remove({ userId, authenticatorId }))
    },
  ],
  [
    'another authenticator took their place',
    (bob) => bring(bob, { secret: otherSecret, recoveryCodes: [otherCode] }, 'replace'),
  ],
  [
    'others were made in its place',
    ({ keepsake, userId }) => valueOf(keepsake.authenticators.regenerateRecoveryCodes({ userId })),
  ],
]

/** How it comes again, as if it had never been used. */
const again: readonly (readonly [string, readonly NewRecoveryCode[]])[] = [
  ['as it was', [code]],
  ['in another spelling', [code.toUpperCase().replaceAll('-', ' ')]],
  ['as the hash of another system', [{ hash }]],
  ['in clear and as a hash', [code, { hash }]],
]

describe.each(storages)('on $name, a recovery code', ({ open }) => {
  describe.each(used)('%s', (_, prepare) => {
    describe.each(gone)('stays used when %s', (__, remove) => {
      test.each(again)('and it comes again %s', async (___, recoveryCodes) => {
        const bob = await prepare(open)
        await remove(bob)
        await bring(bob, { recoveryCodes: [...recoveryCodes, 'cccc-3333-dddd-4444'] })
        expect(await verdictOf(bob, code)).toBe('wrong_credentials')
        expect(await verdictOf(bob, 'cccc-3333-dddd-4444')).toBe('signed_in')
      })
    })

    test('is not counted as good when it comes again', async () => {
      const bob = await prepare(open)
      await valueOf(bob.keepsake.authenticators.removeAll({ userId: bob.userId }))
      await bring(bob, { recoveryCodes: [code, otherCode] })
      expect(await goodCodes(bob)).toBe(1)
      expect(await valueOf(bob.keepsake.authenticators.report())).toMatchObject({ withoutRecoveryCode: 0 })
      await bring(bob, { recoveryCodes: [code] }, 'replace')
      expect(await goodCodes(bob)).toBe(0)
      expect(await valueOf(bob.keepsake.authenticators.report())).toMatchObject({ withoutRecoveryCode: 1 })
    })
  })

  test('whose hash came as used stays used when the same hash comes again', async () => {
    const bob = await openWithBob(open, { secret, recoveryCodes: [{ hash, usedAt }] })
    await valueOf(bob.keepsake.authenticators.removeAll({ userId: bob.userId }))
    await bring(bob, { recoveryCodes: [{ hash }] })
    expect(await verdictOf(bob, code)).toBe('wrong_credentials')
    expect(await goodCodes(bob)).toBe(0)
  })

  test('is not good beside itself: it came in clear as used, and as a hash as unused', async () => {
    const bob = await openWithBob(open, { secret, recoveryCodes: [{ code, usedAt }, { hash }] })
    expect(await verdictOf(bob, code)).toBe('wrong_credentials')
  })

  test('of another user is not used with it', async () => {
    const bob = await openWithBob(open, {
      secret,
      recoveryCodes: [
        { code, usedAt },
        { hash, usedAt },
      ],
    })
    const list = [{ username: 'eve', password, otp: { secret, recoveryCodes: [code] } }]
    await valueOf(bob.keepsake.users.create({ list }))
    const attempt = { login: 'eve', password, recoveryCode: code }
    expect(await valueOf(bob.keepsake.signIn(attempt))).toMatchObject({ verdict: 'signed_in' })
  })
})
