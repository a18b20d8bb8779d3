import { createHash } from 'node:crypto'
import { unavailable, type SecretBox } from '@keepsake/domain'
import { errAsync, ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'
import { bothKeys, newKeyAlone, under } from './keys.ts'

const password = 'nine geese on a raft'
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A secret of each user's own. */
const secretOf = (index: number): string =>
  Array.from(createHash('sha256').update(String(index)).digest(), (byte) => alphabet[byte % 32]).join('')

const users = 250
/** A secret and a recovery code of each, and the digest key of the pool. */
const resting = 2 * users + 1

const bring = async ({ keepsake }: Subject): Promise<void> => {
  const list = Array.from({ length: users }, (_, index) => ({
    username: `user-${index}`,
    ...(index < 3 ? { password } : {}),
    otp: { secret: secretOf(index), recoveryCode: `b471-8ec0-874a-${String(index).padStart(4, '0')}` },
  }))
  await valueOf(keepsake.users.create({ list }))
}

const reopened = (open: OpenSubject, subject: Subject, ports: SubjectOptions['ports']): Promise<Subject> =>
  openSubject(open, { on: subject.opened, ...(ports === undefined ? {} : { ports }) })

const verdictOf = async ({ keepsake }: Subject, index: number): Promise<string> => {
  const code = codeAt(secretOf(index), startedAt)
  const answer = await keepsake.signIn({ login: `user-${index}`, password, code })
  return answer.isOk() ? answer.value.verdict : 'part' in answer.error ? answer.error.part : answer.error.kind
}

describe.each(storages)('on $name, a rotation of the sealing key', ({ open }) => {
  test('seals every secret anew, after which the earlier key is needed no more', async () => {
    const before = await openSubject(open)
    await bring(before)
    const both = await reopened(open, before, under(bothKeys))
    expect(await valueOf(both.keepsake.authenticators.report())).toMatchObject({ users, shared: 0 })
    expect(await valueOf(both.keepsake.secrets.report())).toMatchObject({ stale: resting })
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: resting, current: 0 })
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: 0, current: resting })
    expect(await valueOf(both.keepsake.authenticators.report())).toMatchObject({ users, shared: 0 })
    expect(await valueOf(both.keepsake.secrets.report())).toMatchObject({ stale: 0 })

    const after = await reopened(open, before, under(newKeyAlone))
    expect(await verdictOf(after, 0)).toBe('signed_in')
    const attempt = { login: 'user-1', password, recoveryCode: 'b471-8ec0-874a-0001' }
    expect(await valueOf(after.keepsake.signIn(attempt))).toMatchObject({ verdict: 'signed_in' })
    expect(await valueOf(after.keepsake.signIn(attempt))).toMatchObject({ verdict: 'wrong_credentials' })
    const without = await reopened(open, before, undefined)
    expect(await verdictOf(without, 1)).toBe('secret-box')
  })

  test('that is stopped anywhere is taken up by the next run, and every sign-in is right meanwhile', async () => {
    const before = await openSubject(open)
    await bring(before)
    let left = 220
    const stopping = await openSubject(open, {
      on: before.opened,
      ports: (usual) => {
        const ports = under(bothKeys)(usual)
        return {
          ...ports,
          secretBox: {
            ...ports.secretBox,
            seal: (text, place) => {
              left -= 1
              return left < 0
                ? errAsync(unavailable('secret-box', new Error('the process dies here')))
                : ports.secretBox.seal(text, place)
            },
          },
        }
      },
    })
    expect(await errorOf(stopping.keepsake.secrets.rotate())).toMatchObject({ part: 'secret-box' })
    const both = await reopened(open, before, under(bothKeys))
    const { stale } = await valueOf(both.keepsake.secrets.report())
    // The first page is done, the second one waits for the next run.
    expect(stale).toBeLessThan(2 * users)
    expect(stale).toBeGreaterThanOrEqual(2 * (users - 220))
    for (const index of [0, 1, 2]) expect(await verdictOf(both, index)).toBe('signed_in')
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({
      resealed: stale,
      current: resting - stale,
    })
  })

  test.each([
    ['used up', false],
    ['removed or made anew', true],
  ])('keeps what is %s while a page of it is under way', async (_, changes) => {
    const before = await openSubject(open)
    await bring(before)
    const { keepsake } = before
    const idOf = async (index: number): Promise<string> =>
      (await valueOf(keepsake.users.find({ login: `user-${index}` })))!.user.id
    const recoveryCode = 'b471-8ec0-874a-0000'
    let anew: string | undefined
    const meanwhile = async (): Promise<void> => {
      const byCode = { login: 'user-0', password, recoveryCode }
      expect(await valueOf(keepsake.signIn(byCode))).toMatchObject({ verdict: 'signed_in' })
      expect(await verdictOf(before, 0)).toBe('signed_in')
      if (!changes) return
      const userId = await idOf(1)
      const { authenticators } = await valueOf(keepsake.authenticators.list({ userId }))
      await valueOf(keepsake.authenticators.remove({ userId, authenticatorId: authenticators[0]!.id }))
      const codes = await valueOf(keepsake.authenticators.regenerateRecoveryCodes({ userId: await idOf(2) }))
      anew = codes[0]!.reveal()
    }

    let happened: Promise<void> | undefined
    const rotating = await openSubject(open, {
      on: before.opened,
      ports: (usual) => {
        const { secretBox, ...others } = under(bothKeys)(usual)
        // The page has been read by then, and nothing of it is written.
        const seal: SecretBox['seal'] = (text, place) =>
          ResultAsync.fromSafePromise((happened ??= meanwhile())).andThen(() => secretBox.seal(text, place))
        return { ...others, secretBox: { ...secretBox, seal } }
      },
    })
    await valueOf(rotating.keepsake.secrets.rotate())
    expect(happened).toBeDefined()
    // What came meanwhile came under the key of the process that brought it.
    const both = await reopened(open, before, under(bothKeys))
    await valueOf(both.keepsake.secrets.rotate())

    const after = await reopened(open, before, under(newKeyAlone))
    expect(await verdictOf(after, 0)).toBe('wrong_credentials')
    const signIn = async (login: string, proof: object): Promise<string> =>
      (await valueOf(after.keepsake.signIn({ login, password, ...proof }))).verdict
    expect(await signIn('user-0', { recoveryCode })).toBe('wrong_credentials')
    if (!changes) return
    expect(await signIn('user-1', {})).toBe('signed_in')
    expect(await signIn('user-2', { recoveryCode: 'b471-8ec0-874a-0002' })).toBe('wrong_credentials')
    expect(await signIn('user-2', { recoveryCode: anew })).toBe('signed_in')
    expect(await verdictOf(after, 2)).toBe('signed_in')
  })

  test('by several at one moment seals each secret once or again, and loses none', async () => {
    const before = await openSubject(open)
    await bring(before)
    const both = await reopened(open, before, under(bothKeys))
    await Promise.all(Array.from({ length: 4 }, () => valueOf(both.keepsake.secrets.rotate())))
    const after = await reopened(open, before, under(newKeyAlone))
    expect(await valueOf(after.keepsake.authenticators.report())).toMatchObject({ users })
    expect(await valueOf(after.keepsake.secrets.report())).toMatchObject({ stale: 0 })
    for (const index of [0, 1, 2]) expect(await verdictOf(after, index)).toBe('signed_in')
  })

  test('lets the event loop see to all else between two pages', async () => {
    const before = await openSubject(open)
    await bring(before)
    const both = await reopened(open, before, under(bothKeys))
    await valueOf(both.keepsake.secrets.report())
    let turns = 0
    let isDone = false
    const count = (): void => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    await valueOf(both.keepsake.secrets.rotate())
    isDone = true
    expect(turns).toBeGreaterThan(0)
  })

  test('finds two users of one secret again under the new key', async () => {
    const before = await openSubject(open)
    const otp = { secret: secretOf(1) }
    const list = [
      { username: 'bob', otp },
      { username: 'eve', otp },
      { username: 'zoe', otp: { secret: secretOf(2) } },
    ]
    await valueOf(before.keepsake.users.create({ list }))
    const report = { users: 3, authenticators: 3, unproven: 3, shared: 2, withoutRecoveryCode: 3 }
    expect(await valueOf(before.keepsake.authenticators.report())).toEqual(report)
    const both = await reopened(open, before, under(bothKeys))
    await valueOf(both.keepsake.secrets.rotate())
    expect(await valueOf(both.keepsake.authenticators.report())).toEqual(report)
  })
})
