import { randomUUID } from 'node:crypto'
import { rejected, type Checked, type Failure, type SingleUseStore } from '@keepsake/domain'
import { carriedBy } from '@keepsake/domain/guard'
import type { Context as HonoContext } from 'hono'
import { safeTry, type ResultAsync } from 'neverthrow'
import { forV2, type Envelope } from './wire/envelope.ts'
import { languageOf } from './wire/language.ts'
import type { Language } from './wire/message.ts'
import { isSigned } from './auth/authenticate.ts'
import { admit } from './admit.ts'
import type { ReadNonces } from './auth/read-nonces.ts'
import type { SignatureSettings } from './auth/request-signature.ts'
import type { BodyBudget } from './body/body-budget.ts'
import { allowanceFor } from './body/body-limits.ts'
import { checkContentHeaders } from './body/content-headers.ts'
import type { ReadBody } from './body/read-body.ts'
import { passOverBody } from './body/node-source.ts'
import { breathe, hasNoBody, parseBody, parseQuery, readBodyOf, toRequest } from './incoming.ts'
import { whyMissing, type Offer } from './not-offered.ts'
import { internalError, toFailureReply, toReply, type Reply } from './reply.ts'
import type { Answer, Route, RouteContext, RouteFailure } from './routing/route.ts'
import type { HttpSettings, RequestEvent } from './settings.ts'

/** What the pipeline needs to handle a request. */
export type PipelineContext = {
  readonly settings: HttpSettings
  readonly singleUse: SingleUseStore
  readonly readNonces: ReadNonces
  readonly bodies: BodyBudget
  /** Made for each request, so that its time is the time of the request. */
  readonly routeContext: (c: HonoContext) => RouteContext
}

/** Handles a request in five steps: read, authenticate, shape, act, answer. No route can skip a step. */
export const handle = (route: Route, c: HonoContext, context: PipelineContext): Promise<Response> =>
  respond(route.path, c, context, (requestId, language) =>
    answerSafely(route, c, context, requestId, language),
  )

/** Answers a request that must not reach a route, in the same envelope. */
export const refuse = (why: Failure, c: HonoContext, context: PipelineContext): Promise<Response> =>
  respond(c.req.path, c, context, async (requestId, language) => toFailureReply(why, requestId, language))

/** Answers a request that no route matches. */
export const refuseMissing = (
  c: HonoContext,
  offers: readonly Offer[],
  context: PipelineContext,
): Promise<Response> => {
  const missing = whyMissing(c.req.method, c.req.path, offers)
  if (missing.allow !== undefined) c.header('allow', missing.allow)
  return respond(c.req.path, c, context, async (requestId, language) => ({
    ...toFailureReply(rejected([missing.issue]), requestId, language),
    status: missing.status,
  }))
}

/** The longest path that is logged. The paths of our routes are shorter. Other paths can be any text. */
const maxLoggedPath = 100

const respond = async (
  path: string,
  c: HonoContext,
  { settings }: PipelineContext,
  reply: (requestId: string, language: Language) => Promise<Reply>,
): Promise<Response> => {
  const started = performance.now()
  const requestId = randomUUID()
  const language = languageOf(c.req.header('x-authing-lang'), c.req.header('accept-language'))
  const { body, envelope, headers = {}, status = 200, ...noted } = await reply(requestId, language)
  passOverBody(c.req.raw, c.env)
  tell(settings, {
    requestId,
    method: c.req.method,
    path: path.slice(0, maxLoggedPath),
    ...envelope,
    durationMs: Math.round(performance.now() - started),
    ...noted,
  })
  c.header('cache-control', 'no-store')
  for (const [name, value] of Object.entries(headers)) c.header(name, value.reveal())
  return c.json(path.startsWith('/api/v2/') ? forV2(body as Envelope) : (body as object), status)
}

/** An error in the listener must not change the answer: the request has already been handled. */
export const tell = ({ onRequest }: HttpSettings, event: RequestEvent): void => {
  try {
    onRequest?.(event)
  } catch {
    // There is no other listener to report the error to.
  }
}

/**
 * Turns an exception into an answer. If a port has broken its promises, the answer is `Unavailable`. A bug in Keepsake is
 * answered with 500, without details. The server keeps running.
 */
const answerSafely = async (
  route: Route,
  c: HonoContext,
  context: PipelineContext,
  requestId: string,
  language: Language,
): Promise<Reply> => {
  let body: ReadBody | undefined
  const read = async (): Promise<Checked<Uint8Array>> => {
    body = await readBodyOf(
      c,
      allowanceFor(route, isSigned(c.req.header()), context.settings),
      context.bodies,
    )
    if (isUnwelcome(body.bytes)) c.header('connection', 'close')
    return body.bytes
  }
  try {
    let unwritten: { readonly fault: unknown } | undefined
    const answered = await answer(route, c, context, read, (fault) => (unwritten = { fault }))
    const reply = answered.match(
      (value) => toReply(value, language),
      (why) => toFailureReply(why, requestId, language),
    )
    return unwritten === undefined ? reply : { ...unwritten, ...reply, nonceInProcess: true }
  } catch (fault) {
    const misbehaved = carriedBy(fault)
    if (misbehaved !== undefined) return toFailureReply(misbehaved, requestId, language)
    return { ...internalError(requestId, language), fault }
  } finally {
    body?.release()
  }
}

/**
 * Whether the rest of a body must not be received. A body that is only too large is different: if the connection ended at
 * once, its sender would not see the answer. So the server ignores the rest, and ends the connection soon.
 */
const isUnwelcome = (bytes: Checked<Uint8Array>): boolean =>
  bytes.isErr() &&
  bytes.error.some(({ code }) => code === 'request.too_slow' || code === 'request.server_busy')

const answer = (
  route: Route,
  c: HonoContext,
  { settings, singleUse, readNonces, routeContext }: PipelineContext,
  read: () => Promise<Checked<Uint8Array>>,
  unwritten: (cause: unknown) => void,
): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const context = routeContext(c)
    const nonces = isRead(route) ? readNonces.spending(unwritten) : singleUse
    const proof = { ...context.token, singleUse: nonces, ...signatureRules(settings) }
    const prove = yield* admit(route, c.req.header(), context, proof)
    const query = yield* parseQuery(c.req.url).mapErr(rejected)
    if (!hasNoBody(c.req.method)) yield* checkContentHeaders(c.req.header()).mapErr(rejected)
    const rawBody = yield* (await read()).mapErr(rejected)
    const act = yield* prove(toRequest(c, rawBody))
    await breathe(rawBody)
    const body = yield* parseBody(rawBody, c.req.header()).mapErr(rejected)
    return act(route.method === 'POST' ? body : { ...query, ...c.req.param() })
  })

/** Whether the route changes nothing. A GET never does. */
const isRead = ({ method, reads }: Route): boolean => method === 'GET' || reads === true

const signatureRules = ({
  skewMs,
  contentDigest = 'accepted',
}: HttpSettings): Pick<SignatureSettings, 'skewMs' | 'contentDigest'> => ({
  contentDigest,
  ...(skewMs === undefined ? {} : { skewMs }),
})
