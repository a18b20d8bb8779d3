import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { specifiersOf, type Specifier } from './specifiers.ts'

/** The repository's folder. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

/** Text by path; a path is the repository's own, with `/`. */
export type Sources = ReadonlyMap<string, string>

/** One import: `target` is a path of the repository where it was written relative, else the specifier itself. */
export type Import = { readonly from: string; readonly line: number; readonly target: string }

/** The sources that match a pattern of the repository. */
export const readSources = (pattern: string): Sources =>
  new Map(
    globSync(pattern, { cwd: root })
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted()
      .map((path) => [path, readFileSync(`${root}${path}`, 'utf8')]),
  )

/** Every import of every source. */
export const importsOf = (sources: Sources): readonly Import[] =>
  [...sources].flatMap(([from, text]) =>
    readSpecifiers(text).map(({ specifier, line }) => ({ from, line, target: targetOf(from, specifier) })),
  )

const read = new Map<string, readonly Specifier[]>()

/** Every rule asks about nearly the same texts, so each is scanned once. */
const readSpecifiers = (text: string): readonly Specifier[] => {
  const specifiers = read.get(text) ?? specifiersOf(text)
  read.set(text, specifiers)
  return specifiers
}

const targetOf = (from: string, specifier: string): string =>
  /^\.{1,2}(?:\/|$)/u.test(specifier) ? posix.join(posix.dirname(from), specifier) : specifier

/**
 * Whether a file or module lies in a place. A place is a file, a folder, a package with its subpaths, or, where it ends
 * with a colon, everything of that scheme (`node:`).
 */
export const isIn = (target: string, place: string): boolean =>
  target === place || target.startsWith(place.endsWith(':') ? place : `${place}/`)

export const isInSome = (target: string, places: readonly string[]): boolean =>
  places.some((place) => isIn(target, place))
