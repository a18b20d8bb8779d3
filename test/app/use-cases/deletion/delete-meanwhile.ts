import { createKeepsake } from '@keepsake/app'
import { userId } from '@keepsake/domain'
import { expect, onTestFinished } from 'vitest'
import { askByUrl } from '../../../adapters/storage/ask-by-url.ts'
import { openByUrl } from '../../../adapters/storage/open-by-url.ts'
import { pool, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { betweenCalls, newDay, type Moments } from '../../../builders/moments.ts'
import { bringPeople, openWithSettings, settings, type Person } from '../tenant/people.ts'
import type { Ask } from '../tenant/verbs.ts'
import { marksOf, tablesThatKnow } from './traces.ts'

type Answered = Awaited<ReturnType<Ask>>

/** Deletes Ann at every moment of a call about her, or after it, and finds nothing of her but events, ever. */
export const leavesNothing = async (url: string, name: string, ask: Ask, moments: Moments): Promise<void> => {
  const storage = await openByUrl(url)
  onTestFinished(async () => void (await storage.close()))
  const subject = await openWithSettings(async () => ({ storage }))
  for (let at = 0; ; at += moments.every) {
    subject.clock.set(newDay())
    // No random text in base64 has a dot in it.
    const ann = await bringPeople(subject, 'tenA', 'ann.li')
    const { answered, isOver } = await askWhileDeleted(subject, ask, ann, at, moments)
    const where = `${name}, deleted ${isOver ? 'afterwards' : `before call ${at}`}`
    if (answered.isErr()) expect(answered.error.kind, where).toBe('rejected')
    await valueOf(subject.keepsake.users.delete({ userIds: [...createdIn(answered), 'nobody'] }))
    expect(await askByUrl(url, (sql) => tablesThatKnow(sql, marksOf(ann))), where).toEqual([])
    expect(await valueOf(subject.rest.users.findByIds([userId(ann.userId)])), where).toEqual([])
    if (isOver) break
    checkAnswer(name, answered, moments, where)
  }
}

type Asked = { readonly answered: Answered; readonly isOver: boolean }

/** Asks, while the call of the storage with this number finds a deletion before it; `isOver`: there is no such call. */
const askWhileDeleted = async (
  subject: Subject,
  ask: Ask,
  ann: Person,
  at: number,
  { between }: Moments,
): Promise<Asked> => {
  let deleted: Promise<void> | undefined
  const storage = between(subject.ports.storage, async (call) => {
    if (call === at) await (deleted = remove(subject, ann))
  })
  const answered = await ask(createKeepsake({ ...subject.ports, storage }, { pool, ...settings }), ann)
  const isOver = deleted === undefined
  await (deleted ?? remove(subject, ann))
  return { answered, isOver }
}

const remove = async ({ keepsake }: Subject, { userId: id, mustChange, invited }: Person): Promise<void> =>
  void (await valueOf(keepsake.users.delete({ userIds: [id, mustChange.userId, invited.userId] })))

/** What was asked of somebody who was gone by then says so. Inside of a transaction that was under way, nobody was gone yet. */
const checkAnswer = (name: string, answered: Answered, moments: Moments, where: string): void => {
  if (moments !== betweenCalls) return
  expect(JSON.stringify(answered), where).not.toMatch(/"verdict":"(signed_in|enrolled)"/u)
  if (name.startsWith('importAuthenticators') && answered.isErr())
    expect(JSON.stringify(answered), where).toContain('otp.user_unknown')
}

/** Users whom a call itself has created stay, with names of their own. */
export const createdIn = (answered: Answered): readonly string[] =>
  answered.isOk() &&
  typeof answered.value === 'object' &&
  answered.value !== null &&
  'created' in answered.value
    ? (
        answered.value.created as readonly { readonly account: { readonly user: { readonly id: string } } }[]
      ).map(({ account }) => account.user.id)
    : []
