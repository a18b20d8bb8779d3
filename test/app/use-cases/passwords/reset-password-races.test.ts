import type { Storage } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf } from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'
import {
  bring,
  credentialOf,
  delivered,
  firstPassword,
  meetingHasher,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'

const settings = { loginUrl: 'https://example.com/login' }
const email = 'bob@example.com'
const newPassword = 'second to none, and longer'

describe.each(storages)('on $name, of 16 resets at one moment', ({ open }) => {
  test('each is answered, and one password stays, whole: the last one', async () => {
    const { opened } = await openSubject(open)
    const before = await openSubject(open, { on: opened })
    const id = await bring(before, { email })
    const subject = await openSubject(open, {
      settings,
      on: opened,
      ports: (usual) => meetingHasher(usual, 16),
    })
    const answers = await Promise.all(
      Array.from({ length: 16 }, () =>
        valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' })),
      ),
    )
    const moments = answers.map(({ password }) => password!.setAt).toSorted((one, other) => one - other)
    expect(new Set(moments).size).toBe(16)
    expect(await credentialOf(subject, id)).toMatchObject({ setAt: moments.at(-1), mustChange: true })

    const told = (await delivered(subject)).map(passwordIn)
    expect(new Set(told).size).toBe(16)
    const verdicts: string[] = []
    for (const password of told) verdicts.push(await verdictOf(before, password!))
    expect(verdicts.toSorted()).toEqual([
      'password_change_required',
      ...Array.from({ length: 15 }, () => 'wrong_credentials'),
    ])
  })

  test('and changes by the user, the password of a reset stays', async () => {
    const { opened } = await openSubject(open)
    const before = await openSubject(open, { on: opened })
    const id = await bring(before, { email, resetPasswordOnFirstLogin: true })
    const ticket = await ticketOf(before)
    const subject = await openSubject(open, {
      settings,
      on: opened,
      ports: (usual) => meetingHasher(usual, 4),
    })
    await Promise.all([
      valueOf(subject.keepsake.passwords.change({ ticket, newPassword })),
      valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' })),
      valueOf(subject.keepsake.passwords.change({ ticket, newPassword })),
      valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated' })),
    ])
    expect(await verdictOf(before, newPassword)).toBe('wrong_credentials')
    const verdicts: string[] = []
    for (const message of await delivered(subject))
      verdicts.push(await verdictOf(before, passwordIn(message)!))
    expect(verdicts.toSorted()).toEqual(['password_change_required', 'wrong_credentials'])
  })
})

describe.each(storages)('on $name, a reset that other changes overtake again and again', ({ open }) => {
  test.each([
    [7, true],
    [8, false],
  ])('is tried anew: %i times, made %o', async (times, made) => {
    const subject = await openSubject(open, {
      settings,
      ports: ({ storage }) => ({ storage: overtaking(storage, times) }),
    })
    const id = await bring(subject, { email })
    const reset = await subject.keepsake.passwords.reset({ userId: id, by: 'generated' })
    expect(reset.isOk()).toBe(made)
    expect(await delivered(subject)).toHaveLength(made ? 1 : 0)
    expect(await verdictOf(subject, firstPassword)).toBe(made ? 'wrong_credentials' : 'signed_in')
  })
})

/** A storage in which so many replacements of a password come too late. */
const overtaking = (storage: Storage, times: number): Storage => ({
  ...storage,
  inPool: (pool) => {
    const stores = storage.inPool(pool)
    let left = times
    return {
      ...stores,
      atomically: (work) =>
        stores.atomically((joined) => {
          const replace: typeof joined.credentials.replace = (from, to) =>
            left-- > 0 ? okAsync('overtaken') : joined.credentials.replace(from, to)
          return work({ ...joined, credentials: { ...joined.credentials, replace } })
        }),
    }
  },
})
