/**
 * Builds the package in the current folder for packing: declarations by the compiler, and one file of JavaScript for each
 * export, with what they share beside them. Node reads a few files in place of hundreds, and finds the manifest once for each.
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

type Manifest = { readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>> }

const folder = process.cwd()
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

/** From the stem of each built file, its source. */
const entriesOf = ({ exports }: Manifest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.values(exports).map((conditions) => {
      const source = conditions['@keepsake/source'] ?? ''
      return [source.replace(/^\.\/src\/(.*)\.ts$/u, '$1'), join(folder, source)]
    }),
  )

/** Everything that is imported by the name of a package stays an import. */
const isPackage = (name: string): boolean => /^[a-z@]/u.test(name)

const { status } = spawnSync(process.execPath, [tsc, '-b', folder], { stdio: 'inherit' })
if (status !== 0) process.exit(1)

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
const bundle = await rolldown({
  input: entriesOf(manifest),
  external: isPackage,
  platform: 'neutral',
  // The compiler has checked the types, and the sources have no syntax that is more than types.
  tsconfig: false,
})
for (const file of globSync('dist/**/*.js', { cwd: folder })) rmSync(join(folder, file))
await bundle.write({
  dir: join(folder, 'dist'),
  entryFileNames: '[name].js',
  chunkFileNames: 'shared-[hash].js',
})
await bundle.close()
