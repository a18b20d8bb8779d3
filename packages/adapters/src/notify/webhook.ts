import {
  unavailable,
  undeliverable,
  type Clock,
  type DomainEvent,
  type DomainEventType,
  type EventSender,
  type Secret,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { postOnce } from './webhook/post-once.ts'
import { isPrivateAddress, publicLookup, type Resolve } from './webhook/public-lookup.ts'
import { isWebhookSecret, signedHeaders } from './webhook/signed-headers.ts'

export type { Resolve } from './webhook/public-lookup.ts'

/** Who is told of events. */
export type WebhookEndpoint = {
  /** `https:`, without a user or password in it. */
  readonly url: string
  /** `whsec_...`; each signs. While one takes the place of another, both. */
  readonly secrets: readonly Secret<string>[]
  /** The events that it is told of; all where absent. */
  readonly events?: readonly DomainEventType[]
}

export type WebhookOptions = {
  readonly endpoints: readonly WebhookEndpoint[]
  readonly clock: Clock
  /**
   * Whether endpoints may be in a private network, this machine itself included, and without TLS. Only where nobody but the
   * operator chooses them: whoever else names an address has our network asked for it.
   */
  readonly allowPrivate?: boolean
  /** How long an endpoint may take to answer; 10 s where absent. Less than a notice's lease. */
  readonly timeoutMs?: number
  /** PEM of the certificate authorities to trust, in the place of Node's. */
  readonly ca?: string
  /** Resolves host names; the system where absent. */
  readonly resolve?: Resolve
}

/**
 * Tells endpoints of events by Standard Webhooks 1.0 (standardwebhooks.com): `{type, timestamp, data}`, signed, the event's
 * id in `webhook-id`. No redirect is followed. Throws where an endpoint is no `https:` address or has no good secret.
 */
export const openWebhookSender = (options: WebhookOptions): EventSender => {
  for (const endpoint of options.endpoints) check(endpoint, options)
  return {
    send: (event) =>
      new ResultAsync(
        Promise.all(
          options.endpoints
            .filter(({ events }) => events?.includes(event.type) !== false)
            .map((endpoint) => tell(endpoint, event, options)),
        ).then(worst),
      ),
  }
}

type Told = Result<void, Unavailable | Undeliverable>

/** Whoever may still take it comes before who never will: the event is done with only when nobody is left. */
const worst = (outcomes: readonly Told[]): Told => {
  const failures = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []))
  const failure = failures.find(({ kind }) => kind === 'unavailable') ?? failures[0]
  return failure === undefined ? ok() : err(failure)
}

const defaultTimeoutMs = 10_000

const tell = (
  { url, secrets }: WebhookEndpoint,
  event: DomainEvent,
  { clock, allowPrivate = false, timeoutMs = defaultTimeoutMs, ca, resolve }: WebhookOptions,
): ResultAsync<void, Unavailable | Undeliverable> => {
  const to = new URL(url)
  const body = bodyOf(event)
  // Asked at every attempt: a name that is moved to a private address is refused from then on.
  if (!allowPrivate && isPrivateAddress(to.hostname)) return errAsync(noAnswer(to, 'ENOTPUBLIC'))
  return ResultAsync.fromThrowable(
    async () =>
      postOnce(to, {
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Keepsake',
          ...(await signedHeaders(event.id, clock(), body, secrets)),
        },
        body,
        timeoutMs,
        lookup: allowPrivate ? undefined : publicLookup(resolve),
        ca,
      }),
    (cause) => noAnswer(to, codeOf(cause)),
  )().andThen((status) => decide(status, to))
}

/** `410 Gone` is how a receiver says that it wants no more; everything else may be mended. */
const decide = (status: number, { host }: URL): Told => {
  if (status >= 200 && status < 300) return ok()
  const error = new Error(`the webhook at ${host} answered ${status}`)
  return err(status === 410 ? undeliverable('recipient-refused', error) : unavailable('event-sender', error))
}

/** The host alone: a path may be as secret as a password. */
const noAnswer = ({ host }: URL, code: string): Unavailable =>
  unavailable('event-sender', new Error(`the webhook at ${host} did not answer: ${code}`))

const codeOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
}

const bodyOf = ({ id: _id, createdAt, type, ...data }: DomainEvent): string =>
  JSON.stringify({ type, timestamp: new Date(createdAt).toISOString(), data })

/** Throws without repeating the address or a secret. */
const check = ({ url, secrets }: WebhookEndpoint, { allowPrivate = false }: WebhookOptions): void => {
  const parsed = URL.parse(url)
  const isAllowed = parsed?.protocol === 'https:' || (allowPrivate && parsed?.protocol === 'http:')
  if (parsed === null || !isAllowed || parsed.username !== '' || parsed.password !== '')
    throw new TypeError('the address of a webhook is not https://host/path')
  if (secrets.length === 0 || !secrets.every(isWebhookSecret))
    throw new TypeError('the secret of a webhook is not whsec_ and base64 of 24 to 64 bytes')
}
