import { issue, type Checked, type JsonBounds, type OpenedJson } from '@keepsake/domain'
import type { Context as HonoContext } from 'hono'
import { err, ok } from 'neverthrow'
import { nextTurn } from '../use-cases/in-slices.ts'
import { openJsonBytes } from '../wire/json.ts'
import { maxQuery, readQuery, type Query } from './auth/query.ts'
import type { IncomingRequest } from './auth/string-to-sign.ts'

/** The parameters of a URL's query; an issue where it is longer than any that is of use. */
export const parseQuery = (url: string): Checked<Query> => {
  const at = url.indexOf('?')
  const query = at < 0 ? {} : readQuery(url.slice(at + 1))
  return query === undefined ? err([issue('request.too_large', [], { max: maxQuery })]) : ok(query)
}

const nothing: OpenedJson = { value: undefined, check: () => ok(undefined) }

/** Reads a body's JSON, and looks into it no further: a signature may have to be verified first. */
export const openBody = (bytes: Uint8Array, bounds: JsonBounds | undefined): Checked<OpenedJson> =>
  bytes.length === 0 ? ok(nothing) : openJsonBytes(bytes, bounds)

/** What arrived, as its proof is judged by it. */
export const toRequest = (c: HonoContext, rawBody: Uint8Array, body: unknown): IncomingRequest => {
  const { pathname, search } = new URL(c.req.url)
  return {
    method: c.req.method,
    path: pathname,
    query: search.slice(1),
    headers: c.req.header(),
    rawBody,
    body,
  }
}

/** From this size on, each thing that is done to a body takes some milliseconds. */
const largeBytes = 256 * 1024

/** Gives others a turn between two things that are done to a large body. */
export const breathe = ({ length }: Uint8Array): Promise<void> =>
  length > largeBytes ? nextTurn() : Promise.resolve()
