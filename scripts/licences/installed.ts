import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What is read of a `package.json`. */
type Manifest = {
  readonly name: string
  readonly license?: string | { readonly type?: string }
  readonly licenses?: readonly { readonly type?: string }[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** A library, and the licence that its manifest states. */
export type Installed = { readonly name: string; readonly licence: string }

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** The folder of a library, as Node.js finds it from another folder. Nothing if it is not installed for this machine. */
const find = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name)
    if (existsSync(join(path, 'package.json'))) return realpathSync(path)
    if (folder === dirname(folder)) return undefined
  }
}

const licenceOf = ({ license, licenses = [] }: Manifest): string => {
  if (typeof license === 'string') return license
  return license?.type ?? licenses.map(({ type }) => type).join(' OR ')
}

/** All libraries that a package brings or may bring, without our own packages, by name. Prebuilt binaries are one entry. */
export const installedWith = (folder: string): readonly Installed[] => {
  const found = new Map<string, Installed>()
  const seen = new Set<string>()
  const visit = (at: string, names: readonly string[]): void => {
    for (const name of names) {
      const path = find(name, at)
      if (path === undefined || seen.has(path)) continue
      seen.add(path)
      const manifest = readManifest(path)
      const { dependencies, optionalDependencies } = manifest
      if (!isOurs(name)) found.set(name, { name, licence: licenceOf(manifest) })
      // What one machine needs is under the licence of what it belongs to.
      const optional = Object.keys(optionalDependencies ?? {})
      visit(
        path,
        Object.keys(dependencies ?? {}).filter((each) => !optional.includes(each)),
      )
      if (isOurs(name)) visit(path, Object.keys(manifest.peerDependencies ?? {}))
    }
  }
  const { dependencies, peerDependencies } = readManifest(folder)
  visit(folder, Object.keys({ ...dependencies, ...peerDependencies }))
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

const isOurs = (name: string): boolean => name === 'keepsake' || name.startsWith('@keepsake/')
