import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'
import { runCli } from '../../packages/cli/src/run-cli.ts'
import bcryptVectors from '../vectors/password/bcrypt.json' with { type: 'json' }
import rsaVectors from '../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../vectors/cipher/sm2-openssl.json' with { type: 'json' }
import { customFields } from '../app/contract-examples.ts'

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const nodeFlags = ['--conditions=@keepsake/source', '--disable-warning=ExperimentalWarning']

/** Shared by all runs: compiling the sources takes longer than most of what they do. */
const compileCache = join(tmpdir(), 'keepsake-compile-cache')

export type Ran = { readonly code: number; readonly out: string; readonly error: string }

export type RunOptions = {
  readonly input?: string | Uint8Array
  readonly environment?: Readonly<Record<string, string>>
  /** Whether somebody watches the error stream. */
  readonly watched?: boolean
  /** What somebody answers who sits at the terminal; nobody does where absent. */
  readonly answers?: readonly string[]
}

/** A command that runs until it is stopped. */
export type Running = {
  /** All that it has written so far. */
  readonly out: () => string
  readonly error: () => string
  /** Asks it to stop, as a signal does. */
  readonly stop: () => void
  /** Its exit code. */
  readonly ended: Promise<number>
}

/** A folder with a configuration, in which commands are run. */
export type Workplace = {
  readonly folder: string
  readonly at: (name: string) => string
  readonly write: (name: string, content: unknown) => string
  /** Runs a command to its end, inside this process. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ran>
  /** Starts a command inside this process. It is stopped when the test ends. */
  readonly start: (args: readonly string[], options?: RunOptions) => Running
  /** Starts a command as a process of its own, which is killed when the test ends: for signals, kills, pipes. */
  readonly spawn: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => ChildProcessWithoutNullStreams
  /** Every record of a query of the database, looked at from outside. */
  readonly query: (sql: string) => readonly Readonly<Record<string, unknown>>[]
}

export const accessKeySecret = 'canary-access-key-secret-4ae78d3e579a6d00'
export const sealingKey = Buffer.alloc(32, 7).toString('base64')

/** What `keepsake init` writes, with keys that are recorded, so that none need be made. */
const config = {
  databaseUrl: 'sqlite:./users.db',
  port: 0,
  clientAddress: 'connection',
  accessKeyId: '62eaa95ff0000ee52ae6b90c',
  accessKeySecret,
  sealingKey,
  rsaPrivateKeyFile: './rsa.pem',
  sm2PrivateKeyFile: './sm2.pem',
  phoneCountryCode: '+86',
  loginUrl: 'https://login.example.com',
  apps: { appid1: { loginUrl: 'https://app.example.com' } },
  customFields,
}

/** Somebody who answers one question after the other, and then nothing. */
const answering = (answers: readonly string[], shown: Writable): ((question: string) => Promise<string>) => {
  const left = [...answers]
  return async (question) => {
    shown.write(question)
    return left.shift() ?? ''
  }
}

export const workplace = (changes: object = {}): Workplace => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string): string => join(folder, name)
  const write = (name: string, content: unknown): string => {
    const raw = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(at(name), raw ? content : JSON.stringify(content), { mode: 0o600 })
    return name
  }
  write('rsa.pem', rsaVectors.keys.rsa2048.pem)
  write('sm2.pem', sm2Vectors.keys.genpkey.pem)
  write('keepsake.config.json', { ...config, ...changes })
  const start: Workplace['start'] = (args, options = {}) => {
    const { input = '', environment: env = {}, watched = false, answers } = options
    const [stdout, stderr] = [keeping(), keeping()]
    const stop = new AbortController()
    const streams = {
      stdin: Readable.from([Buffer.from(input)]),
      stdout: stdout.stream,
      stderr: Object.assign(stderr.stream, { isTTY: watched }),
    }
    const ended = runCli(args, streams, {
      env,
      cwd: folder,
      stopSignal: () => stop.signal,
      ...(answers === undefined ? {} : { ask: answering(answers, stderr.stream) }),
    })
    onTestFinished(async () => {
      stop.abort()
      await ended
    })
    return { out: stdout.kept, error: stderr.kept, stop: () => stop.abort(), ended }
  }
  return {
    folder,
    at,
    write,
    start,
    run: async (args, options) => {
      const { out, error, ended } = start(args, options)
      const code = await ended
      return { code, out: out(), error: error() }
    },
    spawn: (args, environment = {}) => {
      const child = spawn(process.execPath, [...nodeFlags, main, ...args], {
        cwd: folder,
        env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, ...environment },
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    },
    query: (sql) => {
      const database = new DatabaseSync(at('users.db'))
      try {
        return database.prepare(sql).all()
      } finally {
        database.close()
      }
    },
  }
}

/** A stream that keeps what is written to it. */
const keeping = (): { readonly stream: Writable; readonly kept: () => string } => {
  const pieces: Buffer[] = []
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      pieces.push(piece)
      done()
    },
  })
  return { stream, kept: () => Buffer.concat(pieces).toString() }
}

/** All that a stream has given so far. */
export const gather = (stream: NodeJS.ReadableStream): (() => string) => {
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  return () => Buffer.concat(pieces).toString()
}

export const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')

/** A report's or log's lines of JSON. */
export const jsonLines = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  lines(text).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)

export const readLines = (file: string): readonly Readonly<Record<string, unknown>>[] =>
  existsSync(file) ? jsonLines(readFileSync(file, 'utf8')) : []

/** A password with the hash that another system keeps of it. */
export const kept =
  bcryptVectors.vectors.find(({ password }) => password.length > 8) ?? bcryptVectors.vectors[0]

/** A file of users whose passwords are kept as hashes. */
export const keptUsers = (count: number, options: object = {}): object => ({
  list: Array.from({ length: count }, (_, index) => ({
    username: `user-${index}`,
    email: `user-${index}@example.com`,
    password: kept?.encoded,
  })),
  options: { keepPassword: true, ...options },
})
