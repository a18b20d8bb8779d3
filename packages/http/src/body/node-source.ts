import type { IncomingMessage } from 'node:http'
import type { BodySource } from './body-source.ts'
import { freePiece } from './free-piece.ts'

/**
 * The body of a request that `@hono/node-server` received, read from node's own request. A web stream in between would cost
 * a hundred kilobytes for every caller whose body is incomplete. `undefined` on other servers, if other code has begun to
 * read the body, or if the request was replaced by another one.
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

/** Discards the body of an answered request, if no code has begun to read it. */
export const passOverBody = (request: Request, env: unknown): void => {
  const incoming = unreadIn(request, env)
  if (incoming !== undefined) passOver(incoming)
}

/** Discards the rest of a body as it arrives. The server ends the connection if this takes long. */
const passOver = (incoming: IncomingMessage): void => {
  incoming.on('error', () => undefined)
  if (!incoming.complete) incoming.on('data', (bytes: Buffer) => drop(incoming, bytes))
}

/** Another listener may keep the piece. */
const drop = (incoming: IncomingMessage, bytes: Buffer): void => {
  if (incoming.listenerCount('data') === 1) freePiece(bytes)
}

const unreadIn = (request: Request, env: unknown): IncomingMessage | undefined => {
  const incoming = (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
  return incoming?.readableDidRead === false && isMadeOf(request, incoming) ? incoming : undefined
}

/** `@hono/node-server` keeps node's request under its own symbol. */
const isMadeOf = (request: Request, incoming: IncomingMessage): boolean =>
  Object.getOwnPropertySymbols(request).some(
    (key) => (request as unknown as Readonly<Record<symbol, unknown>>)[key] === incoming,
  )
