import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'

export type PostOptions = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  /** Resolves the host's name; as the system does where absent. */
  readonly lookup?: LookupFunction | undefined
  /** PEM of the certificate authorities to trust, in the place of Node's. */
  readonly ca?: string | undefined
}

/** Nobody reads what a receiver says beside the status. */
const maxBytes = 16 * 1024

/**
 * Posts over a connection of its own, and answers the status. Follows nothing: a redirect is a status like any other.
 * Rejects where there is no status in time.
 */
export const postOnce = (url: URL, { headers, body, timeoutMs, lookup, ca }: PostOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    const post = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = post(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      ...(lookup === undefined ? {} : { lookup }),
      ...(ca === undefined ? {} : { ca }),
    })
    request.on('error', reject)
    request.on('response', (response) => {
      let size = 0
      // The status is the receiver's word; what comes after it is let in a little, so that it can end in peace.
      resolve(response.statusCode ?? 0)
      response.on('error', () => undefined)
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > maxBytes) request.destroy()
      })
    })
    request.end(body)
  })
