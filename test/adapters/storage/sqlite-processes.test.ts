import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { userPoolId } from '@keepsake/domain'
import { expect, onTestFinished, test } from 'vitest'
import { anEntry, anOtpSet, aRecoveryCode } from '../../builders/users.ts'
import { openSqlite, temporaryDirectory, temporaryFile } from './temporary-file.ts'

type Child = ChildProcessByStdio<Writable, Readable, null>

const start = (script: string, ...args: readonly string[]): Child => {
  const path = join(import.meta.dirname, script)
  const child = spawn(process.execPath, ['--conditions=@keepsake/source', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const linesOf = (child: Child): AsyncIterator<string> =>
  createInterface({ input: child.stdout })[Symbol.asyncIterator]()

/** Two processes that answer a line at the same time; `ask` gives the answers of both, those of the first before. */
const startRacers = async (each = callers): Promise<(line: string) => Promise<readonly string[]>> => {
  const racers = [1, 2].map(() => start('race-child.ts', String(each)))
  const lines = racers.map(linesOf)
  const answers = async (): Promise<readonly string[]> =>
    (await Promise.all(lines.map((each) => each.next()))).flatMap(({ value }) => String(value).split(' '))
  expect(await answers()).toEqual(['ready', 'ready'])

  let turn = 0
  return (line) => {
    turn += 1
    const inOrder = turn % 2 === 0 ? racers : racers.toReversed()
    for (const racer of inOrder) racer.stdin.write(`${line}\n`)
    return answers()
  }
}

const callers = 4
const oneAdded = ['added', ...Array.from({ length: 2 * callers - 1 }, () => 'keys-taken')]

test('two processes that bring in one key: one user holds it, in every round', async () => {
  const file = temporaryFile()
  const ask = await startRacers()
  let wonByFirst = 0
  for (let round = 0; round < 50; round += 1) {
    const answers = await ask(`add ${file} round-${round}`)
    expect(answers.toSorted()).toEqual(oneAdded)
    if (answers.indexOf('added') < callers) wonByFirst += 1
  }
  // Each won some rounds: they did race.
  expect(wonByFirst).toBeGreaterThan(0)
  expect(wonByFirst).toBeLessThan(50)
})

test('two processes that open a new file at one moment: one makes it, and both use it', async () => {
  const directory = temporaryDirectory()
  const ask = await startRacers()
  for (let round = 0; round < 30; round += 1)
    expect((await ask(`add ${join(directory, `${round}.db`)} key`)).toSorted()).toEqual(oneAdded)
})

test('two processes that reserve attempts on one key: as many are granted as are free, in every round', async () => {
  const file = temporaryFile()
  const ask = await startRacers()
  let mostByFirst = 0
  for (let round = 0; round < 50; round += 1) {
    const answers = await ask(`reserve ${file} round-${round}`)
    expect(answers.toSorted()).toEqual([...Array(5).fill('granted'), ...Array(3).fill('refused')])
    if (!answers.slice(0, callers).includes('refused')) mostByFirst += 1
  }
  // Each was the first to come in some rounds: they did race.
  expect(mostByFirst).toBeGreaterThan(0)
  expect(mostByFirst).toBeLessThan(50)
})

test('two processes in which 64 use one code at one moment: one is let in, in every round', async () => {
  const file = temporaryFile()
  const pool = (await openSqlite(file)).inPool(userPoolId('pool-one'))
  const each = 32
  const ask = await startRacers(each)
  const entry = anEntry()
  const { user } = entry
  const recoveryCodes = Array.from({ length: 100 }, () => aRecoveryCode())
  const set = anOtpSet(user.id, { recoveryCodes })
  await pool.users.insertAll([entry])
  ;(await pool.otps.writeAll([{ from: [], to: set }]))._unsafeUnwrap()
  const oneAccepted = ['accepted', ...Array.from({ length: 2 * each - 1 }, () => 'used-before')]
  let wonByFirst = 0
  for (const [round, { id }] of recoveryCodes.entries())
    for (const line of [
      `step ${file} ${user.id}/${set.authenticators[0]?.id}/${round + 1}`,
      `code ${file} ${user.id}/${id}`,
    ]) {
      const answers = await ask(line)
      expect(answers.toSorted()).toEqual(oneAccepted)
      if (answers.indexOf('accepted') < each) wonByFirst += 1
    }
  // Each won some rounds: they did race.
  expect(wonByFirst).toBeGreaterThan(0)
  expect(wonByFirst).toBeLessThan(2 * recoveryCodes.length)
})

const batchSize = 50
const kills = 20

test(
  `killed ${kills} times in the midst of its work, it keeps each batch whole or not at all`,
  { timeout: 120_000 },
  async () => {
    const file = temporaryFile()
    const begun = new Set<string>()
    const acknowledged = new Set<string>()

    for (let kill = 0; kill < kills; kill += 1) {
      for (const line of await runAndKill(file, kill)) {
        const [batch = '', done] = line.split(' ')
        begun.add(batch)
        if (done) acknowledged.add(batch)
      }
      checkFile(file, begun, acknowledged)
    }
    expect(acknowledged.size).toBeGreaterThan(kills)

    // What the killed processes have left is good for the next one.
    const storage = await openSqlite(file)
    const claimed = await storage.inPool(userPoolId('pool-one')).outbox.claim(1e6, 1e15, 1e15 + 1)
    expect(claimed._unsafeUnwrap().length).toBeGreaterThanOrEqual(acknowledged.size * batchSize)
  },
)

/** Lets a child work for a moment, kills it, and answers the whole lines that it has said. */
const runAndKill = async (file: string, kill: number): Promise<readonly string[]> => {
  const child = start('import-child.ts', file, String(batchSize))
  const heard: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => heard.push(chunk))
  if (kill % 5 === 0)
    await pause(randomInt(400)) // while it starts, opens the file, or begins to work
  else {
    await once(child.stdout, 'data')
    await pause(randomInt(150))
  }
  child.kill('SIGKILL')
  await once(child, 'close')
  return Buffer.concat(heard).toString().split('\n').slice(0, -1)
}

/** Looks at the file itself, and leaves the log of the process that died to the next one. */
const checkFile = (file: string, begun: ReadonlySet<string>, acknowledged: ReadonlySet<string>): void => {
  if (!existsSync(file)) return expect([...acknowledged]).toEqual([])
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    if (database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined)
      return expect([...acknowledged]).toEqual([])
    const stored = database.prepare(batches).all()
    for (const each of stored)
      expect(each).toMatchObject({
        users: batchSize,
        keys: batchSize,
        credentials: batchSize,
        notices: batchSize,
      })
    const names = stored.map((each) => String(each['batch']))
    expect(names.filter((name) => !begun.has(name))).toEqual([])
    expect([...acknowledged].filter((name) => !names.includes(name))).toEqual([])
  } finally {
    database.close()
  }
}

const batches = `
  SELECT substr(keepsake_users.id, 1, 24) AS batch, count(*) AS users, count(keepsake_unique_keys.user_id) AS keys,
    count(keepsake_credentials.user_id) AS credentials, count(keepsake_outbox.user_id) AS notices
  FROM keepsake_users
  LEFT JOIN keepsake_unique_keys ON keepsake_unique_keys.user_id = keepsake_users.id
  LEFT JOIN keepsake_credentials ON keepsake_credentials.user_id = keepsake_users.id
  LEFT JOIN keepsake_outbox ON keepsake_outbox.user_id = keepsake_users.id
  GROUP BY batch`
