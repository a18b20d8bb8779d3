import { createKeepsake } from '@keepsake/app'
import { userId } from '@keepsake/domain'
import { expect } from 'vitest'
import { pool, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { newDay, type Moments } from '../../../builders/moments.ts'
import { createdIn } from '../deletion/delete-meanwhile.ts'
import { bringPeople, settings } from './people.ts'
import { idsOf, recordsOf } from './records-of.ts'
import type { Ask } from './verbs.ts'

/** Moves Ann to another tenant at every moment of a call of her first one, which changes nothing of her from then on. */
export const moveMeanwhile = async (
  subject: Subject,
  ask: Ask,
  { between, every }: Moments,
): Promise<void> => {
  for (let at = 0; ; at += every) {
    subject.clock.set(newDay())
    const ann = await bringPeople(subject, 'tenA', 'ann')
    let moved: Promise<unknown> | undefined
    const storage = between(subject.ports.storage, async (call) => {
      if (call === at) await (moved = move(subject, idsOf(ann)))
    })
    const keepsake = createKeepsake({ ...subject.ports, storage }, { pool, ...settings })
    const answered = await ask(keepsake.inTenant({ tenantId: 'tenA' }), ann)
    if (answered.isErr()) expect(answered.error.kind).toBe('rejected')
    if (moved !== undefined) {
      const before = await moved
      expect(await recordsOf(subject, idsOf(ann)), `moved before call ${at}`).toEqual(before)
    }
    await valueOf(subject.keepsake.users.delete({ userIds: [...idsOf(ann), ...createdIn(answered)] }))
    if (moved === undefined) break
  }
}

/** Moves those who are not deleted, and answers all that rests of them then. */
const move = async (subject: Subject, ids: readonly string[]): Promise<unknown> => {
  for (;;) {
    const left = await valueOf(subject.rest.users.findByIds(ids.map(userId)))
    const list = left.map(({ id }) => ({ userId: id, changes: { tenantIds: ['tenC'] } }))
    // Somebody may be deleted by now, who was there a moment ago.
    if (list.length === 0 || (await subject.keepsake.users.updateMany({ list })).isOk())
      return recordsOf(subject, ids)
  }
}
