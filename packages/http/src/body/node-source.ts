import type { IncomingMessage } from 'node:http'
import type { BodySource } from './body-source.ts'
import { letGo } from './let-go.ts'

/**
 * The body of a request that `@hono/node-server` has taken, read from node's own request: a stream of the web in between
 * costs a hundred kilobytes for every caller who has not sent all of it. Nothing on other servers, where somebody has begun
 * to read it, and where another request was put in its place.
 */
export const nodeSource = (request: Request, env: unknown): BodySource | undefined => {
  const incoming = unreadIn(request, env)
  if (incoming === undefined) return undefined
  return ({ piece, end, fail }) => {
    if (incoming.destroyed) {
      fail()
      return () => undefined
    }
    const take = (bytes: Buffer): void => {
      piece(bytes)
      drop(incoming, bytes)
    }
    incoming.on('data', take).on('end', end).on('error', fail).on('close', fail)
    return () => {
      incoming.off('data', take).off('end', end).off('error', fail).off('close', fail)
      passOver(incoming)
    }
  }
}

/** Lets the body of a request that was answered go by, if nobody has begun to read it. */
export const passOverBody = (request: Request, env: unknown): void => {
  const incoming = unreadIn(request, env)
  if (incoming !== undefined) passOver(incoming)
}

/** Lets what still comes of a body go by, and keeps nothing of it. The server ends the connection if it goes on for long. */
const passOver = (incoming: IncomingMessage): void => {
  incoming.on('error', () => undefined)
  if (!incoming.complete) incoming.on('data', (bytes: Buffer) => drop(incoming, bytes))
}

/** Somebody else who listens may keep the piece. */
const drop = (incoming: IncomingMessage, bytes: Buffer): void => {
  if (incoming.listenerCount('data') === 1) letGo(bytes)
}

const unreadIn = (request: Request, env: unknown): IncomingMessage | undefined => {
  const incoming = (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
  return incoming?.readableDidRead === false && isMadeOf(request, incoming) ? incoming : undefined
}

/** `@hono/node-server` keeps node's request under a symbol of its own. */
const isMadeOf = (request: Request, incoming: IncomingMessage): boolean =>
  Object.getOwnPropertySymbols(request).some(
    (key) => (request as unknown as Readonly<Record<symbol, unknown>>)[key] === incoming,
  )
