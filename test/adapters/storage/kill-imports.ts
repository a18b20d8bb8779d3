import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { askByUrl, type Ask } from './ask-by-url.ts'
import { startChild } from './child-process.ts'

/** Few enough that a process is killed within, and between, many batches. */
const batchSize = 20

/** How many processes import into one database at the same time. */
const atATime = 4

/** What the processes have said before they died. */
type Said = { readonly begun: Set<string>; readonly acknowledged: Set<string> }

/** What has come of a series of kills. */
export type KillReport = {
  readonly kills: number
  readonly begun: number
  readonly acknowledged: number
  /** Batches that are there though their process died before it heard so. */
  readonly unheard: number
}

/**
 * Kills processes that bring users into a database, at random moments: one in five while it starts, the others up to
 * 150 ms after the first batch that was acknowledged to them. Fails where anything acknowledged is lost, a batch is there in part, or a user lacks
 * its key, its credential or its notice.
 */
export const killImports = async (url: string, kills: number): Promise<KillReport> => {
  const said: Said = { begun: new Set(), acknowledged: new Set() }
  let started = 0
  const killSome = async (): Promise<void> => {
    while (started < kills) {
      started += 1
      await runAndKill(url, started % 5 === 0 ? 'starting' : 'working', said)
    }
  }
  await Promise.all(Array.from({ length: atATime }, killSome))
  // The next process finds a good database, whatever the last ones have left.
  await runAndKill(url, 'working', said)
  const stored = await askByUrl(url, (ask) => checkBatches(ask, url))
  assert.deepEqual(
    stored.filter((batch) => !said.begun.has(batch)),
    [],
    'nobody has begun what is there',
  )
  const kept = new Set(stored)
  assert.deepEqual(
    [...said.acknowledged].filter((batch) => !kept.has(batch)),
    [],
    'what was acknowledged is lost',
  )
  return {
    kills,
    begun: said.begun.size,
    acknowledged: said.acknowledged.size,
    unheard: stored.length - said.acknowledged.size,
  }
}

/** Lets a child work for a moment, kills it, and hears the whole lines that it has said. */
const runAndKill = async (
  url: string,
  when: 'starting' | 'working',
  { begun, acknowledged }: Said,
): Promise<void> => {
  const child = startChild('import-child.ts', url, String(batchSize))
  const closed = once(child, 'close')
  const heard: Buffer[] = []
  const hasWorked = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      heard.push(chunk)
      if (chunk.includes('done')) resolve()
    })
  })
  if (when === 'starting') await pause(randomInt(600))
  else {
    await Promise.race([hasWorked, closed])
    assert.equal(child.exitCode, null, 'a child gave up by itself')
    await pause(randomInt(150))
  }
  child.kill('SIGKILL')
  await closed
  for (const line of Buffer.concat(heard).toString().split('\n').slice(0, -1)) {
    const [batch = '', done] = line.split(' ')
    begun.add(batch)
    if (done) acknowledged.add(batch)
  }
}

/** The batches that are there. Each must be there as a whole. */
const checkBatches = async (ask: Ask, url: string): Promise<readonly string[]> => {
  if (!url.includes('://')) {
    assert.deepEqual({ ...(await ask('PRAGMA integrity_check'))[0] }, { integrity_check: 'ok' })
    assert.deepEqual(await ask('PRAGMA foreign_key_check'), [])
  }
  const rows = await ask(batches)
  const whole = { users: batchSize, unique_keys: batchSize, credentials: batchSize, notices: batchSize }
  for (const { batch, ...counts } of rows)
    assert.deepEqual(
      Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])),
      whole,
      `batch ${String(batch)}`,
    )
  return rows.map(({ batch }) => String(batch))
}

/** Rows by the batch that their user is of: so a row without its user is found as well. */
const batches = `
  SELECT batch, sum(is_user) AS users, sum(is_key) AS unique_keys, sum(is_credential) AS credentials,
    sum(is_notice) AS notices
  FROM (
    SELECT substr(id, 1, 24) AS batch, 1 AS is_user, 0 AS is_key, 0 AS is_credential, 0 AS is_notice FROM keepsake_users
    UNION ALL SELECT substr(user_id, 1, 24), 0, 1, 0, 0 FROM keepsake_unique_keys
    UNION ALL SELECT substr(user_id, 1, 24), 0, 0, 1, 0 FROM keepsake_credentials
    UNION ALL SELECT substr(user_id, 1, 24), 0, 0, 0, 1 FROM keepsake_outbox
  ) AS counted GROUP BY batch`
