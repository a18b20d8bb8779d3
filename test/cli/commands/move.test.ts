import { gzipSync } from 'node:zlib'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workplace, type Ran, type Workplace } from '../keepsake.ts'

/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const hash = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
/** `php -r "echo password_hash('another horse battery', PASSWORD_BCRYPT, ['cost' => 4]);"` */
const otherHash = '$2y$04$IvvWgG/XqENrpVinDcaJgOfJVjI/3KjHPgsxJBIDCIL2wcafNEOhy'

type Row = Readonly<Record<string, unknown>>

const person = (number: number, more: Row = {}): Row => ({
  externalId: `crm-${number}`,
  email: `u${number}@example.org`,
  name: `User ${number}`,
  password: hash,
  ...more,
})

const people = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => person(index + 1))

const writeLines = (place: Workplace, name: string, rows: readonly unknown[]): string => {
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')
  writeFileSync(place.at(name), `${text}\n`)
  return name
}

const plan = (place: Workplace, file: string, ...flags: readonly string[]): Promise<Ran> =>
  place.run(['move', 'plan', '--source', 'crm', '--from', 'ndjson', file, '--keep-password', ...flags])

const planned = async (place: Workplace, file: string, ...flags: readonly string[]) =>
  JSON.parse((await plan(place, file, '--json', ...flags)).out) as Readonly<Record<string, unknown>>

const run = (place: Workplace, move: string, ...flags: readonly string[]): Promise<Ran> =>
  place.run(['move', 'run', move, '--yes', ...flags])

const verdictOf = async (place: Workplace, login: string, password: string): Promise<unknown> => {
  const { out } = await place.run(['sign-in'], { input: JSON.stringify({ login, password }) })
  return (JSON.parse(out) as { readonly verdict: unknown }).verdict
}

/** Everything that `list` prints, but for the version and when it was made. */
const directory = async (place: Workplace): Promise<readonly unknown[]> => {
  const { out } = await place.run(['list'])
  return out
    .trim()
    .split('\n')
    .map((line) => {
      const { updatedAt: _, version: __, ...rest } = JSON.parse(line) as Row
      return rest
    })
}

