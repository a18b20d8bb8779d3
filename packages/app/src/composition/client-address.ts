import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { HttpSettings } from '../http/settings.ts'

/**
 * What is believed about where a request comes from. `connection`: the other end of its connection, where callers reach us
 * directly. `x-forwarded-for`: the last address of that header, which the nearest proxy has added; whatever stands before
 * it, the caller may have written.
 */
export type ClientAddressSource = 'connection' | 'x-forwarded-for'

/** The schema of `clientAddress` in the configuration. */
export const clientAddress: z.ZodType<ClientAddressSource> = z.enum(['connection', 'x-forwarded-for'])

/** What reads the address of a request that `@hono/node-server` has taken; nothing where nothing is believed. */
export const readClientAddress = (source: ClientAddressSource | undefined): HttpSettings['clientAddress'] =>
  source && readers[source]

const readers: Readonly<Record<ClientAddressSource, NonNullable<HttpSettings['clientAddress']>>> = {
  connection: (_, env) => (env as Partial<NodeBindings> | undefined)?.incoming?.socket.remoteAddress,
  'x-forwarded-for': (request) => request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim(),
}

type NodeBindings = { readonly incoming: IncomingMessage }
