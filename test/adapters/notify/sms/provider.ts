import { createServer, type IncomingMessage } from 'node:http'
import type { Behaviour } from '@keepsake/conformance/senders'
import { onTestFinished } from 'vitest'
import { listening } from '../mail-server.ts'

/** A request as a provider got it. */
export type ProviderCall = {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What a provider answers, as JSON where it is no text. */
export type Answer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type ProviderSubject = {
  readonly endpoint: string
  readonly calls: () => readonly ProviderCall[]
  readonly behave: (as: Behaviour) => void
  /** Answers everything like this from now on. */
  readonly answer: (with_: Answer) => void
}

/** A local server that answers as a provider's API does: `usual` by the call, and `busy` and `refuses` as they are given. */
export const openProvider = async (
  usual: (call: ProviderCall) => Answer,
  failures: { readonly busy: Answer; readonly refuses: Answer },
): Promise<ProviderSubject> => {
  const taken: ProviderCall[] = []
  let behaviour: Behaviour = 'takes'
  let fixed: Answer | undefined
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (behaviour === 'drops') return void request.socket.destroy()
      if (behaviour === 'hangs') return
      const call: ProviderCall = {
        method: request.method ?? '',
        url: new URL(request.url ?? '', 'http://provider.example'),
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      const failure = behaviour === 'busy' || behaviour === 'refuses' ? failures[behaviour] : fixed
      const { status, body, headers } = failure ?? usual(call)
      if (failure === undefined) taken.push(call)
      response.writeHead(status, {
        'content-type': 'application/json',
        location: 'http://127.0.0.1:1/',
        ...headers,
      })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  const port = await listening(server)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls: () => [...taken],
    behave: (as) => void (behaviour = as),
    answer: (answer) => void (fixed = answer),
  }
}
