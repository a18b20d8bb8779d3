import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { workplace } from '../keepsake.ts'
import { movesTable, tableOfUsers } from './sql-cases.ts'

test('a table of SQLite is moved by a query', { timeout: 60_000 }, async () => {
  const file = workplace().at('old.db')
  const database = new DatabaseSync(file)
  for (const statement of tableOfUsers) database.exec(statement)
  database.close()
  await movesTable(`sqlite:${file}`)
})

test.each([
  [['--query', 'select 1'], '--database'],
  [['--database', 'sqlite:old.db'], '--query'],
  [['--query', 'select 1', '--database', 'oracle://x'], 'postgres://'],
  [['--query', 'select 1', '--database', 'sqlite:missing.db'], 'the query cannot be read'],
])('a query that is not complete is refused: %j', async (args, wanted) => {
  const ran = await workplace().run(['import', 'users', '--from', 'sql', ...args])
  expect(ran).toMatchObject({ code: 2, out: '' })
  expect(ran.error).toContain(wanted)
})
