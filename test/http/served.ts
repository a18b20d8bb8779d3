import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serve } from '@hono/node-server'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { openQrCodes } from '@keepsake/adapters/totp/qr'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { nodeSystem } from '@keepsake/adapters/system/node'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { createKeepsake, type Keepsake, type KeepsakePorts, type PoolSettingsInput } from '@keepsake/app'
import { createHttpApp, type HttpSettings, type RequestEvent } from '@keepsake/http'
import { conceal, userPoolId, type Clock, type TransportCiphers } from '@keepsake/domain'
import { recordedCiphers } from '../builders/keepsake.ts'
import { customFields } from '../app/contract-examples.ts'
import { sdk } from './auth/requests.ts'

export const accessKeyId = '62eaa95ff0000ee52ae6b90c'
export const accessKeySecret = '4ae78d3e579a6d0000001aeca7b1e29e'

export type ServedOptions = {
  readonly settings?: Partial<PoolSettingsInput>
  /** Made with the server's clock. */
  readonly ciphers?: (clock: Clock) => TransportCiphers
  readonly ports?: Partial<KeepsakePorts>
  readonly http?: Partial<HttpSettings>
  /** Where the server's clock stands; the machine's own runs where absent. `setClock` moves it. */
  readonly at?: number
}

/** An answer as it came over the wire. */
export type Answered = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: EnvelopeBody
}

export type EnvelopeBody = {
  readonly statusCode: number
  readonly message: string
  readonly apiCode?: number
  readonly requestId?: string
  readonly data?: unknown
  readonly errors?: readonly { readonly code: string; readonly path: string; readonly message: string }[]
  readonly warnings?: readonly { readonly code: string; readonly path: string; readonly message: string }[]
}

export type Served = {
  readonly origin: string
  readonly server: Server
  readonly keepsake: Keepsake
  readonly events: RequestEvent[]
  readonly setClock: (at: number | undefined) => void
  /** How many users the database holds, counted in the file. */
  readonly countUsers: () => number
  /** Signs as the Node SDK does, and sends. */
  readonly post: (path: string, body: object, headers?: Readonly<Record<string, string>>) => Promise<Answered>
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<Answered>
  /** Sends a body as it is, under a management token. */
  readonly postRaw: (
    path: string,
    body: string | Uint8Array,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answered>
  readonly token: () => Promise<string>
  readonly stop: () => Promise<void>
}

/** A real server on a free port, over SQLite in a folder of its own. */
export const serveKeepsake = async (options: ServedOptions = {}): Promise<Served> => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-http-'))
  const file = join(folder, 'users.db')
  let clock = options.at
  const ports = { ...(await makePorts(file, options, () => clock ?? Date.now())), ...options.ports }
  const keepsake = createKeepsake(ports, {
    pool: accessKeyId,
    phoneCountryCode: '+86',
    customFields,
    loginUrl: 'https://login.example.com',
    ...options.settings,
  })
  const events: RequestEvent[] = []
  const app = createHttpApp(keepsake, ports, {
    pool: userPoolId(accessKeyId),
    accessKeyId,
    accessKeySecret: conceal(accessKeySecret),
    qrCode: (await openQrCodes()).svg,
    onRequest: (event) => events.push(event),
    ...options.http,
  })
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const now = (): number => clock ?? Date.now()

  const token = async (): Promise<string> => {
    const { body } = await send(`${origin}/api/v3/get-management-token`, {
      method: 'POST',
      body: JSON.stringify({ accessKeyId, accessKeySecret }),
    })
    return (body.data as { readonly access_token: string }).access_token
  }
  return {
    origin,
    server,
    keepsake,
    events,
    setClock: (at) => (clock = at),
    countUsers: () => countUsers(file),
    post: (path, body, headers = {}) =>
      send(`${origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed('POST', path, body, now(), headers) },
        body: JSON.stringify(body),
      }),
    get: (path, query = {}) =>
      send(`${origin}${path}?${new URLSearchParams(query).toString()}`, {
        headers: signed('GET', path, query, now()),
      }),
    postRaw: async (path, body, headers = {}) =>
      send(`${origin}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await token()}`, ...headers },
        body: typeof body === 'string' ? body : Buffer.from(body),
      }),
    token,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await ports.storage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const makePorts = async (
  file: string,
  { ciphers = () => recordedCiphers }: ServedOptions,
  clock: Clock,
): Promise<KeepsakePorts> => {
  const keys = { keys: [{ id: 'k1', key: new Uint8Array(32).fill(7) }], current: 'k1' }
  return {
    ...(await openStandardPorts(keys)),
    storage: await openSqliteStorage({ file }),
    // The least that the verifier reads: hundreds of passwords are hashed here, and none of them is guarded.
    passwordHasher: await openArgon2Hasher({ memory: 8, passes: 1, parallelism: 1 }),
    transportCiphers: ciphers(clock),
    noticeSender: openCaptureSender(),
    system: { ...nodeSystem(), clock },
  }
}

/** Counts in the file, not through the code under test. */
export const countUsers = (file: string): number => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return Number(database.prepare('SELECT count(*) AS n FROM keepsake_users').get()?.['n'])
  } finally {
    database.close()
  }
}

/** The headers of a signed request, made by the published SDK's own functions. */
export const signed = (
  method: string,
  path: string,
  parameters: object,
  at: number,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> => {
  const headers = {
    date: new Date(at).toUTCString(),
    'x-authing-lang': 'zh-CN',
    'x-authing-sdk-version': 'authing-node-sdk:4.0.1',
    'x-authing-signature-method': 'HMAC-SHA1',
    'x-authing-signature-nonce': createHash('md5').update(randomUUID()).digest('hex'),
    'x-authing-signature-version': '1.0',
    ...more,
  }
  const text = sdk.buildStringToSign(method, path, headers, parameters)
  return {
    ...headers,
    authorization: `authing ${accessKeyId}:${sdk.buildSignature(accessKeySecret, text)}`,
  }
}

/** Sends a request and reads the whole answer. */
export const send = async (url: string, request: RequestInit): Promise<Answered> => {
  const response = await fetch(url, request)
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (text === '' ? {} : JSON.parse(text)) as EnvelopeBody,
  }
}
