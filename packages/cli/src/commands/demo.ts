import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from '@keepsake/http/wire'
import { readConfig, type Config } from '../composition/config.ts'
import type { Environment } from '../composition/config-values.ts'
import { containerOf } from '../composition/container.ts'
import { tokens } from '../composition/tokens.ts'
import { importBatches, readBatches, type BatchOutcome } from '../demo/import-batches.ts'
import { writeConfig } from '../demo/write-config.ts'
import { rehearseSignIns } from '../demo/rehearse-sign-ins.ts'
import { valueOf } from '../demo/value-of.ts'
import { exitCodes, reportFailure } from '../terminal/report.ts'
import { table, type Terminal } from '../terminal/terminal.ts'

/**
 * Shows the main work from end to end: a new database with fresh keys, a hundred users who bring everything that Keepsake
 * imports, and three of them who sign in. Answers `refused` if anything is not as it should be. The environment may name
 * another database than an SQLite file, which is deleted in the end.
 */
export const demo = async (environment: Environment, terminal: Terminal): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-demo-'))
  try {
    const config = await readConfig(await writeConfig(folder), environment, folder)
    return config.isErr() ? reportFailure(config.error, terminal) : await show(config.value, terminal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const show = async (config: Config, terminal: Terminal): Promise<number> => {
  const started = performance.now()
  const opened = await containerOf(config, {})
  if (opened.isErr()) return reportFailure(opened.error, terminal)
  const container = opened.value
  const keepsake = container.get(tokens.keepsake)
  try {
    terminal.out(`A new database (${config.database.kind}) with fresh RSA, SM2 and sealing keys.\n`)
    const batches = readBatches()
    showOutcomes(await importBatches(batches, keepsake, container.get(tokens.transportCiphers)), terminal)

    const { sent } = valueOf(await keepsake.notices.deliver())
    terminal.out(`\nNotices sent after the data was safe: ${sent} (captured, not mailed).\n`)

    const rehearsed = await rehearseSignIns(keepsake, batches, container.get(tokens.totpEngine))
    for (const line of table(rehearsed.map(({ who, verdict }) => [who, verdict]))) terminal.out(line)
    const isRight = rehearsed.every(({ verdict, expected }) => verdict === expected)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    terminal.out(`\n${isRight ? 'All as it should be' : 'NOT AS IT SHOULD BE'}, in ${seconds} s.`)
    return isRight ? exitCodes.done : exitCodes.refused
  } finally {
    await container.get(tokens.storage).close()
  }
}

const showOutcomes = (outcomes: readonly BatchOutcome[], terminal: Terminal): void => {
  const rows = outcomes.map(({ kind, rows: count, report: { created, refused } }) =>
    [kind, count, created.length, refused.length].map(String),
  )
  for (const line of table([['kind', 'rows', 'created', 'refused'], ...rows])) terminal.out(line)
  terminal.out('\nRefused, and why:')
  for (const { report } of outcomes)
    for (const { issues } of report.refused)
      for (const issue of issues) terminal.out(`  ${describe(issue, 'en-US')}`)
  terminal.out('Accepted with a warning:')
  for (const { report } of outcomes)
    for (const issue of report.warnings) terminal.out(`  ${describe(issue, 'en-US')}`)
}
