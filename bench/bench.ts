/**
 * Measures Keepsake against the bare engines it stands on, in one run, and prints one table. Arguments name the sections
 * to run; without any, all run.
 */
import { benchCipher } from './cipher/cipher.ts'
import { benchHash } from './hash.ts'
import { benchImport } from './import/import.ts'
import { benchOtp } from './otp.ts'
import { table, type Line } from './table.ts'

const sections: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  import: benchImport,
  hash: benchHash,
  cipher: benchCipher,
  otp: benchOtp,
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => !Object.hasOwn(sections, name))
if (unknown.length > 0) {
  console.error(`There is no section ${unknown.join(', ')}; there are ${Object.keys(sections).join(', ')}.`)
  process.exit(2)
}

const lines: Line[] = []
for (const [name, run] of Object.entries(sections)) {
  if (names.length > 0 && !names.includes(name)) continue
  const started = performance.now()
  lines.push(...(await run()))
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
console.log(table(lines))
