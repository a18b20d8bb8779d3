import { setTimeout } from 'node:timers/promises'
import { openPasswordVerifier, type CustomVerifier } from '@keepsake/adapters/password/verifier'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'correct horse battery'

type Call = { readonly text: string; readonly encoded: string }

/** An old system that is asked over the network: every call of it is written down. */
type OldSystem = CustomVerifier & { readonly calls: Call[]; answer: (text: string) => Promise<boolean> }

const openOldSystem = (): OldSystem => {
  const calls: Call[] = []
  const system: OldSystem = {
    calls,
    answer: async (text) => text === password,
    matches: (text, encoded) => {
      calls.push({ text, encoded })
      return system.answer(text)
    },
  }
  return system
}

type Watched = Subject & { readonly old: OldSystem; readonly verified: string[] }

const openWatched = async (open: OpenSubject): Promise<Watched> => {
  const old = openOldSystem()
  const verified: string[] = []
  const passwordVerifier = await openPasswordVerifier({
    current: { memory: 64, passes: 1, parallelism: 1 },
    custom: { old },
  })
  const subject = await openSubject(open, {
    ports: () => ({
      passwordVerifier: {
        ...passwordVerifier,
        verify: (text, hash) => {
          verified.push(hash.format)
          return passwordVerifier.verify(text, hash)
        },
      },
    }),
  })
  return { ...subject, old, verified }
}

/** Users whose passwords the old system alone can check. */
const bringOld = ({ keepsake }: Subject, count: number) =>
  valueOf(
    keepsake.users.create({
      list: Array.from({ length: count }, (_, index) => ({
        username: `old-${index}`,
        password: `ref-${index}`,
      })),
      options: { keepPassword: true, passwordFormat: 'custom:old' },
    }),
  )

const attempt = async ({ keepsake }: Subject, login: string, given: string): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password: given }))).verdict

describe.each(storages)('on $name, a format of one’s own', ({ open }) => {
  test('is asked about nobody but the user who is behind the login', async () => {
    const subject = await openWatched(open)
    await bringOld(subject, 7)
    await valueOf(
      subject.keepsake.users.create({ list: [{ username: 'new', password }, { username: 'none' }] }),
    )
    for (let index = 0; index < 8; index += 1)
      expect(await attempt(subject, `nobody-${index}`, `guess ${index}`)).toBe('wrong_credentials')
    expect(await attempt(subject, 'none', 'a guess')).toBe('wrong_credentials')
    expect(await attempt(subject, 'new', 'a guess')).toBe('wrong_credentials')
    await valueOf(
      subject.keepsake.passwords.change({ login: 'nobody', password, newPassword: 'nine geese on a raft' }),
    )
    await valueOf(subject.keepsake.passwords.report())
    await valueOf(subject.keepsake.passwords.validate({ password: 'nine geese on a raft' }))
    expect(subject.old.calls).toEqual([])
    expect(await attempt(subject, 'old-3', 'a guess')).toBe('wrong_credentials')
    expect(subject.old.calls).toEqual([{ text: 'a guess', encoded: 'ref-3' }])
  })

  test('is not asked about a text that is no password', async () => {
    const subject = await openWatched(open)
    await bringOld(subject, 1)
    for (const given of ['', 'x'.repeat(1025), 'a\ud800'])
      expect(await attempt(subject, 'old-0', given)).toBe('wrong_credentials')
    expect(subject.old.calls).toEqual([])
  })

  // A busy machine wakes late from a wait, and then the next pretended check is shorter: one of four tries must show it.
  test(
    'is waited for by a login that leads to nobody as long as by its users, for each spelling',
    { retry: 3 },
    async () => {
      const subject = await openWatched(open)
      await bringOld(subject, 1)
      subject.old.answer = async () => {
        await setTimeout(60)
        return false
      }
      const taken = async (login: string, given: string): Promise<number> => {
        const begun = performance.now()
        await attempt(subject, login, given)
        return performance.now() - begun
      }
      await attempt(subject, 'old-0', 'a guess')
      subject.verified.length = 0
      expect(await taken('nobody', 'a guess')).toBeGreaterThan(40)
      expect(await taken('nobody', 'ﬁne guess')).toBeGreaterThan(90)
      expect(subject.verified).toEqual([])
    },
  )

  test('that does not answer is not answered to nobody either', async () => {
    const subject = await openWatched(open)
    await bringOld(subject, 1)
    subject.old.answer = async () => {
      throw new Error('connect ECONNREFUSED')
    }
    for (const login of ['old-0', 'nobody'])
      expect(await errorOf(subject.keepsake.signIn({ login, password }))).toMatchObject({
        kind: 'unavailable',
        part: 'password-hasher',
      })
    subject.old.answer = async () => false
    for (const login of ['old-0', 'nobody'])
      expect(await attempt(subject, login, password)).toBe('wrong_credentials')
  })

  test('that nobody reads any more is no decoy', async () => {
    const before = await openWatched(open)
    await bringOld(before, 3)
    const after = await openSubject(open, { on: before.opened })
    for (const login of ['nobody', 'old-0'])
      for (const given of [password, 'x'.repeat(1025)])
        expect(await attempt(after, login, given)).toBe('wrong_credentials')
    expect(before.old.calls).toEqual([])
  })
})
