/**
 * Measures Keepsake against the bare engines it stands on, in one run, and prints one table. Arguments name the sections
 * to run; without any, all run. `--users` says how far the imports go, `--engine`, any number of times, on what, and
 * `--contender`, likewise, who takes part beside the baseline.
 */
import { parseArgs } from 'node:util'
import { benchCipher } from './cipher/cipher.ts'
import { benchDoors } from './doors.ts'
import { benchGuards } from './guards.ts'
import { benchHash } from './hash.ts'
import { engineNames, type EngineName } from './import/engines.ts'
import { benchImport, contenders, type ImportOptions } from './import/import.ts'
import { benchMove } from './move/move.ts'
import { benchNotices } from './notices/notices.ts'
import { benchOtp } from './authenticators.ts'
import { benchRotation } from './rotation/rotation.ts'
import { table, type Line } from './table.ts'

const sections: Readonly<Record<string, (options: ImportOptions) => Promise<readonly Line[]>>> = {
  import: benchImport,
  hash: benchHash,
  cipher: benchCipher,
  otp: benchOtp,
  doors: benchDoors,
  guards: benchGuards,
  notices: benchNotices,
  rotation: benchRotation,
  move: benchMove,
}

const { positionals: names, values } = parseArgs({
  allowPositionals: true,
  options: {
    users: { type: 'string', default: '50000' },
    engine: { type: 'string', multiple: true, default: [...engineNames] },
    contender: { type: 'string', multiple: true, default: [...contenders] },
  },
})
const refuse = (what: string, names: readonly string[], choices: readonly string[]): void => {
  const unknown = names.filter((name) => !choices.includes(name))
  if (unknown.length === 0) return
  console.error(`There is no ${what} ${unknown.join(', ')}; there are ${choices.join(', ')}.`)
  process.exit(2)
}
refuse('section', names, Object.keys(sections))
refuse('engine', values.engine, engineNames)
refuse('contender', values.contender, contenders)
const users = Number(values.users)
if (!Number.isSafeInteger(users / 10_000) || users === 0) {
  console.error('The number of users must be a multiple of 10,000.')
  process.exit(2)
}
const options: ImportOptions = {
  users,
  engines: values.engine as readonly EngineName[],
  contenders: values.contender,
}

const lines: Line[] = []
for (const [name, run] of Object.entries(sections)) {
  if (names.length > 0 && !names.includes(name)) continue
  const started = performance.now()
  lines.push(...(await run(options)))
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
console.log(table(lines))
