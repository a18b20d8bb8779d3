import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { HttpSettings } from '@keepsake/http'
import { forwardedFor } from './forwarded-for.ts'

/**
 * Where the address of a caller is taken from. `connection`: the other end of the connection, if callers connect directly.
 * `x-forwarded-for`: only the part of that header that our own proxies have added. The caller may have written what is
 * before it.
 */
export type ClientAddressSource = 'connection' | 'x-forwarded-for'

/** All sources, for the configuration's schema and for the command's flag. */
export const clientAddressSources: readonly ClientAddressSource[] = ['connection', 'x-forwarded-for']

/** The schema of `clientAddress` in the configuration. */
export const clientAddress: z.ZodType<ClientAddressSource> = z.enum(clientAddressSources)

/** The schema of `trustedProxies`: the number of the operator's own proxies that every request passes. */
export const trustedProxies: z.ZodType<number> = z.int().min(1).max(16)

/** Reads the address of a request that `@hono/node-server` received. `undefined` if no source is set. */
export const readClientAddress = (
  source: ClientAddressSource | undefined,
  proxies: number,
): HttpSettings['clientAddress'] => source && readers[source](proxies)

type Reader = NonNullable<HttpSettings['clientAddress']>

const readers: Readonly<Record<ClientAddressSource, (proxies: number) => Reader>> = {
  connection: () => (_, env) => (env as Partial<NodeBindings> | undefined)?.incoming?.socket.remoteAddress,
  'x-forwarded-for': (proxies) => (request) =>
    forwardedFor(request.headers.get('x-forwarded-for') ?? '', proxies),
}

type NodeBindings = { readonly incoming: IncomingMessage }
