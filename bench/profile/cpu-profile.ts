import { Session } from 'node:inspector/promises'
import type { Profiler, Runtime } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** The time of one function, in ms: its own, and its own together with that of everything that it calls. */
export type FunctionTime = { readonly name: string; readonly self: number; readonly total: number }

/** Runs work under V8's profiler. Answers the time of each function, the longest own time first. */
export const profiled = async (work: () => Promise<void>): Promise<readonly FunctionTime[]> => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 200 })
  await session.post('Profiler.start')
  await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return timesIn(profile)
}

const timesIn = ({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): readonly FunctionTime[] => {
  const own = new Map<number, number>()
  for (const [index, id] of samples.entries())
    own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1000)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const times = new Map<string, { self: number; total: number }>()
  const visit = (id: number, callers: ReadonlySet<string>): number => {
    const { callFrame, children = [] } = byId.get(id)!
    const name = nameOf(callFrame)
    const self = own.get(id) ?? 0
    const inner = new Set([...callers, name])
    const total = children.reduce((sum, child) => sum + visit(child, inner), self)
    const time = times.get(name) ?? { self: 0, total: 0 }
    // A function that calls itself is counted once.
    times.set(name, { self: time.self + self, total: time.total + (callers.has(name) ? 0 : total) })
    return total
  }
  visit(nodes[0]!.id, new Set())
  return [...times].map(([name, time]) => ({ name, ...time })).toSorted((one, other) => other.self - one.self)
}

const root = fileURLToPath(new URL('../..', import.meta.url))

const nameOf = ({ functionName, url, lineNumber }: Runtime.CallFrame): string => {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url
  const file = path.replace(root, '').replace(/^.*node_modules\//u, '')
  return `${functionName === '' ? '(anonymous)' : functionName} ${file}:${lineNumber + 1}`
}
