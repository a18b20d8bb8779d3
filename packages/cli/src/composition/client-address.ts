import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { HttpSettings } from '@keepsake/http'
import { forwardedFor } from './forwarded-for.ts'

/**
 * What is believed about where a request comes from. `connection`: the other end of its connection, where callers reach us
 * directly. `x-forwarded-for`: what the proxies before us have added to that header, and nothing that stands before it,
 * for the caller may have written that.
 */
export type ClientAddressSource = 'connection' | 'x-forwarded-for'

/** All of them, for the configuration's schema and for the command's flag. */
export const clientAddressSources: readonly ClientAddressSource[] = ['connection', 'x-forwarded-for']

/** The schema of `clientAddress` in the configuration. */
export const clientAddress: z.ZodType<ClientAddressSource> = z.enum(clientAddressSources)

/** The schema of `trustedProxies`: through how many proxies of the operator's every request comes. */
export const trustedProxies: z.ZodType<number> = z.int().min(1).max(16)

/** What reads the address of a request that `@hono/node-server` has taken; nothing where nothing is believed. */
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
