import { once } from 'node:events'
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { times } from '../effort.ts'
import { workplace, type Workplace } from './keepsake.ts'

const rows = 4000
const chunk = 200
const kills = times({ short: 5, long: 100 })

/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const hash = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'

const users = (name: string): string =>
  Array.from({ length: rows }, (_, row) =>
    JSON.stringify({ externalId: `crm-${row}`, email: `u${row}@example.org`, name, password: hash }),
  ).join('\n')

const plan = (place: Workplace): readonly string[] => [
  'move',
  'plan',
  '--source',
  'crm',
  '--from',
  'ndjson',
  place.at('users.ndjson'),
  '--keep-password',
  '--chunk-rows',
  String(chunk),
  '--json',
]

const count = (place: Workplace, sql: string): number =>
  Number(place.query(`SELECT count(*) AS n ${sql}`)[0]?.['n'])

/** Users and ledger must agree, whatever moment the kill came at. */
const look = (place: Workplace): number => {
  const inLedger = count(place, 'FROM keepsake_move_rows')
  expect(count(place, 'FROM keepsake_users')).toBe(inLedger)
  expect(count(place, 'FROM keepsake_credentials')).toBe(inLedger)
  expect(inLedger % chunk).toBe(0)
  return inLedger
}

/** Kills runs of a move until one of them ends by itself. Answers how many were killed. */
const runKilled = async (place: Workplace, move: string): Promise<number> => {
  for (let killed = 0; killed < kills; killed += 1) {
    const child = place.spawn(['move', 'run', move, '--yes'])
    const ended = once(child, 'close')
    await pause(randomInt(400, 1800))
    const isOver = child.exitCode !== null
    child.kill('SIGKILL')
    await ended
    if (isOver) return killed
    look(place)
  }
  return kills
}

describe('a run of a move that is killed', () => {
  it('loses no row and repeats none, and the same command goes on', async () => {
    const place = workplace()
    writeFileSync(place.at('users.ndjson'), users('First'))
    expect(JSON.parse((await place.run(plan(place))).out)).toMatchObject({ move: 'm1', new: rows })
    await runKilled(place, 'm1')
    const { code, out } = await place.run(['move', 'run', 'm1', '--yes', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ state: 'done', new: rows, refused: 0 })
    expect(look(place)).toBe(rows)

    writeFileSync(place.at('users.ndjson'), users('Second'))
    expect(JSON.parse((await place.run(plan(place))).out)).toMatchObject({
      move: 'm2',
      changed: rows,
      new: 0,
    })
    await runKilled(place, 'm2')
    const again = await place.run(['move', 'run', 'm2', '--yes', '--json'])
    expect(JSON.parse(again.out)).toMatchObject({ state: 'done', changed: rows })
    expect(JSON.parse((await place.run(plan(place))).out)).toMatchObject({ unchanged: rows, changed: 0 })
  }, 300_000)
})
