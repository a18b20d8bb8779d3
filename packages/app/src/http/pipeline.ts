import { randomUUID } from 'node:crypto'
import { conceal, issue, rejected, type Checked, type Failure, type SingleUseStore } from '@keepsake/domain'
import type { Context as HonoContext } from 'hono'
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { carriedBy } from '../guard/misbehaviour.ts'
import { failure, forV2, success, type Envelope } from '../wire/envelope.ts'
import { parseJsonBytes } from '../wire/json.ts'
import type { Language } from '../wire/message.ts'
import { refused } from '../wire/refusals.ts'
import { authApiCodes, authFailure } from './auth/auth-failure.ts'
import { authenticate, authenticateHeaders } from './auth/authenticate.ts'
import { authenticateUser, bearerOf } from './auth/authenticate-user.ts'
import { maxQuery, readQuery, type Query } from './auth/query.ts'
import type { IncomingRequest } from './auth/string-to-sign.ts'
import type { Answer, Route, RouteContext, RouteFailure } from './routes/route.ts'
import type { HttpSettings, RequestEvent } from './settings.ts'

/** What every request is judged by. */
export type PipelineContext = {
  readonly settings: HttpSettings
  readonly singleUse: SingleUseStore
  /** Made anew for each request, so that its time is the request's. */
  readonly routeContext: (c: HonoContext) => RouteContext
}

/** An answer ready to be sent: always as JSON, always with HTTP status 200, as the contract has it. */
type Reply = {
  readonly body: unknown
  readonly envelope: Pick<Envelope, 'statusCode' | 'apiCode'>
  readonly fault?: unknown
}

/** The one way through: read, authenticate, shape, act, answer. No route can leave a station out. */
export const handle = (route: Route, c: HonoContext, context: PipelineContext): Promise<Response> =>
  respond(route.path, c, context, (requestId, language) =>
    answerSafely(route, c, context, requestId, language),
  )

/** Answers a request that no route is to see, in the same envelope. */
export const refuse = (
  why: Failure | 'no-such-endpoint',
  c: HonoContext,
  context: PipelineContext,
): Promise<Response> =>
  respond(c.req.path, c, context, async (requestId, language) => {
    if (why !== 'no-such-endpoint') return toFailureReply(why, requestId, language)
    const body: Envelope = { statusCode: 404, message: noSuchEndpoint[language], requestId }
    return { body, envelope: pick(body) }
  })

const noSuchEndpoint: Readonly<Record<Language, string>> = {
  'zh-CN': '接口不存在',
  'en-US': 'No such endpoint',
}

/** The longest path that is logged: those of our routes are shorter, and others are anybody's text. */
const maxLoggedPath = 100

const respond = async (
  path: string,
  c: HonoContext,
  { settings }: PipelineContext,
  reply: (requestId: string, language: Language) => Promise<Reply>,
): Promise<Response> => {
  const started = performance.now()
  const requestId = randomUUID()
  const language: Language = c.req.header('x-authing-lang') === 'en-US' ? 'en-US' : 'zh-CN'
  const { body, envelope, fault } = await reply(requestId, language)
  tell(settings, {
    requestId,
    method: c.req.method,
    path: path.slice(0, maxLoggedPath),
    ...envelope,
    durationMs: Math.round(performance.now() - started),
    ...(fault === undefined ? {} : { fault }),
  })
  c.header('cache-control', 'no-store')
  return c.json(path.startsWith('/api/v2/') ? forV2(body as Envelope) : (body as object))
}

/** A listener's defect is its own: what the request did is done, and its answer goes out. */
const tell = ({ onRequest }: HttpSettings, event: RequestEvent): void => {
  try {
    onRequest?.(event)
  } catch {
    // There is nobody to tell.
  }
}

/**
 * The last resort: a port that has misbehaved is unavailable, and a defect of ours answers 500, without a word on what it
 * was. The server lives on.
 */
const answerSafely = async (
  route: Route,
  c: HonoContext,
  context: PipelineContext,
  requestId: string,
  language: Language,
): Promise<Reply> => {
  try {
    const answered = await answer(route, c, context)
    return answered.match(
      (value) => toReply(value, language),
      (why) => toFailureReply(why, requestId, language),
    )
  } catch (fault) {
    const misbehaved = carriedBy(fault)
    if (misbehaved !== undefined) return toFailureReply(misbehaved, requestId, language)
    const body: Envelope = { statusCode: 500, message: internal[language], requestId }
    return { body, envelope: pick(body), fault }
  }
}

