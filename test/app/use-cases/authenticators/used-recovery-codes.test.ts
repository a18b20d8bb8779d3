import { createHash } from 'node:crypto'
import type { NewOtp, NewRecoveryCode } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/identity.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const otherSecret = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'
const password = 'correct horse battery staple'
const code = 'b471-8ec0-874a-087f-bccb-cd54'
const otherCode = 'aaaa-1111-bbbb-2222'
const usedAt = '2024-01-01T00:00:00Z'
const hash = { scheme: 'sha512', encoded: createHash('sha512').update(code).digest('hex') }

type Bob = Subject & { readonly userId: string }

const openWithBob = async (open: OpenSubject, otp: NewOtp | undefined): Promise<Bob> => {
  const subject = await openSubject(open)
  const list = [{ username: 'bob', password, ...(otp === undefined ? {} : { otp }) }]
  const { created } = await valueOf(subject.identity.createUsers({ list }))
  return { ...subject, userId: created[0]!.account.user.id }
}

const bring = (bob: Bob, otp: object, existing: 'refuse' | 'replace' | 'add' = 'add') => {
  const list = [{ userId: bob.userId, otp: { secret, ...otp } }]
  return valueOf(bob.identity.importOtp({ list, existing }))
}

const verdictOf = async ({ identity }: Subject, recoveryCode: string): Promise<string> =>
  (await valueOf(identity.signIn({ login: 'bob', password, recoveryCode }))).verdict

const goodCodes = async ({ identity, userId }: Bob): Promise<number> =>
  (await valueOf(identity.listAuthenticators({ userId }))).recoveryCodes

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
  ['everything was removed', ({ identity, userId }) => valueOf(identity.removeAuthenticators({ userId }))],
  [
    'the last authenticator was removed',
    async ({ identity, userId }) => {
      const { authenticators } = await valueOf(identity.listAuthenticators({ userId }))
      const authenticatorId = authenticators[0]!.id
      await valueOf(identity.removeAuthenticator({ userId, authenticatorId }))
    },
  ],
  [
    'another authenticator took their place',
    (bob) => bring(bob, { secret: otherSecret, recoveryCodes: [otherCode] }, 'replace'),
  ],
  [
    'others were made in its place',
    ({ identity, userId }) => valueOf(identity.regenerateRecoveryCodes({ userId })),
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
      await valueOf(bob.identity.removeAuthenticators({ userId: bob.userId }))
      await bring(bob, { recoveryCodes: [code, otherCode] })
      expect(await goodCodes(bob)).toBe(1)
      expect(await valueOf(bob.identity.reportOtps())).toMatchObject({ withoutRecoveryCode: 0 })
      await bring(bob, { recoveryCodes: [code] }, 'replace')
      expect(await goodCodes(bob)).toBe(0)
      expect(await valueOf(bob.identity.reportOtps())).toMatchObject({ withoutRecoveryCode: 1 })
    })
  })

  test('whose hash came as used stays used when the same hash comes again', async () => {
    const bob = await openWithBob(open, { secret, recoveryCodes: [{ hash, usedAt }] })
    await valueOf(bob.identity.removeAuthenticators({ userId: bob.userId }))
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
    await valueOf(bob.identity.createUsers({ list }))
    const attempt = { login: 'eve', password, recoveryCode: code }
    expect(await valueOf(bob.identity.signIn(attempt))).toMatchObject({ verdict: 'signed_in' })
  })
})
