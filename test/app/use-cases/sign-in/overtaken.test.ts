import { createKeepsake, type Keepsake } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import { openSubject, pool, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { interleaved } from '../../../builders/interleaved.ts'
import { bring, firstPassword } from '../../../builders/passwords.ts'

const settings = { passwords: { chosenByAdministrators: true } } as const
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

/** What an operator does while somebody signs in. */
const operations: readonly (readonly [string, (keepsake: Keepsake, userId: string) => Promise<unknown>])[] = [
  [
    'is suspended',
    (keepsake, userId) => valueOf(keepsake.users.update({ userId, changes: { status: 'Suspended' } })),
  ],
  ['is deleted', (keepsake, userId) => valueOf(keepsake.users.delete({ userIds: [userId] }))],
  [
    'gets another password',
    (keepsake, userId) =>
      valueOf(keepsake.passwords.reset({ userId, by: 'administrator', newPassword: 'nine geese on a raft' })),
  ],
  ['must change the password', (keepsake, userId) => valueOf(keepsake.passwords.requireChange({ userId }))],
]

/** Signs in while the operation comes before the storage is called so manieth time; nothing where it is called less often. */
const signInMeanwhile = async (
  { ports }: Subject,
  operation: () => Promise<unknown>,
  at: number,
  proof: object,
): Promise<string | undefined> => {
  let isReached = false
  const storage = interleaved(ports.storage, async (call) => {
    if (call !== at) return
    isReached = true
    await operation()
  })
  const meeting = createKeepsake({ ...ports, storage }, { pool, ...settings })
  const { verdict } = await valueOf(meeting.signIn({ login: 'bob', password: firstPassword, ...proof }))
  return isReached ? verdict : undefined
}

describe.each(storages)('on $name, each sign-in', ({ open }) => {
  describe.each([
    ['by password', {}, {}],
    ['by recovery code', { otp: { secret, recoveryCode } }, { recoveryCode }],
  ])('%s', (_, row, proof) => {
    test.each(operations)('and %s meanwhile is not signed in', async (__, operation) => {
      for (let at = 0; ; at += 1) {
        const subject = await openSubject(open, { settings })
        const userId = await bring(subject, row)
        const verdict = await signInMeanwhile(subject, () => operation(subject.keepsake, userId), at, proof)
        if (verdict === undefined) break
        expect(verdict, `before call ${at}`).not.toBe('signed_in')
      }
    })
  })
})