describe('keepsake move', () => {
  it('plans, runs, plans again as a delta and undoes', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', people(5))
    const first = await plan(place, 'users.ndjson')
    expect(first).toMatchObject({ code: 3, error: '' })
    expect(first.out).toContain('new                5  5 with a password')
    expect(first.out).toContain('bcrypt 4: 5 weak')
    expect(first.out).toContain('keepsake move run m1')
    expect(await run(place, 'm1')).toMatchObject({ code: 0, error: '' })
    const before = await directory(place)

    writeLines(place, 'later.ndjson', [
      person(1),
      person(2, { name: 'Another', password: otherHash }),
      person(3),
      person(5, { email: 'five@example.org' }),
      person(6),
    ])
    expect(await planned(place, 'later.ndjson')).toMatchObject({
      move: 'm2',
      new: 1,
      changed: 2,
      unchanged: 2,
      refused: 0,
      missing: 1,
      lost: [],
      hashes: [{ format: 'bcrypt', cost: 'cost=4', strength: 'weak', rows: 2 }],
      changedFields: { name: 1, password: 1, email: 1 },
    })
    expect((await run(place, 'm2')).code).toBe(0)
    expect(await verdictOf(place, 'u2@example.org', 'another horse battery')).toBe('signed_in')
    expect(await verdictOf(place, 'u2@example.org', 'correct horse battery')).toBe('wrong_credentials')
    expect((await plan(place, 'later.ndjson')).code).toBe(0)

    const undone = await place.run(['move', 'undo', 'm2', '--yes', '--json'])
    expect(JSON.parse(undone.out)).toMatchObject({ state: 'undone', removed: 1, restored: 2, inUse: 0 })
    expect(undone.code).toBe(0)
    expect((await directory(place)).length).toBe(before.length)
  })

  it('reads as before in every field after an undo of users whom nobody has touched', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', people(4))
    await plan(place, 'users.ndjson')
    await run(place, 'm1')
    const before = await directory(place)
    writeLines(place, 'later.ndjson', [
      person(1, { name: 'One', password: otherHash }),
      person(2, { email: 'two@example.org' }),
      person(7),
    ])
    await plan(place, 'later.ndjson', '--missing', 'suspend', '--missing-at-most', '60')
    await run(place, 'm2')
    expect(await directory(place)).not.toStrictEqual(before)
    expect((await place.run(['move', 'undo', 'm2', '--yes'])).code).toBe(0)
    expect(await directory(place)).toStrictEqual(before)
    expect(await verdictOf(place, 'u1@example.org', 'correct horse battery')).toBe('signed_in')
  })

  it('writes nothing without a yes, and says the exact command', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', people(2))
    await plan(place, 'users.ndjson')
    const unattended = await place.run(['move', 'run', 'm1'])
    expect(unattended.code).toBe(2)
    expect(unattended.out).toContain('new')
    expect(unattended.out).toContain('keepsake move run m1 --yes')
    expect((await place.run(['list', '--count'])).out.trim()).toBe('0')
    expect((await place.run(['move', 'run', 'm1'], { answers: ['no'] })).code).toBe(2)
    expect((await place.run(['move', 'run', 'm1'], { answers: ['yes'] })).code).toBe(0)
    expect((await place.run(['list', '--count'])).out.trim()).toBe('2')
  })

  it('names refused rows, gives their records back to mend, and moves the mended ones', async () => {
    const place = workplace()
    const rows = [person(1), person(2, { email: 'nobody' }), '{broken', person(4)]
    writeFileSync(
      place.at('users.ndjson.gz'),
      gzipSync(rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')),
    )
    expect((await plan(place, 'users.ndjson.gz')).code).toBe(1)
    expect((await run(place, 'm1')).code).toBe(1)
    const shown = await place.run(['move', 'refused', 'm1'])
    expect(shown.out.trim()).toBe(JSON.stringify(rows[1]))
    expect(shown.error).toContain('row 1, line 2: email is not an email address (user.email_malformed)')
    expect(shown.error).toContain('row 2, line 3: the row is no NDJSON (file.syntax_broken)')

    const out = await place.run(['move', 'refused', 'm1', '--out', 'fix.ndjson'])
    expect(out.code).toBe(0)
    expect(statSync(place.at('fix.ndjson')).mode & 0o777).toBe(0o600)
    expect(readFileSync(place.at('fix.ndjson.why'), 'utf8')).toContain('user.email_malformed')
    const json = JSON.parse((await place.run(['move', 'refused', 'm1', '--json'])).out) as Row
    expect(json).toMatchObject({
      move: 'm1',
      refused: [
        { row: 1, line: 2 },
        { row: 2, line: 3 },
      ],
    })

    const mended = readFileSync(place.at('fix.ndjson'), 'utf8').replace('nobody', 'u2@example.org')
    writeFileSync(place.at('fix.ndjson'), mended)
    expect(await planned(place, 'fix.ndjson', '--missing', 'ignore')).toMatchObject({ move: 'm2', new: 1 })
    expect((await run(place, 'm2')).code).toBe(0)
    const ids = (await place.run(['move', 'ids', 'crm'])).out.trim().split('\n')
    expect(new Set(ids.map((line) => line.split('\t')[0]))).toStrictEqual(
      new Set(['crm-1', 'crm-2', 'crm-4']),
    )
  })

  it('refuses a file that has changed under its plan, and one that looks cut off', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', people(10))
    await plan(place, 'users.ndjson')
    await run(place, 'm1')
    writeLines(place, 'users.ndjson', people(11))
    await plan(place, 'users.ndjson')
    writeLines(place, 'users.ndjson', people(12))
    expect(await run(place, 'm2')).toMatchObject({
      code: 2,
      error: expect.stringContaining('move.input_changed'),
    })
    writeLines(place, 'users.ndjson', people(3))
    expect(await plan(place, 'users.ndjson', '--missing', 'archive')).toMatchObject({
      code: 2,
      error: expect.stringContaining('--missing-at-most 70'),
    })
    expect((await plan(place, 'users.ndjson', '--missing', 'archive', '--missing-at-most', '70')).code).toBe(
      3,
    )
  })

  it('lists what cannot come along, and waits until it is dropped', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', [
      person(1, { roles: ['a'], customData: { plan: 'x', unheard: 7 } }),
      person(2, { roles: ['b'] }),
    ])
    expect(await planned(place, 'users.ndjson')).toMatchObject({
      new: 2,
      refused: 0,
      lost: expect.arrayContaining([{ field: 'roles', reason: 'unknown_field', kind: 'list', rows: 2 }]),
    })
    expect(await run(place, 'm1')).toMatchObject({ code: 2, error: expect.stringContaining('--drop') })
    expect(await planned(place, 'users.ndjson', '--drop', 'all')).toMatchObject({ new: 2, lost: [] })
    expect((await run(place, 'm2')).code).toBe(0)
  })

  it('takes the key from another field', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', [{ email: 'a@example.org', username: 'anna' }])
    expect((await plan(place, 'users.ndjson')).code).toBe(1)
    expect((await plan(place, 'users.ndjson', '--key', 'username')).code).toBe(3)
    expect((await run(place, 'm2')).code).toBe(0)
    expect((await place.run(['move', 'ids', 'crm'])).out).toMatch(/^anna\t/u)
  })

  it('closes a source, after which nothing of it is undone', async () => {
    const place = workplace()
    writeLines(place, 'users.ndjson', people(1))
    await plan(place, 'users.ndjson')
    await run(place, 'm1')
    expect((await place.run(['move', 'close', 'crm', '--yes'])).code).toBe(0)
    expect((await place.run(['move', 'undo', 'm1', '--yes'])).code).toBe(2)
    expect((await place.run(['move', 'status'])).out).toContain('m1  crm  closed')
  })

  it.each([
    ['no source', ['move', 'plan', 'users.ndjson']],
    ['a rule that is none', ['move', 'plan', '--source', 'x', '--rule', 'email=mine', 'users.ndjson']],
    ['a share that is none', ['move', 'plan', '--source', 'x', '--missing-at-most', '101', 'users.ndjson']],
    ['a verb that is none', ['move', 'along']],
  ])('answers 64 for %s', async (_, args) => {
    expect((await workplace().run(args)).code).toBe(64)
  })

  it('answers 2 for a move that does not exist and a file that is not there', async () => {
    const place = workplace()
    expect(await run(place, 'm1')).toMatchObject({ code: 2, error: expect.stringContaining('move.unknown') })
    expect((await plan(place, 'nothing.ndjson')).code).toBe(2)
  })
})
