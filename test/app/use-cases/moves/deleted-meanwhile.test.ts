import { createKeepsake } from '@keepsake/app'
import { describe, expect, it } from 'vitest'
import { interleaved } from '../../../builders/interleaved.ts'
import { openSubject, pool, storages, valueOf } from '../../../builders/keepsake.ts'
import { accountOf, moveAll, planOf, recordsOf } from '../../../builders/moves.ts'

const people = (name: string) =>
  [1, 2].map((number) => ({ externalId: `crm-${number}`, email: `u${number}@example.org`, name }))

describe.each(storages)('a plan on $name, while a user of it is deleted', ({ open }) => {
  it('counts every row, whenever that happens', async () => {
    const outcomes = new Set<string>()
    for (let at = 0; ; at += 1) {
      const subject = await openSubject(open)
      await moveAll(subject, people('Before'))
      const { user } = await accountOf(subject, 'crm-1')
      let calls = 0
      const storage = interleaved(subject.ports.storage, async (call) => {
        calls = call
        if (call === at) await valueOf(subject.keepsake.users.delete({ userIds: [user.id] }))
      })
      const keepsake = createKeepsake({ ...subject.ports, storage }, { pool })
      const plan = await planOf({ ...subject, keepsake }, recordsOf(people('After')))
      expect(plan.new + plan.changed + plan.unchanged + plan.refused + plan.erased, `call ${at}`).toBe(2)
      outcomes.add(JSON.stringify([plan.changed, plan.erased, plan.issues]))
      if (calls < at) break
    }
    expect([...outcomes]).toEqual(
      expect.arrayContaining(['[1,1,{}]', '[1,0,{"user.not_found":1}]', '[2,0,{}]']),
    )
  })
})
