import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'

export type PostOptions = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
  /** Resolves the host's name; the system does so if absent. */
  readonly lookup?: LookupFunction | undefined
  /** PEM of the certificate authorities to trust instead of Node's. */
  readonly ca?: string | undefined
}

/** The part of a receiver's answer that is read: the status, and `Retry-After`. */
export type OutboxEntry = { readonly status: number; readonly retryAfter: string | undefined }

/** How much of what a receiver sends beside them is waited for. */
const maxBytes = 16 * 1024

/**
 * Posts over a separate connection. Follows nothing: a redirect is a status like any other.
 * Rejects if there is no status in time.
 */
export const postOnce = (
  url: URL,
  { headers, body, timeoutMs, lookup, ca }: PostOptions,
): Promise<OutboxEntry> =>
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
      // The status is the receiver's answer. A little of what follows is read, so that the connection can end normally.
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      response.on('error', () => undefined)
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > maxBytes) request.destroy()
      })
    })
    request.end(body)
  })
