/**
 * The main job from end to end: a directory with fresh keys, some hundred users who bring everything the contracts
 * know, and three of them signing in. Exits with 1 where anything goes otherwise than it should.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openContainer, tokens } from 'keepsake/inversify'
import { describe } from '@keepsake/http/wire'
import { importBatches, type BatchOutcome } from './import-batches.ts'
import { makeConfig } from './make-config.ts'
import { rehearseSignIns } from './rehearse-sign-ins.ts'
import { table } from './table.ts'
import { valueOf } from './value-of.ts'

const started = performance.now()
const folder = await mkdtemp(join(tmpdir(), 'keepsake-demo-'))
try {
  const config = await makeConfig(folder)
  const container = await openContainer(config)
  const keepsake = container.get(tokens.keepsake)
  console.log(`A new directory (${config.database.kind}) with fresh RSA, SM2 and sealing keys.\n`)

  const batches = JSON.parse(await readFile(new URL('users.json', import.meta.url), 'utf8'))
  const outcomes = await importBatches(batches, keepsake, container.get(tokens.transportCiphers))
  print(outcomes)

  const delivery = valueOf(await keepsake.notices.deliver())
  console.log(`\nNotices sent after the data was safe: ${delivery.sent} (captured, not mailed).\n`)

  const rehearsal = await rehearseSignIns(keepsake, batches, container.get(tokens.totpEngine))
  for (const line of table(rehearsal.map(({ who, verdict }) => [who, verdict]))) console.log(line)

  await container.get(tokens.storage).close()
  const wrong = rehearsal.filter(({ verdict, expected }) => verdict !== expected)
  console.log(`\n${wrong.length === 0 ? 'All as it should be' : 'NOT AS IT SHOULD BE'}, in ${seconds()} s.`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

function print(outcomes: readonly BatchOutcome[]): void {
  const rows = outcomes.map(({ kind, rows, report }) => [
    kind,
    String(rows),
    String(report.created.length),
    String(report.refused.length),
  ])
  for (const line of table([['kind', 'rows', 'created', 'refused'], ...rows])) console.log(line)
  const refused = outcomes.flatMap(({ report }) => report.refused.flatMap(({ issues }) => issues))
  console.log('\nRefused, and why:')
  for (const issue of refused) console.log(`  ${describe(issue, 'en-US')}`)
  const warnings = outcomes.flatMap(({ report }) => report.warnings)
  console.log('Accepted with a warning:')
  for (const issue of warnings) console.log(`  ${describe(issue, 'en-US')}`)
}

function seconds(): string {
  return ((performance.now() - started) / 1000).toFixed(1)
}
