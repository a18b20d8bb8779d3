import { posix } from 'node:path'
import { cycles, graphOf } from './graph.ts'
import { importsOf, isIn, type Import, type Sources } from './sources.ts'

/**
 * The groups of folders below `base` that import one another in a circle. Two files are compared by the folders in
 * which they stand below their common folder: what `user/list/a.ts` imports of `secret/b.ts` counts as an import of
 * `secret` by `user`, and what it imports of `user/c.ts` as an import of `user` by `user/list`. Files in `base` itself
 * are its doors, and count for nothing.
 */
export const folderCycles = (base: string, sources: Sources): readonly (readonly string[])[] =>
  cycles(graphOf(folderImports(base, sources)))

/** The imports between folders below `base`, each with the folders as its ends. */
export const folderImports = (base: string, sources: Sources): readonly Import[] =>
  importsOf(sources).flatMap(({ from, line, target }) => {
    if (!isBelow(base, from) || !isBelow(base, target)) return []
    const [one, other] = apart(folderOf(base, from), folderOf(base, target))
    return one === other ? [] : [{ from: one, line, target: other }]
  })

const isBelow = (base: string, path: string): boolean => isIn(path, base) && folderOf(base, path) !== ''

const folderOf = (base: string, path: string): string => posix.dirname(path).slice(base.length + 1)

/** The folders by which two folders differ: each with one step below what they have in common. */
const apart = (one: string, other: string): readonly [string, string] => {
  const [steps, others] = [one.split('/'), other.split('/')]
  const first = steps.findIndex((step, index) => step !== others[index])
  const shared = first < 0 ? steps.length : first
  return [steps.slice(0, shared + 1).join('/'), others.slice(0, shared + 1).join('/')]
}
