import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process that attacks, so that the process that measures is not held up by it. */
export type Helper = {
  /** What it has to tell so far. */
  readonly report: () => Promise<unknown>
  readonly stop: () => Promise<void>
}

/** Starts a script of this folder with a plan. */
export const startHelper = (script: string, plan: object): Helper => {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(plan)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  return {
    report: async () => {
      const answer = once(child, 'message')
      child.send('report')
      return (await answer)[0]
    },
    stop: async () => {
      const ended = once(child, 'exit')
      kill()
      await ended
      process.off('exit', kill)
    },
  }
}
