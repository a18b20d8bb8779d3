import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '../servers/engines.ts'
import { askPostgres } from './database.ts'
import { attacks } from './attacks.ts'
import type { Arena, EngineName } from './arena.ts'
import { canPin, leaveFirstCore } from './cores.ts'
import { duration } from './figure.ts'
import { table, type Played } from './table.ts'

// Plays attacks against a real `keepsake serve` and prints what it bore, as a table for `docs/security.md`:
// `pnpm test:attack [--short] [sqlite] [postgres] [attack ...]`. All engines and attacks where none is named. The exit code
// is 1 where an aim is missed.

const engineNames = ['sqlite', 'postgres'] as const
const given = process.argv.slice(2)
const isShort = given.includes('--short')
const names = given.filter((each) => each !== '--short' && each !== '--')
const choices = [...engineNames, ...attacks.map(({ name }) => name)]
const unknown = names.filter((name) => !choices.some((choice) => choice === name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are --short, ${choices.join(', ')}.`)
  process.exit(2)
}
const chosen = <T extends string>(of: readonly T[]): readonly T[] => {
  const some = of.filter((name) => names.includes(name))
  return some.length > 0 ? some : of
}

/** Lets an engine be there while something is played on it. Nothing is played where this machine lacks it. */
const onEngine = async (engine: EngineName, play: (arena: Arena) => Promise<void>): Promise<void> => {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'keepsake-attack-'))
    let made = 0
    try {
      const newDatabase = async (): Promise<string> => `sqlite:${join(folder, `${(made += 1)}.db`)}`
      await play({ engine, isShort, newDatabase, server: undefined })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    return
  }
  const lack = await postgres.lack()
  if (lack !== undefined) return console.error(`Skipped: every attack on PostgreSQL, since ${lack}`)
  const server = await postgres.start()
  let made = 0
  const newDatabase = async (): Promise<string> => {
    const name = `attack_${(made += 1)}`
    await askPostgres(server.url, (client) => client.query(`CREATE DATABASE ${name}`))
    return Object.assign(new URL(server.url), { pathname: `/${name}` }).href
  }
  try {
    await play({ engine, isShort, newDatabase, server })
  } finally {
    server.thaw()
    await server.stop()
  }
}

// The end of this process ends all that it has started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
leaveFirstCore()
if (!canPin()) console.error('There is no `taskset`: the figures are those of all cores, not of one.')
const played: Played[] = []
const chosenAttacks = chosen(attacks.map(({ name }) => name))
for (const engine of chosen(engineNames))
  await onEngine(engine, async (arena) => {
    for (const { name, play } of attacks) {
      if (!chosenAttacks.includes(name)) continue
      const started = performance.now()
      console.error(`${engine}, ${name} ...`)
      const figures = await play(arena)
      played.push({ engine, attack: name, figures })
      for (const { what, measured, isMet } of figures)
        console.error(`  ${isMet === false ? 'MISSED ' : ''}${what}: ${measured}`)
      console.error(`${engine}, ${name}: ${duration(performance.now() - started)}`)
    }
  })
console.log(table(played))
const missed = played.flatMap(({ engine, figures }) =>
  figures
    .filter(({ isMet }) => isMet === false)
    .map(({ what, measured }) => `${engine}: ${what}: ${measured}`),
)
for (const each of missed) console.error(`Missed on ${each}`)
process.exitCode = missed.length === 0 ? 0 : 1
