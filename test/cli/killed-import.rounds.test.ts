import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { existsSync, rmSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { keptUsers, workplace, type Workplace } from './keepsake.ts'

const rows = 6000
const batch = 500

/** What the database holds, seen from outside, or nothing where it is not there yet. */
const lookAt = (place: Workplace): { readonly users: number; readonly strays: readonly unknown[] } => {
  if (!existsSync(place.at('users.db'))) return { users: 0, strays: [] }
  if (place.query(`SELECT 1 FROM sqlite_schema WHERE name = 'keepsake_users'`).length === 0)
    return { users: 0, strays: [] }
  expect(place.query('PRAGMA integrity_check')).toMatchObject([{ integrity_check: 'ok' }])
  expect(place.query('PRAGMA foreign_key_check')).toStrictEqual([])
  const counts = ['keepsake_users', 'keepsake_credentials', 'keepsake_outbox', 'keepsake_unique_keys'].map(
    (table) => Number(place.query(`SELECT count(*) AS n FROM ${table}`)[0]?.['n']),
  )
  const [users = 0] = counts
  expect(
    counts,
    'a password and a notice for every user, and a key each for username and email',
  ).toStrictEqual([users, users, users, 2 * users])
  return {
    users,
    strays: place.query(
      'SELECT id FROM keepsake_users u WHERE NOT EXISTS (SELECT 1 FROM keepsake_outbox o WHERE o.user_id = u.id) LIMIT 5',
    ),
  }
}

describe('an import that is killed', () => {
  it('has left whole batches or nothing, and the file can be imported again', async () => {
    const place = workplace({ limits: { rows: batch } })
    const file = place.write(
      'users.json',
      keptUsers(rows, { sendNotification: { sendEmailNotification: true } }),
    )
    const seen: number[] = []
    let longest = 0
    for (let kill = 0; kill < 10; kill += 1) {
      const child = place.spawn(['import', 'users', file])
      const ended = once(child, 'close')
      const started = performance.now()
      // Some of them at any moment, most of them while rows are being written.
      if (kill > 0) while (lookAtUsers(place) === 0 && child.exitCode === null) await pause(5)
      await pause(randomInt(0, kill === 0 ? 1000 : 400))
      child.kill('SIGKILL')
      await ended
      longest = Math.max(longest, performance.now() - started)
      const { users, strays } = lookAt(place)
      expect(users % batch, `${users} users`).toBe(0)
      expect(strays).toStrictEqual([])
      seen.push(users)
      // Begin anew now and then; else go on in the file that the last one left.
      if (users === rows || kill % 2 === 1)
        for (const end of ['', '-wal', '-shm']) rmSync(place.at(`users.db${end}`), { force: true })
    }
    expect(
      seen.some((users) => users > 0 && users < rows),
      `users found: ${seen.join()}`,
    ).toBe(true)

    const last = await place.run(['import', 'users', file])
    expect([0, 1]).toContain(last.code)
    expect(lookAt(place)).toStrictEqual({ users: rows, strays: [] })
  })
})

describe('the report of an import that is killed', () => {
  it('names every user of the batches that were written, but for the last of them at most', async () => {
    const place = workplace({ limits: { rows: batch } })
    const file = place.write('users.json', keptUsers(rows, {}))
    const child = place.spawn(['import', 'users', file, '--report', 'report.jsonl'])
    const ended = once(child, 'close')
    while (lookAtUsers(place) < 3 * batch && child.exitCode === null) await pause(5)
    child.kill('SIGKILL')
    await ended
    const reported = readFileSync(place.at('report.jsonl'), 'utf8').trimEnd().split('\n')
    const users = lookAtUsers(place)
    expect([users, users - batch]).toContain(reported.length)
    expect(reported.length).toBeGreaterThan(0)
    expect(JSON.parse(reported.at(-1) ?? '')).toMatchObject({ outcome: 'created', row: reported.length - 1 })
  })
})

const lookAtUsers = (place: Workplace): number => {
  try {
    return Number(place.query('SELECT count(*) AS n FROM keepsake_users')[0]?.['n'])
  } catch {
    return 0
  }
}
