import type { UserStatus } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { verdictsOf } from '../../../builders/bob.ts'
import {
  codeAt,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { withStatus } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

type Changing = Subject & { status?: UserStatus; meanwhile?: () => Promise<unknown> }

/** Bob, and something that happens between the check of the password and its answer. */
const openWithBob = async (open: OpenSubject, row: object = {}): Promise<Changing> => {
  const changing: Partial<Changing> = {}
  const subject = await openSubject(open, {
    settings: { passwords: { chosenByAdministrators: true } },
    ports: ({ storage, passwordVerifier }) => ({
      storage: withStatus(storage, () => changing.status),
      passwordVerifier: {
        ...passwordVerifier,
        verify: (text, hash) =>
          passwordVerifier.verify(text, hash).andThen((verdict) => {
            const { meanwhile } = changing
            delete changing.meanwhile
            return ResultAsync.fromSafePromise(Promise.resolve(meanwhile?.())).map(() => verdict)
          }),
      },
    }),
  })
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password, ...row }] }))
  return Object.assign(changing, subject)
}

const verdictOf = verdictsOf({ login: 'bob', password })

describe.each(storages)('on $name, while a password is checked', ({ open }) => {
  test('nothing happens as a rule', async () => {
    expect(await verdictOf(await openWithBob(open))).toBe('signed_in')
  })

  test('it can be changed, and then lets nobody in', async () => {
    const subject = await openWithBob(open)
    const newPassword = 'nine geese on a raft'
    const userId = subject.ids()[0]!
    subject.meanwhile = () =>
      valueOf(
        subject.keepsake.passwords.reset({ userId, by: 'administrator', newPassword, mustChange: false }),
      )
    expect(await verdictOf(subject)).toBe('wrong_credentials')
    expect(await verdictOf(subject, { password: newPassword })).toBe('signed_in')
  })

  test('a change of it can be demanded', async () => {
    const subject = await openWithBob(open)
    subject.meanwhile = () => valueOf(subject.keepsake.passwords.requireChange({ userId: subject.ids()[0]! }))
    expect(await verdictOf(subject)).toBe('password_change_required')
  })

  test('the user can be suspended, whose code is not used up then', async () => {
    const subject = await openWithBob(open, { otp: { secret } })
    const proof = { code: codeAt(secret, startedAt) }
    subject.meanwhile = async () => (subject.status = 'Suspended')
    expect(await verdictOf(subject, proof)).toBe('wrong_credentials')
    subject.status = 'Activated'
    expect(await verdictOf(subject, proof)).toBe('signed_in')
  })

  test('the user can be given an authenticator, whose code is asked for then', async () => {
    const subject = await openWithBob(open)
    const list = [{ userId: subject.ids()[0]!, otp: { secret } }]
    subject.meanwhile = () => valueOf(subject.keepsake.authenticators.import({ list }))
    expect(await verdictOf(subject)).toBe('otp_required')
  })
})
