import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** A command line that runs on the first core alone, where the machine lets us say so. */
export const onFirstCore = (file: string, args: readonly string[]): readonly [string, ...string[]] =>
  canPin() ? ['taskset', '-c', '0', file, ...args] : [file, ...args]

/** Leaves the first core to the process that is attacked: this one, and all that it starts, take the second. */
export const leaveFirstCore = (): void => {
  if (canPin() && availableParallelism() > 1)
    execFileSync('taskset', ['-apc', '1', String(process.pid)], { stdio: 'ignore' })
}

/** Whether figures are of one core: they are of all of them where there is no `taskset`. */
export const canPin = (): boolean => {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
