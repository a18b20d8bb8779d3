import { formatPath, type Failure, type Issue } from '@keepsake/domain'
import { apiCodes } from './api-codes/api-codes.ts'
import { describe, type Language } from './message.ts'

/** One issue on the wire. */
export type IssueDto = { readonly code: string; readonly path: string; readonly message: string }

/**
 * The envelope of every answer. `statusCode` says whether the request succeeded. The HTTP status is 200 for every method that
 * is offered, also for an error.
 */
export type Envelope = {
  readonly statusCode: number
  readonly message: string
  readonly apiCode?: number
  /** Sent with every failure. */
  readonly requestId?: string
  readonly data?: unknown
  /** Every issue of a refused request, up to a thousand. Callers that only know the contract ignore this field. */
  readonly errors?: readonly IssueDto[]
  /** Issues of a request that succeeded. The caller should look at them. */
  readonly warnings?: readonly IssueDto[]
}

/** More than a person reads, and few enough that an answer is not many times as large as its request. */
const maxErrors = 1000

const succeeded: Readonly<Record<Language, string>> = { 'zh-CN': '操作成功', 'en-US': 'Success' }
const broken: Readonly<Record<Language, string>> = {
  'zh-CN': '服务暂时不可用',
  'en-US': 'Temporarily unavailable',
}

/** Makes the envelope of a success. If the action has no answer, `data` is absent. */
export const success = (data: unknown, warnings: readonly Issue[], language: Language): Envelope => ({
  statusCode: 200,
  message: succeeded[language],
  ...(data === undefined ? {} : { data }),
  ...(warnings.length === 0 ? {} : { warnings: toIssueDtos(warnings, language) }),
})

/**
 * Makes the envelope of a failure. The message is that of the first issue, and up to a thousand issues are listed. For an
 * internal failure, only the fact is given.
 */
export const failure = (what: Failure, requestId: string, language: Language): Envelope => {
  const first = what.kind === 'rejected' ? what.issues[0] : undefined
  if (what.kind === 'unavailable' || first === undefined)
    return { statusCode: 503, message: broken[language], requestId }
  const { statusCode, apiCode } = apiCodes[first.code]
  return {
    statusCode,
    message: describe(first, language),
    ...(apiCode === undefined ? {} : { apiCode }),
    requestId,
    errors: toIssueDtos(what.issues.slice(0, maxErrors), language),
  }
}

/** Writes issues for the wire, each with a sentence in the caller's language. */
export const toIssueDtos = (issues: readonly Issue[], language: Language): readonly IssueDto[] =>
  issues.map((issue) => ({
    code: issue.code,
    path: formatPath(issue.path),
    message: describe(issue, language),
  }))

/** The same for callers of v2, which only read `code`: 200, or the detailed code if there is one. */
export const forV2 = (envelope: Envelope): Envelope & { readonly code: number } => ({
  code: envelope.apiCode ?? envelope.statusCode,
  ...envelope,
})
