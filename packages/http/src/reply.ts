import type { Issue } from '@keepsake/domain'
import { failure, success, type Envelope } from './wire/envelope.ts'
import type { Language } from './wire/message.ts'
import { refused } from './wire/refusals.ts'
import { authApiCodes } from './auth/auth-failure.ts'
import type { Missing } from './not-offered.ts'
import type { Answer, RouteFailure, SecretHeaders } from './routing/route.ts'

/** An answer that is ready to be sent. It is always JSON. Its HTTP status is 200, as in the contract, if no other is set. */
export type Reply = {
  readonly body: unknown
  readonly envelope: Pick<Envelope, 'statusCode' | 'apiCode'>
  /** The users whose records could not be read. The answer leaves them out. */
  readonly damaged?: readonly string[]
  readonly headers?: SecretHeaders
  readonly fault?: unknown
  /** Whether only this process remembers the nonce of the request. `fault` says why. */
  readonly nonceInProcess?: true
  readonly status?: Missing['status']
}

/** Makes the reply to a request that a route has answered. */
export const toReply = (answered: Answer, language: Language): Reply => {
  if ('bare' in answered) return { body: answered.bare, envelope: { statusCode: 200 } }
  const body = { ...success(answered.data, answered.warnings ?? [], language), ...answered.beside }
  const { headers, warnings = [] } = answered
  return {
    body,
    envelope: pick(body),
    ...(headers === undefined ? {} : { headers }),
    ...damagedIn(warnings),
  }
}

const damagedIn = (warnings: readonly Issue[]): Pick<Reply, 'damaged'> => {
  const damaged = warnings.flatMap(({ code, params }) =>
    code === 'user.damaged' ? [String(params?.['userId'])] : [],
  )
  return damaged.length === 0 ? {} : { damaged }
}

/** Makes the reply to a request that failed. */
export const toFailureReply = (why: RouteFailure, requestId: string, language: Language): Reply => {
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

/** The answer to a bug in Keepsake. It contains no details. */
export const internalError = (requestId: string, language: Language): Reply =>
  ofEnvelope({ statusCode: 500, message: internal[language], requestId })

const ofEnvelope = (body: Envelope): Reply => ({ body, envelope: pick(body) })

const internal: Readonly<Record<Language, string>> = { 'zh-CN': '未知错误', 'en-US': 'Internal error' }
