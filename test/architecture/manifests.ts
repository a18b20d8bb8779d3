import { readFileSync } from 'node:fs'
import { root } from './sources.ts'

/** What the tests read of a `package.json`. */
export type Manifest = {
  readonly name: string
  readonly version?: string
  readonly license?: string
  readonly keywords?: readonly string[]
  readonly homepage?: string
  readonly bugs?: string
  readonly repository?: { readonly url: string; readonly directory: string }
  readonly scripts?: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly bin?: Readonly<Record<string, string>>
  readonly files: readonly string[]
  readonly sideEffects?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The published packages, by folder; a package stands after those it is built on. */
export const packages = ['domain', 'app', 'adapters', 'conformance', 'http', 'cli'] as const

export const readManifest = (folder: (typeof packages)[number]): Manifest =>
  JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8')) as Manifest

/** The names of what a package may import when it is installed. */
export const runtimeDependencies = ({ dependencies, peerDependencies }: Manifest): readonly string[] =>
  Object.keys({ ...dependencies, ...peerDependencies })
