import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { onTestFinished } from 'vitest'
import { listening } from '../mail-server.ts'

export type Received = {
  readonly path: string
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A status with headers. */
export type Refusal = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
}

/** How a receiver of webhooks answers: a status, or what it does instead. */
export type Answer = number | Refusal | 'drops' | 'hangs' | 'drips' | 'floods'

export type Receiver = {
  readonly port: number
  readonly received: () => readonly Received[]
  readonly answer: (as: Answer) => void
}

/** A receiver of webhooks on this machine, over TLS where it is given a certificate. */
export const openReceiver = async (tls?: {
  readonly key: string
  readonly cert: string
}): Promise<Receiver> => {
  const received: Received[] = []
  let answer: Answer = 204
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (answer === 'drops') return void request.socket.destroy()
      if (answer === 'hangs') return
      received.push({
        path: request.url ?? '',
        method: request.method ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      response.on('error', () => undefined)
      if (typeof answer === 'number')
        return void response.writeHead(answer, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
      if (typeof answer === 'object') return void response.writeHead(answer.status, answer.headers).end()
      response.writeHead(200)
      const more = setInterval(() => response.write('x'.repeat(answer === 'drips' ? 1 : 1e6)), 5)
      response.on('close', () => clearInterval(more))
    })
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  const port = await listening(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port, received: () => [...received], answer: (as) => void (answer = as) }
}
