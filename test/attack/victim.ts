import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onFirstCore } from './cores.ts'
import type { Seen } from './probe.ts'

/** A `keepsake serve` on one core, with the configuration that `keepsake init` writes. */
export type Victim = {
  readonly port: number
  readonly databaseUrl: string
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** Begins to watch its event loop and its memory. */
  readonly watch: () => Promise<void>
  /** What was seen since. */
  readonly seen: () => Promise<Seen>
  /** Whether it has ended by itself, with the end of what it said then. */
  readonly fault: () => string | undefined
  /** Asks it to stop; answers how long that took, in ms, and its exit code. */
  readonly stop: () => Promise<{ readonly ms: number; readonly code: number | null }>
}

const nodeFlags = ['--disable-warning=ExperimentalWarning']
/** As `docs/security.md` says: where there is much memory, V8 lets garbage take hundreds of megabytes. */
const memoryFlags = ['--max-semi-space-size=16', '--max-old-space-size=1024']
const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
/** The command as it is published. To run the sources takes memory of its own. */
const main = pathOf('../../packages/cli/dist/main.js')

/** In ms: a process that has not stopped by then is killed, and has failed. */
const stopPatience = 60_000

/**
 * Starts one over a database. `changes` are put over the configuration; where they say nothing, it believes
 * `x-forwarded-for`, so that one attacker plays many networks.
 */
export const openVictim = async (databaseUrl: string, changes: object = {}): Promise<Victim> => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-attack-'))
  const config = initialise(folder, databaseUrl, { clientAddress: 'x-forwarded-for', ...changes })
  const [file, ...args] = onFirstCore(process.execPath, [
    ...nodeFlags,
    ...memoryFlags,
    '--import',
    pathOf('probe.ts'),
    main,
    'serve',
  ])
  const [log, errors] = [join(folder, 'serve.log'), join(folder, 'errors.log')]
  const child = spawn(file, args, {
    cwd: folder,
    env: ownEnvironment(),
    stdio: ['ignore', openSync(log, 'w'), openSync(errors, 'w'), 'ipc'],
  })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const fault = (): string | undefined =>
    child.exitCode === null && child.signalCode === null
      ? undefined
      : `ended with ${child.signalCode ?? child.exitCode}: ${readFileSync(errors, 'utf8').slice(-500)}`
  return {
    port: await portIn(log, fault),
    databaseUrl,
    ...config,
    fault,
    watch: async () => void (await tell(child, 'begin')),
    seen: async () => (await tell(child, 'tell')) as Seen,
    stop: async () => {
      const started = performance.now()
      const ended = fault() === undefined ? once(child, 'exit') : undefined
      child.kill('SIGTERM')
      const late = setTimeout(kill, stopPatience)
      await ended
      clearTimeout(late)
      process.off('exit', kill)
      rmSync(folder, { recursive: true, force: true })
      return { ms: performance.now() - started, code: child.exitCode }
    },
  }
}

const tell = async (child: ChildProcess, what: string): Promise<unknown> => {
  const answer = once(child, 'message')
  child.send(what)
  return ((await answer) as readonly unknown[])[0]
}

/** Nothing of the attacker's own surroundings configures the victim. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KEEPSAKE_')))

const initialise = (
  folder: string,
  databaseUrl: string,
  changes: object,
): Pick<Victim, 'accessKeyId' | 'accessKeySecret'> => {
  const init = [...nodeFlags, main, 'init', '--database-url', databaseUrl]
  execFileSync(process.execPath, init, { cwd: folder, env: ownEnvironment(), stdio: 'ignore' })
  const file = join(folder, 'keepsake.config.json')
  const config = JSON.parse(readFileSync(file, 'utf8')) as Pick<Victim, 'accessKeyId' | 'accessKeySecret'>
  writeFileSync(file, JSON.stringify({ ...config, port: 0, ...changes }))
  return { accessKeyId: config.accessKeyId, accessKeySecret: config.accessKeySecret }
}

const portIn = async (log: string, fault: () => string | undefined): Promise<number> => {
  for (;;) {
    const port = /^Keepsake serves user pool \S+ on http:\/\/127\.0\.0\.1:(\d+)$/mu.exec(
      readFileSync(log, 'utf8'),
    )?.[1]
    if (port !== undefined) return Number(port)
    const why = fault()
    if (why !== undefined) throw new Error(`serve ${why}`)
    await pause(20)
  }
}

/** Lets an attack have a victim, which ends with it. */
export const withVictim = async <T>(
  opening: Promise<Victim>,
  attack: (victim: Victim) => Promise<T>,
): Promise<T> => {
  const victim = await opening
  try {
    return await attack(victim)
  } finally {
    await victim.stop()
  }
}
