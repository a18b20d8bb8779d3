import {
  unavailable,
  undeliverable,
  type Clock,
  type Instant,
  type Message,
  type NoticeSender,
  type Unavailable,
  type Undeliverable,
  type UndeliverableReason,
} from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { networkWords } from '../network-failure.ts'
import { parseRetryAfter } from '../retry-after.ts'
import type { WriteMessage, WrittenMessage } from '../written-message.ts'

/** A request to a provider. */
export type ProviderRequest = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a provider answered: the status, its `Retry-After`, and the body if it is JSON. */
export type ProviderAnswer = {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly body: unknown
}

/** What the answer means, and the provider's own code for it. `busy`: try again later. */
export type ProviderVerdict = {
  readonly verdict: 'sent' | 'busy' | UndeliverableReason
  readonly code?: string | number | undefined
  /** How long the limit lasts that this message has met, in ms, if the code says so. */
  readonly limitMs?: number | undefined
}

/** A provider of text messages, as its API works. */
export type Provider = {
  readonly name: string
  readonly toRequest: (message: Message, words: WrittenMessage) => Result<ProviderRequest, Undeliverable>
  readonly toVerdict: (answer: ProviderAnswer) => ProviderVerdict
}

export type TextSenderOptions = {
  readonly write: WriteMessage
  /** How long a message may take; 10 s if absent. Less than a notice's lease. */
  readonly timeoutMs?: number
  readonly clock: Clock
}

/** Sends text messages through a provider, one request for each. */
export const textSender = (
  provider: Provider,
  { write, timeoutMs = defaultTimeoutMs, clock }: TextSenderOptions,
): NoticeSender => {
  const ask = ResultAsync.fromThrowable(
    (request: ProviderRequest) => post(request, timeoutMs),
    (cause) =>
      unavailable('notice-sender', new Error(`${provider.name} did not answer: ${networkWords(cause)}`)),
  )
  return {
    send: (message) =>
      checkPhone(message)
        .andThen(() => write(message))
        .andThen((words) => provider.toRequest(message, words))
        .asyncAndThen(ask)
        .andThen((answer) => decide(provider, answer, clock())),
  }
}

const defaultTimeoutMs = 10_000

const decide = (
  provider: Provider,
  answer: ProviderAnswer,
  now: Instant,
): Result<void, Unavailable | Undeliverable> => {
  const { verdict, code, limitMs = 0 } = provider.toVerdict(answer)
  if (verdict === 'sent') return ok()
  // Only the code: the text of an answer may repeat what was sent.
  const shown = /^[\w.-]{1,80}$/u.exec(String(code ?? ''))?.[0] ?? 'no code'
  const error = new Error(`${provider.name} answered ${answer.status}, ${shown}`)
  if (verdict !== 'busy') return err(undeliverable(verdict, error))
  const retryAfterMs = Math.max(limitMs, parseRetryAfter(answer.retryAfter, now) ?? 0)
  return err({ ...unavailable('notice-sender', error), ...(retryAfterMs > 0 && { retryAfterMs }) })
}

/** E.164: up to 15 digits. Checked again, because this is the last check before a request. */
const checkPhone = ({ channel, to }: Message): Result<void, Undeliverable> => {
  if (channel !== 'sms')
    return err(undeliverable('not-prepared', new Error(`text messages do not go by ${channel}`)))
  return /^\+[1-9]\d{6,14}$/u.test(to)
    ? ok()
    : err(undeliverable('recipient-refused', new Error('what a text message is for is no number in E.164')))
}

/** Many times what any of these providers answers. */
const maxBytes = 64 * 1024

const post = async ({ url, headers, body }: ProviderRequest, timeoutMs: number): Promise<ProviderAnswer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    // For an empty text, fetch adds a content type that is not signed.
    body: body === '' ? null : body,
    // A redirect is an answer like any other: no password is sent after it.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw Object.assign(new Error(), { code: 'too much' })
    chunks.push(chunk)
  }
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after') ?? undefined,
    body: jsonIn(Buffer.concat(chunks).toString('utf8')),
  }
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A field of an answer, at a path of names and indexes; nothing if the answer has another shape. */
const fieldOf = (body: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string | number, unknown>>)[step]
        : undefined,
    body,
  )

/** The field, if it is text or a number. */
export const codeIn = (body: unknown, ...path: readonly (string | number)[]): string | number | undefined => {
  const value = fieldOf(body, ...path)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}