const internal: Readonly<Record<Language, string>> = { 'zh-CN': '未知错误', 'en-US': 'Internal error' }

const answer = (
  route: Route,
  c: HonoContext,
  { settings, singleUse, routeContext }: PipelineContext,
): ResultAsync<Answer, RouteFailure> =>
  safeTry(async function* () {
    const context = routeContext(c)
    const proof = { ...context.token, singleUse, ...skew(settings) }
    const act = yield* admit(route, c.req.header(), context, proof)
    const query = yield* parseQuery(c.req.url).mapErr(rejected)
    const request = yield* (await readRequest(c)).mapErr(rejected)
    if (route.access === 'management') yield* authenticate(request, proof)
    return act(route.method === 'POST' ? request.body : { ...query, ...c.req.param() })
  })

/** Lets a caller in by the headers alone, as far as they can tell; what comes of it knows who it is. */
const admit = (
  route: Route,
  headers: IncomingRequest['headers'],
  context: RouteContext,
  proof: Parameters<typeof authenticate>[1],
): ResultAsync<(input: unknown) => ResultAsync<Answer, RouteFailure>, RouteFailure> => {
  const { authorization } = headers
  switch (route.access) {
    case 'open':
      return okAsync((input) => route.answer(input, context))
    case 'management':
      return authenticateHeaders(headers, proof).map(() => (input) => route.answer(input, context))
    case 'user':
    case 'factor-owner':
      return authenticateUser(authorization, route.access, context.identity, proof).map(
        (user) => (input) => route.answer(input, context, user),
      )
    case 'mfa-token': {
      const token = bearerOf(authorization)
      return token === undefined
        ? errAsync(authFailure('not_signed_in'))
        : okAsync((input) => route.answer(input, context, conceal(token)))
    }
  }
}

const skew = ({ skewMs }: HttpSettings): { readonly skewMs?: number } =>
  skewMs === undefined ? {} : { skewMs }

const parseQuery = (url: string): Checked<Query> => {
  const at = url.indexOf('?')
  const query = at < 0 ? {} : readQuery(url.slice(at + 1))
  return query === undefined ? err([issue('request.too_large', [], { max: maxQuery })]) : ok(query)
}

const readRequest = async (c: HonoContext): Promise<Checked<IncomingRequest>> => {
  const { pathname, search } = new URL(c.req.url)
  const rawBody = await readBytes(c)
  if (rawBody === undefined) return err([issue('request.not_json')])
  const body: Checked<unknown> = rawBody.length === 0 ? ok(undefined) : parseJsonBytes(rawBody)
  return body.map((parsed) => ({
    method: c.req.method,
    path: pathname,
    query: search.slice(1),
    headers: c.req.header(),
    rawBody,
    body: parsed,
  }))
}

/** Nothing where the caller went away before the end of its body. */
const readBytes = async (c: HonoContext): Promise<Uint8Array | undefined> => {
  try {
    return new Uint8Array(await c.req.arrayBuffer())
  } catch {
    return undefined
  }
}

const toReply = (answered: Answer, language: Language): Reply => {
  if ('bare' in answered) return { body: answered.bare, envelope: { statusCode: 200 } }
  const body = { ...success(answered.data, answered.warnings ?? [], language), ...answered.beside }
  return { body, envelope: pick(body) }
}

const toFailureReply = (why: RouteFailure, requestId: string, language: Language): Reply => {
  if (why.kind === 'refused') {
    const body = refused(why, requestId, language)
    return { body, envelope: pick(body) }
  }
  if (why.kind !== 'unauthenticated') {
    const body = failure(why, requestId, language)
    return { body, envelope: pick(body), ...(why.kind === 'unavailable' ? { fault: why.cause } : {}) }
  }
  const apiCode = authApiCodes[why.code]
  const body: Envelope = {
    statusCode: 401,
    message: `${unauthenticated[language]}: ${why.code}`,
    ...(apiCode === undefined ? {} : { apiCode }),
    requestId,
  }
  return { body, envelope: pick(body) }
}

const unauthenticated: Readonly<Record<Language, string>> = {
  'zh-CN': '身份认证失败',
  'en-US': 'Not authenticated',
}

const pick = ({ statusCode, apiCode }: Envelope): Reply['envelope'] =>
  apiCode === undefined ? { statusCode } : { statusCode, apiCode }
