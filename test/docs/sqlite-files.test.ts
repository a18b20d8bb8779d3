import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { keptUsers, workplace, type Workplace } from '../cli/keepsake.ts'
import { sendOnce, serving, tokenOf } from '../cli/serving.ts'
import { blocksOf } from './page.ts'

/** Says a section's commands in a folder; answers what the last one of ours has printed. */
const follow = async (heading: string, place: Workplace): Promise<string> => {
  let out = ''
  for (const { text } of blocksOf('operations.md', heading))
    for (const line of text.trim().split('\n')) {
      if (!line.startsWith('keepsake ')) {
        execFileSync('sh', ['-c', line], { cwd: place.folder })
        continue
      }
      const ran = await place.run(line.split(' ').slice(1))
      expect({ line, ...ran }).toMatchObject({ code: 0, error: '' })
      ;({ out } = ran)
    }
  return out
}

const newPlace = async (users: number): Promise<Workplace> => {
  const place = workplace({ databaseUrl: 'sqlite:./keepsake.db' })
  place.write('users.json', keptUsers(users))
  expect((await place.run(['import', 'users', 'users.json'])).code).toBe(0)
  return place
}

describe('the page’s commands for SQLite', () => {
  test('back up a database that is served, and restore it', async () => {
    const place = await newPlace(3)
    const served = await serving(place)
    expect(await follow('Back up', place)).toMatch(
      /^Wrote backup-2027-01-31.db: 3 users, \d+ rows in all, checked$/mu,
    )
    expect(statSync(place.at('backup-2027-01-31.db')).mode & 0o777).toBe(0o600)
    const authorization = `Bearer ${await tokenOf(served.origin)}`
    const body = JSON.stringify({ username: 'later', email: 'later@example.com' })
    const headers = { authorization, 'content-type': 'application/json' }
    const created = await sendOnce(`${served.origin}/api/v3/create-user`, { method: 'POST', headers, body })
    expect(created.body.statusCode).toBe(200)
    served.stop()
    expect(await served.ended).toBe(0)
    expect((await follow('Restore', place)).trim()).toBe('3')
    expect(readdirSync(place.at('before-the-restore'))).toContain('keepsake.db')
  })

  test('write a database anew', async () => {
    const place = await newPlace(3)
    expect(await follow('What a deletion leaves', place)).toMatch(
      /holds nothing any more of what was deleted/u,
    )
    expect((await place.run(['list', '--count'])).out.trim()).toBe('3')
  })
})

describe('keepsake backup', () => {
  test('never takes the name of another file, and says so', async () => {
    const place = await newPlace(1)
    place.write('backup.db', 'precious')
    expect(await place.run(['backup', 'backup.db'])).toEqual({
      code: 1,
      out: '',
      error:
        'backup.db was not written: something has that name already, or a log of SQLite lies beside it\n',
    })
  })

  test('makes no database where there is none', async () => {
    const place = workplace()
    expect(await place.run(['backup', 'backup.db'])).toMatchObject({
      code: 1,
      error: 'backup.db was not written: there is no database yet\n',
    })
    expect([existsSync(place.at('users.db')), existsSync(place.at('backup.db'))]).toEqual([false, false])
  })

  test.each(['backup', 'compact'])('is for files alone (%s)', async (command) => {
    const place = workplace({ databaseUrl: 'memory:' })
    const { code, error } = await place.run(command === 'backup' ? ['backup', 'backup.db'] : ['compact'])
    expect(code).toBe(2)
    expect(error).toMatch(/this is for SQLite files; servers have tools of their own/u)
  })
})

test('serve answers 503 once its database was taken away, and says why', async () => {
  const place = await newPlace(1)
  const served = await serving(place)
  const authorization = `Bearer ${await tokenOf(served.origin)}`
  const list = () => sendOnce(`${served.origin}/api/v3/list-users?limit=1`, { headers: { authorization } })
  expect((await list()).body.statusCode).toBe(200)
  execFileSync('sh', ['-c', 'mv keepsake.db elsewhere.db'], { cwd: place.folder })
  expect((await list()).body.statusCode).toBe(503)
  expect(served.out()).toMatch(
    /"fault":"SQLite: the database file, or one of its -wal and -shm files, was removed/u,
  )
  execFileSync('sh', ['-c', 'mv elsewhere.db keepsake.db'], { cwd: place.folder })
  expect((await list()).body.statusCode).toBe(200)
})
