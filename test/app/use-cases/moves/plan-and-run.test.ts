import { describe, expect, it } from 'vitest'
import { issuesOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'
import { accountOf, moveAll, planOf, recordsOf } from '../../../builders/moves.ts'

const person = (number: number, more: object = {}) => ({
  externalId: `crm-${number}`,
  email: `u${number}@example.org`,
  name: `User ${number}`,
  ...more,
})

const people = (count: number) => Array.from({ length: count }, (_, index) => person(index + 1))

describe.each(storages)('a move on $name', ({ open }) => {
  it('is planned without a write, and then written as planned', async () => {
    const subject = await openSubject(open)
    const records = recordsOf(people(5))
    const plan = await planOf(subject, records)
    expect(plan).toMatchObject({
      move: 'm1',
      new: 5,
      changed: 0,
      unchanged: 0,
      refused: 0,
      missing: 0,
      lost: [],
    })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(0)

    const run = await valueOf(subject.keepsake.moves.run({ move: 'm1', records, holder: 'test' }))
    expect(run).toMatchObject({ state: 'done', ended: 'done', rows: 5, new: 5, refused: 0 })
    expect((await accountOf(subject, 'crm-3')).user).toMatchObject({ profile: { name: 'User 3' } })
  })

  it('of the same source again is a delta', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, people(4))
    const { plan, run } = await moveAll(subject, [
      person(1),
      person(2, { name: 'Another' }),
      person(4, { email: 'four@example.org' }),
      person(5),
    ])
    expect(plan).toMatchObject({ move: 'm2', new: 1, changed: 2, unchanged: 1, refused: 0, missing: 1 })
    expect(plan.changedFields).toStrictEqual({ name: 1, email: 1 })
    expect(run).toMatchObject({ new: 1, changed: 2, unchanged: 1, state: 'done' })
    expect((await accountOf(subject, 'crm-2')).user.profile).toStrictEqual({ name: 'Another' })
    expect((await accountOf(subject, 'crm-4')).user.email?.address).toBe('four@example.org')
    expect((await accountOf(subject, 'crm-3')).user.status).toBe('Activated')
  })

  it('of the same rows once more has nothing to do, and has not changed a version', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, people(3))
    const { plan, run } = await moveAll(subject, people(3))
    expect(plan).toMatchObject({ new: 0, changed: 0, unchanged: 3, missing: 0 })
    expect(run).toMatchObject({ unchanged: 3, state: 'done' })
    expect((await accountOf(subject, 'crm-1')).user.version).toBe(0)
  })

  it('keeps refused rows out and names them, with their places in the input', async () => {
    const subject = await openSubject(open)
    const { plan, run } = await moveAll(
      subject,
      [
        person(1),
        person(2, { email: 'no address' }),
        'broken',
        { email: 'without-key@example.org' },
        person(1, { email: 'again@example.org' }),
        person(6, { email: 'u1@example.org' }),
        person(7),
      ],
      { chunkRows: 2 },
    )
    expect(plan).toMatchObject({ new: 2, refused: 5 })
    expect(run).toMatchObject({ new: 2, refused: 5, state: 'done' })
    const refused = await valueOf(subject.keepsake.moves.refused({ move: 'm1' }))
    expect(
      refused.map(({ row, position, issues }) => [
        row,
        position.line,
        ...issues.map(({ code, path }) => `${path.join('.')} ${code}`),
      ]),
    ).toStrictEqual([
      [1, 2, 'email user.email_malformed'],
      [2, 3, ' file.syntax_broken'],
      [3, 4, ' move.key_missing'],
      [4, 5, ' move.key_repeated_before'],
      [5, 6, 'email user.email_taken'],
    ])
  })

  it('is refused if the input, the settings or the source have moved on', async () => {
    const subject = await openSubject(open)
    const records = recordsOf(people(2))
    await planOf(subject, records)
    const other = recordsOf(people(3))
    expect(
      await issuesOf(subject.keepsake.moves.run({ move: 'm1', records: other, holder: 'test' })),
    ).toStrictEqual(['input move.input_changed'])
    await moveAll(subject, people(3))
    expect(await issuesOf(subject.keepsake.moves.run({ move: 'm1', records, holder: 'test' }))).toStrictEqual(
      ['move move.source_moved_on'],
    )
    expect(await issuesOf(subject.keepsake.moves.status({ move: 'm9' }))).toStrictEqual(['move move.unknown'])
    const changed = await openSubject(open, {
      on: subject.opened,
      settings: { customFields: { plan: { type: 'string' } } },
    })
    await planOf(subject, records)
    expect(await issuesOf(changed.keepsake.moves.run({ move: 'm3', records, holder: 'test' }))).toStrictEqual(
      ['move move.settings_changed'],
    )
  })

  it('goes on where it was stopped', async () => {
    const subject = await openSubject(open)
    const records = recordsOf(people(7))
    await planOf(subject, records, { chunkRows: 2 })
    const stop = new AbortController()
    const first = await valueOf(
      subject.keepsake.moves.run({
        move: 'm1',
        records,
        holder: 'test',
        signal: stop.signal,
        onProgress: ({ done }) => done >= 2 && stop.abort(),
      }),
    )
    expect(first).toMatchObject({ ended: 'signal', state: 'stopped', new: 2 })
    const status = await valueOf(subject.keepsake.moves.status({ move: 'm1' }))
    expect(status.chunks).toMatchObject({ done: 1, waiting: 3, held: [] })
    const second = await valueOf(subject.keepsake.moves.run({ move: 'm1', records, holder: 'test' }))
    expect(second).toMatchObject({ ended: 'done', state: 'done', new: 7, rows: 7 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(7)
  })

  it('runs chunk by chunk for an engine of its own, and a repeated chunk changes nothing', async () => {
    const subject = await openSubject(open)
    const records = recordsOf(people(5))
    await planOf(subject, records, { chunkRows: 2 })
    const run = (chunk: number) =>
      valueOf(subject.keepsake.moves.runChunk({ move: 'm1', chunk, records, holder: `job ${chunk}` }))
    expect(await run(2)).toMatchObject({ outcome: 'done', figures: { new: 1 } })
    expect(await run(2)).toStrictEqual({ outcome: 'done-before' })
    await Promise.all([run(0), run(1)])
    expect(await valueOf(subject.keepsake.moves.status({ move: 'm1' }))).toMatchObject({ state: 'done' })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(5)
    expect(
      await issuesOf(subject.keepsake.moves.runChunk({ move: 'm1', chunk: 3, records, holder: 'x' })),
    ).toStrictEqual(['chunk move.chunk_unknown'])
  })

  it('stops after so many refused rows', async () => {
    const subject = await openSubject(open)
    const records = recordsOf([1, 2, 3, 4, 5, 6].map((number) => person(number, { email: 'no' })))
    await planOf(subject, records, { chunkRows: 2 })
    const run = await valueOf(
      subject.keepsake.moves.run({ move: 'm1', records, holder: 'test', stopAfterRefused: 3 }),
    )
    expect(run).toMatchObject({ ended: 'refused', state: 'stopped', refused: 4 })
  })

  it('needs a word about fields that cannot come along', async () => {
    const subject = await openSubject(open)
    const records = recordsOf(people(2), (row) =>
      row === 0 ? { lost: [{ path: ['roles'], reason: 'unknown_field', kind: 'list' }] } : {},
    )
    const plan = await planOf(subject, records)
    expect(plan.lost).toStrictEqual([{ field: 'roles', reason: 'unknown_field', kind: 'list', rows: 1 }])
    expect(
      await issuesOf(subject.keepsake.moves.run({ move: plan.move, records, holder: 'test' })),
    ).toStrictEqual(['roles move.field_lost'])
    const dropped = await planOf(subject, records, { drop: ['roles'] })
    expect(dropped.lost).toStrictEqual([])
    expect(
      await valueOf(subject.keepsake.moves.run({ move: dropped.move, records, holder: 'test' })),
    ).toMatchObject({ new: 2 })
  })
})
