import { execFileSync } from 'node:child_process'

/** Lets a process, and all that it has started, stand still. Returns once every thread of them does. */
export const freezeTree = (pid: number): void => {
  const pids = treeOf(pid)
  for (const each of pids) signal(each, 'SIGSTOP')
  const threads = (): readonly (readonly string[])[] =>
    rowsOf('-eLo', 'pid=,stat=').filter(([of]) => pids.includes(Number(of)))
  while (!threads().every(([, state]) => /^[TZ]/u.test(state ?? '')));
}

/** Lets them go on. */
export const thawTree = (pid: number): void => {
  for (const each of treeOf(pid)) signal(each, 'SIGCONT')
}

const treeOf = (pid: number): readonly number[] => {
  const rows = rowsOf('-eo', 'pid=,ppid=').map((row) => row.map(Number))
  const childrenOf = (parent: number): readonly number[] =>
    rows.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...childrenOf(child)])
  return [pid, ...childrenOf(pid)]
}

const rowsOf = (...options: readonly string[]): readonly (readonly string[])[] =>
  execFileSync('ps', options, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/u))

/** One that has ended meanwhile needs no signal. */
const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
