import type { Import } from './sources.ts'

/** From each file, the targets it imports. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

export const graphOf = (imports: readonly Import[]): Graph => {
  const graph = new Map<string, Set<string>>()
  for (const { from, target } of imports) graph.set(from, (graph.get(from) ?? new Set()).add(target))
  return graph
}

/** Everything that is loaded, directly or not, when `starts` are; they are among it. */
export const reachable = (graph: Graph, starts: readonly string[]): ReadonlySet<string> => {
  const reached = new Set<string>()
  const waiting = [...starts]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    waiting.push(...(graph.get(next) ?? []))
  }
  return reached
}

/** The groups of files that import one another in a circle: the strongly connected components of more than one file. */
export const cycles = (graph: Graph): readonly (readonly string[])[] => {
  const downstream = new Map([...graph].map(([file, targets]) => [file, reachable(graph, [...targets])]))
  const inCircle = [...graph.keys()].filter((file) => downstream.get(file)!.has(file))
  const groups = Map.groupBy(inCircle, (file) =>
    inCircle
      .filter((other) => downstream.get(file)!.has(other) && downstream.get(other)!.has(file))
      .toSorted()
      .join(' -> '),
  )
  return [...groups.values()].map((group) => group.toSorted())
}
