import { spawn, type SpawnOptions } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { freezeTree, thawTree } from './process-tree.ts'

/** A process that serves. */
export type ServerProcess = {
  readonly stop: () => Promise<void>
  /** Makes it stand still, with all that it has started: connections stay open, and nothing is answered. */
  readonly freeze: () => void
  /** Lets it go on. */
  readonly thaw: () => void
}

/** A database server that was started for the tests. */
export type Server = ServerProcess & {
  readonly url: string
  /** The folder of PostgreSQL's unix socket, or the path of MariaDB's. */
  readonly socket: string
}

export type ServerCommand = {
  /** What it is called where it does not start. */
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>
  /** Makes it shut down without waiting for its clients. */
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  /** Rejects as long as the server does not answer. */
  readonly ask: () => Promise<unknown>
}

/** In ms. */
const startTimeout = 60_000

/** How much of a log is told where a server does not start, in characters. */
const logTail = 3000

/** Starts a server and waits until it answers. It stops with this process at the latest. */
export const startServer = async (command: ServerCommand): Promise<ServerProcess> => {
  const { name, file, args, options, stopSignal, ask } = command
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  const write = (text: string): void => void (log = (log + text).slice(-logTail))
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write)
  const end = new AbortController()
  child.once('error', (error) => write(error.message)).once('close', () => end.abort())
  const { pid } = child
  const thaw = (): void => (pid === undefined ? undefined : thawTree(pid))
  const kill = (): void => {
    thaw()
    child.kill(stopSignal)
  }
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    kill()
    while (!end.signal.aborted) await pause(20)
    process.off('exit', kill)
  }
  try {
    await untilItAnswers(ask, end.signal)
    return { stop, freeze: () => (pid === undefined ? undefined : freezeTree(pid)), thaw }
  } catch (cause) {
    await stop()
    throw new Error(`${name} did not start: ${log}`, { cause })
  }
}

const untilItAnswers = async (ask: ServerCommand['ask'], end: AbortSignal): Promise<void> => {
  const giveUpAt = Date.now() + startTimeout
  for (;;) {
    try {
      await ask()
      return
    } catch (cause) {
      if (end.aborted) throw new Error('it has ended', { cause })
      if (Date.now() > giveUpAt) throw new Error('it does not answer', { cause })
    }
    await pause(100)
  }
}
