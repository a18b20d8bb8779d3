import { runtimeDependencies, type Manifest } from './manifests.ts'
import { graphOf, reachable } from './graph.ts'
import { importsOf, type Sources } from './sources.ts'
import { computed } from './specifiers.ts'

/** A package as its `package.json` and its sources, paths relative to its own folder. */
export type Package = { readonly manifest: Manifest; readonly sources: Sources }

const sourceCondition = '@keepsake/source'

/** What is wrong with `exports` and `bin`: a target without a source, or conditions that do not lead to the same file. */
export const misleadingEntries = ({ manifest, sources }: Package): readonly string[] => [
  ...Object.entries(manifest.exports).flatMap(([subpath, conditions]) => {
    const source = conditions[sourceCondition] ?? ''
    const stem = /^\.\/src\/(.+)\.ts$/u.exec(source)?.[1]
    const expected = {
      [sourceCondition]: `./src/${stem}.ts`,
      types: `./dist/${stem}.d.ts`,
      default: `./dist/${stem}.js`,
    }
    return [
      // The order is part of it: the first condition that is met wins.
      ...(JSON.stringify(conditions) === JSON.stringify(expected) ? [] : [`${subpath}: conditions disagree`]),
      ...(sources.has(source.replace('./', '')) ? [] : [`${subpath}: ${source} is not there`]),
    ]
  }),
  ...binSources(manifest)
    .filter((source) => !sources.get(source)?.startsWith('#!/usr/bin/env node\n'))
    .map((source) => `bin: ${source} is not a script for node`),
]

/** Sources that neither an export nor a command leads to: dead, or an export that was forgotten. */
export const unreachedSources = ({ manifest, sources }: Package): readonly string[] => {
  const entries = Object.values(manifest.exports).map((conditions) =>
    (conditions[sourceCondition] ?? '').replace('./', ''),
  )
  const reached = reachable(graphOf(importsOf(sources)), [...entries, ...binSources(manifest)])
  return [...sources.keys()].filter((path) => !reached.has(path))
}

const binSources = ({ bin = {} }: Manifest): readonly string[] =>
  Object.values(bin).map((path) => path.replace(/^\.\/dist\/(.*)\.js$/u, 'src/$1.ts'))

/** Packages that are imported and not declared. */
export const undeclaredDependencies = ({ manifest, sources }: Package): readonly string[] => {
  const declared = new Set(runtimeDependencies(manifest))
  return importedPackages(sources).filter((name) => !declared.has(name))
}

/**
 * Packages that are declared and never imported. A dependency that only stands in for a peer of another of our packages
 * is alive as long as that package asks for it, in the same range.
 */
export const deadDependencies = (
  { manifest, sources }: Package,
  others: readonly Manifest[],
): readonly string[] => {
  const imported = new Set(importedPackages(sources))
  const wanted = others
    .filter(({ name }) => name in (manifest.dependencies ?? {}))
    .flatMap(({ peerDependencies = {} }) => Object.entries(peerDependencies))
  return Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
    .filter(
      ([name, range]) => !imported.has(name) && !wanted.some(([peer, r]) => peer === name && r === range),
    )
    .map(([name]) => name)
}

/** Imports of our own packages by a subpath that they do not export. */
export const closedDoors = ({ sources }: Package, others: readonly Manifest[]): readonly string[] =>
  importsOf(sources).flatMap(({ from, line, target }) => {
    const owner = others.find(({ name }) => target === name || target.startsWith(`${name}/`))
    return owner === undefined || target.replace(owner.name, '.') in owner.exports
      ? []
      : [`${from}:${line} imports ${target}`]
  })

const importedPackages = (sources: Sources): readonly string[] => [
  ...new Set(
    importsOf(sources).flatMap(({ target }) =>
      // A target that is not written out belongs to no package: the import rules say where there may be one.
      target.startsWith('node:') || target.startsWith('src/') || target === computed
        ? []
        : [/^(?:@[^/]+\/)?[^/]+/u.exec(target)?.[0] ?? target],
    ),
  ),
]
