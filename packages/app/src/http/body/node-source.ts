import type { IncomingMessage } from 'node:http'
import type { BodySource } from './body-source.ts'

/**
 * The body of a request that `@hono/node-server` has taken, read from node's own request: a stream of the web in between
 * costs a hundred kilobytes for every caller who has not sent all of it. Nothing on other servers, where somebody has begun
 * to read it, and where another request was put in its place.
 */
export const nodeSource = (request: Request, env: unknown): BodySource | undefined => {
  const incoming = (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
  if (incoming?.readableDidRead !== false || !isMadeOf(request, incoming)) return undefined
  return ({ piece, end, fail }) => {
    if (incoming.destroyed) {
      fail()
      return () => undefined
    }
    incoming.on('data', piece).on('end', end).on('error', fail).on('close', fail)
    return () => {
      incoming.off('data', piece).off('end', end).off('error', fail).off('close', fail)
      // Whatever still comes, the server passes over.
      incoming.on('error', () => undefined)
    }
  }
}

/** `@hono/node-server` keeps node's request under a symbol of its own. */
const isMadeOf = (request: Request, incoming: IncomingMessage): boolean =>
  Object.getOwnPropertySymbols(request).some(
    (key) => (request as unknown as Readonly<Record<symbol, unknown>>)[key] === incoming,
  )
