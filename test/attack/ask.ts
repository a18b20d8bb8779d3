import { Agent, request, type IncomingHttpHeaders } from 'node:http'

/** An answer as an envelope tells it, and how long it took; status 0 where the connection ended without one. */
export type Asked = {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
  readonly ms: number
}

export type Question = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: object
  /** A connection of its own where absent. */
  readonly agent?: Agent
}

/** In ms: so long nobody waits. */
const patience = 120_000

/** Asks a server of this machine something. Never rejects. */
export const ask = (
  port: number,
  { method = 'POST', path, headers, body, agent }: Question,
): Promise<Asked> =>
  new Promise((resolve) => {
    const started = performance.now()
    const end = (status: number, text: string, answered: IncomingHttpHeaders = {}): void =>
      resolve({ status, text, headers: answered, ms: performance.now() - started })
    const sent = request(
      { port, host: '127.0.0.1', method, path, headers, agent: agent ?? false, timeout: patience },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => end(statusIn(text), text, response.headers))
        response.on('error', () => end(0, text))
      },
    )
    sent.on('error', (error) => end(0, error.message))
    sent.on('timeout', () => sent.destroy())
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })

const statusIn = (text: string): number => Number(/"statusCode":(\d+)/u.exec(text)?.[1] ?? 200)

/** What a wrong or right sign-in is asked with, as from an address that a proxy has told. */
export const signIn = (
  login: string,
  password: string,
  address?: string,
  headers: Readonly<Record<string, string>> = {},
): Question => ({
  path: '/api/v3/signin',
  headers: { ...headers, ...(address === undefined ? {} : { 'x-forwarded-for': address }) },
  body: { connection: 'PASSWORD', passwordPayload: { account: login, password } },
})

/** One connection that is kept. */
export const oneConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 })
