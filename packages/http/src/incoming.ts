import { issue, type Checked } from '@keepsake/domain'
import type { Context as HonoContext } from 'hono'
import { err, ok } from 'neverthrow'
import { nextTurn } from '@keepsake/app/kit'
import { parseJsonBytes } from './wire/json.ts'
import { maxQuery, readQuery, type Query } from './auth/query.ts'
import type { BodyBudget } from './body/body-budget.ts'
import { webSource, type BodySource } from './body/body-source.ts'
import { nodeSource } from './body/node-source.ts'
import { isSaidToBeOther } from './body/content-headers.ts'
import { readBody, type BodyAllowance, type ReadBody } from './body/read-body.ts'
import type { IncomingRequest } from './auth/incoming-request.ts'

/** The parameters of a URL's query. An issue if the query is too long. */
export const parseQuery = (url: string): Checked<Query> => {
  const at = url.indexOf('?')
  const query = at < 0 ? {} : readQuery(url.slice(at + 1))
  return query === undefined ? err([issue('request.too_large', [], { max: maxQuery })]) : ok(query)
}

/** Whether requests of a method have no body, whatever they send. */
export const hasNoBody = (method: string): boolean => method === 'GET' || method === 'HEAD'

/** Reads the body of a request into memory. */
export const readBodyOf = (
  c: HonoContext,
  allowance: BodyAllowance,
  budget: BodyBudget,
): Promise<ReadBody> => {
  const length = c.req.header('content-length')
  const hasNone = hasNoBody(c.req.method)
  const source = hasNone ? nothingIn : (nodeSource(c.req.raw, c.env) ?? webSource(c.req))
  return readBody(source, hasNone || length === undefined ? undefined : Number(length), allowance, budget)
}

const nothingIn: BodySource = ({ end }) => {
  end()
  return () => undefined
}

/** Parses the JSON of a body. If the body is signed, verify its sender first: parsing can take a second. */
export const parseBody = (bytes: Uint8Array, headers: IncomingRequest['headers']): Checked<unknown> =>
  bytes.length === 0
    ? ok(undefined)
    : parseJsonBytes(bytes).mapErr((issues) =>
        issues.some(({ code }) => code === 'request.not_json') && isSaidToBeOther(headers)
          ? [issue('request.content_type_not_json')]
          : issues,
      )

/** The request as authentication reads it. */
export const toRequest = (c: HonoContext, rawBody: Uint8Array): IncomingRequest => {
  const { pathname, search } = new URL(c.req.url)
  return {
    method: c.req.method,
    path: pathname,
    query: search.slice(1),
    headers: c.req.header(),
    rawBody,
  }
}

/** From this size on, each step of work on a body takes some milliseconds. */
const largeBytes = 256 * 1024

/** Lets other requests run between two steps of work on a large body. */
export const breathe = ({ length }: Uint8Array): Promise<void> =>
  length > largeBytes ? nextTurn() : Promise.resolve()
