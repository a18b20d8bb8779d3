import { expect } from 'vitest'
import { jsonLines, workplace } from '../keepsake.ts'

export const hash = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

/** The table of a Rails application, with more rows than are fetched at a time. */
export const tableOfUsers: readonly string[] = [
  `create table members (
     id int primary key, email varchar(100), encrypted_password varchar(100), sign_in_count int,
     current_sign_in_at timestamp null, confirmed_at timestamp null, locked_at timestamp null, first_name varchar(100))`,
  ...[0, 1, 2].map(
    (part) =>
      `insert into members values ${Array.from({ length: 500 }, (_, index) => {
        const id = part * 500 + index
        return `(${id}, 'user-${id}@example.com', '${hash}', 3, '2024-02-01 09:00:00', '2020-01-01 00:00:00', ${id === 1 ? "'2024-01-01 00:00:00'" : 'null'}, 'Jürgen ${id}')`
      }).join(', ')}`,
  ),
]

/** Moves the table in three ways, and signs in. */
export const movesTable = async (database: string): Promise<void> => {
  const moved = async (...args: readonly string[]): Promise<ReturnType<typeof workplace>> => {
    const place = workplace()
    const ran = await place.run(['import', 'users', '--database', database, ...args])
    expect(ran).toMatchObject({ code: 0 })
    return place
  }
  const verdicts = async (place: ReturnType<typeof workplace>, ids: readonly number[]): Promise<unknown> => {
    const input = ids
      .map((id) => JSON.stringify({ login: `user-${id}@example.com`, password: 'correct horse' }))
      .join('\n')
    return jsonLines((await place.run(['sign-in'], { input })).out).map(({ verdict }) => verdict)
  }
  const place = await moved('--from', 'devise', '--query', 'select * from members order by id;')
  expect(await verdicts(place, [0, 1, 1499])).toEqual(['signed_in', 'wrong_credentials', 'signed_in'])
  expect((await place.run(['list', '--count'])).out.trim()).toBe('1500')
  expect((await place.run(['show', 'user-0@example.com'])).out).toContain('Jürgen 0')

  const ours =
    'select email, encrypted_password as password, id as "externalId", first_name as "profile.name" from members where id < 3 order by id'
  expect(
    await verdicts(
      await moved('--from', 'sql', '--keep-password', '--query', quoted(database, ours)),
      [0, 2],
    ),
  ).toEqual(['signed_in', 'signed_in'])

  const third = workplace()
  third.write('mapping.json', {
    fields: { email: 'email', externalId: 'id', password: 'encrypted_password', name: 'first_name' },
    drop: ['sign_in_count', 'current_sign_in_at', 'confirmed_at'],
  })
  const ran = await third.run([
    'import',
    'users',
    '--from',
    'sql',
    '--database',
    database,
    '--keep-password',
    '--mapping',
    'mapping.json',
    '--query',
    'select * from members where id in (0, 2) order by id',
  ])
  expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/warnings +0/u) as string })
  expect(await verdicts(third, [0, 2])).toEqual(['signed_in', 'signed_in'])

  const wrong = await workplace().run([
    'import',
    'users',
    '--from',
    'sql',
    '--database',
    database,
    '--query',
    'select 1 from nowhere',
  ])
  expect(wrong).toMatchObject({ code: 2, out: '' })
  expect(wrong.error).toMatch(/the query cannot be read: .*nowhere/u)
}

/** MySQL quotes names with backticks. */
const quoted = (database: string, query: string): string =>
  /^(?:mysql|mariadb):/u.test(database) ? query.replaceAll('"', '`') : query
