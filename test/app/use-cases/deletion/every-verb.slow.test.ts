import { createIdentity } from '@keepsake/app'
import { userId } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { pool, storages, valueOf, type Subject } from '../../../builders/identity.ts'
import { interleaved } from '../../../builders/interleaved.ts'
import { bringPeople, openWithSettings, settings, type Person } from '../tenant/people.ts'
import { everyAsk, type Ask } from '../tenant/verbs.ts'
import { marksOf, tablesThatKnow } from './traces.ts'

const sqlite = storages.find(({ name }) => name === 'SQLite')!

/** Asks for something about Ann, who is deleted before the call of the storage that has this number, if there is one. */
const askWhileDeleted = async (ask: Ask, at: number): Promise<Outcome> => {
  const subject = await openWithSettings(sqlite.open)
  const ann = await bringPeople(subject, 'tenA', 'ann')
  let calls = 0
  const storage = interleaved(subject.ports.storage, async (call) => {
    calls = call + 1
    if (call === at) await remove(subject, ann)
  })
  const identity = createIdentity({ ...subject.ports, storage }, { pool, ...settings })
  const answered = await ask(identity, ann)
  if (calls <= at) await remove(subject, ann)
  return { subject, ann, answered, isOver: calls <= at }
}

type Outcome = {
  readonly subject: Subject
  readonly ann: Person
  readonly answered: Awaited<ReturnType<Ask>>
  readonly isOver: boolean
}

const remove = async ({ identity }: Subject, { userId: id, mustChange, invited }: Person): Promise<void> =>
  void (await valueOf(identity.deleteUsers({ userIds: [id, mustChange.userId, invited.userId] })))

/** Users whom a call itself has created stay, with names of their own. */
const createdIn = (answered: Outcome['answered']): readonly string[] =>
  answered.isOk() &&
  typeof answered.value === 'object' &&
  answered.value !== null &&
  'created' in answered.value
    ? (
        answered.value.created as readonly { readonly account: { readonly user: { readonly id: string } } }[]
      ).map(({ account }) => account.user.id)
    : []

describe('a deletion at any moment of a call, or after it', () => {
  test.each(everyAsk)('%s: leaves nothing of the user but events', async (name, ask) => {
    for (let at = 0; ; at += 1) {
      const { subject, ann, answered, isOver } = await askWhileDeleted(ask, at)
      const where = `deleted before call ${at}`
      if (answered.isErr()) expect(answered.error.kind, where).toBe('rejected')
      await valueOf(subject.identity.deleteUsers({ userIds: [...createdIn(answered), 'nobody'] }))
      const { file = '' } = subject.opened
      expect(tablesThatKnow(file, marksOf(ann)), where).toEqual([])
      if (!isOver) expect(JSON.stringify(answered), where).not.toMatch(/"verdict":"(signed_in|enrolled)"/u)
      if (name.startsWith('importOtp') && answered.isErr())
        expect(JSON.stringify(answered), where).toContain('otp.user_unknown')
      expect(await valueOf(subject.rest.users.findByIds([userId(ann.userId)])), where).toEqual([])
      if (isOver) break
    }
  })
})
