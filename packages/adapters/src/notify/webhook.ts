import {
  checkNumbers,
  openTogether,
  refuseConfiguration,
  unavailable,
  undeliverable,
  type Clock,
  type DomainEvent,
  type EventSender,
  type Instant,
  type Unavailable,
  type Undeliverable,
} from '@keepsake/domain'
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import { checkCertificates } from './certificates.ts'
import { networkWords } from './network-failure.ts'
import { parseRetryAfter } from './retry-after.ts'
import { postOnce, type OutboxEntry } from './webhook/post-once.ts'
import { sendTimeout } from './send-timeout.ts'
import { usePeer } from '../peer.ts'
import type * as publicNetwork from './webhook/public-lookup.ts'
import type { Resolve } from './webhook/public-lookup.ts'
import { loadWebhooks, signedHeaders } from './webhook/signed-headers.ts'
import { checkEndpoints, endpointName, type WebhookEndpoint } from './webhook/webhook-endpoint.ts'

export type { Resolve } from './webhook/public-lookup.ts'
export type { WebhookEndpoint } from './webhook/webhook-endpoint.ts'

export type WebhookOptions = {
  readonly endpoints: readonly WebhookEndpoint[]
  readonly clock: Clock
  /**
   * Whether endpoints may be in a private network, this machine itself included, and without TLS. Set it only if nobody
   * but the operator chooses the endpoints: anybody else who names an address makes us send requests into our own
   * network.
   */
  readonly allowPrivate?: boolean
  /** How long an endpoint may take to answer; 10 s if absent. Less than an event's lease. */
  readonly timeoutMs?: number
  /** PEM of the certificate authorities to trust instead of Node's. */
  readonly ca?: string
  /** Resolves host names; the system if absent. */
  readonly resolve?: Resolve
}

/**
 * Sends events to endpoints by Standard Webhooks 1.0 (standardwebhooks.com): `{type, timestamp, data}`, signed, with
 * the event's id in `webhook-id`, the same at every endpoint. No redirect is followed. Rejects with a configuration error
 * if an endpoint is no `https:` address, has no good secret, or has the name of another endpoint, if `ca` is no
 * certificate, if `timeoutMs` is out of bounds, and if `standardwebhooks` or `ipaddr.js`, optional peers, is not installed.
 */
export const openWebhookSender = async (options: WebhookOptions): Promise<EventSender> => {
  const { network } = await openTogether({
    options: () =>
      refuseConfiguration([
        ...checkEndpoints(options.endpoints, options.allowPrivate ?? false),
        ...checkCertificates(options.ca),
        ...checkNumbers(options, { timeoutMs: sendTimeout }),
      ]),
    webhooks: loadWebhooks,
    network: () => usePeer('ipaddr.js', () => import('./webhook/public-lookup.ts')),
  })
  const sending: Sending = { ...options, network }
  const byName = new Map(options.endpoints.map((endpoint) => [endpointName(endpoint), endpoint]))
  return {
    endpoints: [...byName].map(([name, { events }]) => ({ name, ...(events !== undefined && { events }) })),
    send: (event, name) => {
      if (name === undefined) return tellAll(event, sending)
      const endpoint = byName.get(name)
      return endpoint === undefined
        ? errAsync(undeliverable('not-prepared', new Error(`no webhook is configured as ${name}`)))
        : tell(endpoint, event, sending)
    },
  }
}

/** The options, and the look-up that keeps to the public Internet. */
type Sending = WebhookOptions & { readonly network: typeof publicNetwork }

type Told = Result<void, Unavailable | Undeliverable>

/**
 * Sends the event to every endpoint that receives it. A failure that may pass counts before one that is final. All are
 * sent to again, so the longest wait that one of them asks for counts.
 */
const tellAll = (event: DomainEvent, sending: Sending): ResultAsync<void, Unavailable | Undeliverable> =>
  new ResultAsync(
    Promise.all(
      sending.endpoints
        .filter(({ events }) => events?.includes(event.type) !== false)
        .map((endpoint) => tell(endpoint, event, sending)),
    ).then((outcomes): Told => {
      const failures = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []))
      const passing = failures.filter((failure) => failure.kind === 'unavailable')
      const [failure] = passing.toSorted((one, other) => askedMs(other) - askedMs(one))
      const counted = failure ?? failures[0]
      return counted === undefined ? ok() : err(counted)
    }),
  )

const askedMs = ({ retryAfterMs = 0 }: Unavailable): number => retryAfterMs

const defaultTimeoutMs = 10_000

const tell = (
  { url, secrets }: WebhookEndpoint,
  event: DomainEvent,
  { clock, allowPrivate = false, timeoutMs = defaultTimeoutMs, ca, resolve, network }: Sending,
): ResultAsync<void, Unavailable | Undeliverable> => {
  const to = new URL(url)
  const body = bodyOf(event)
  // Checked at every attempt: a name that is moved to a private address is refused from then on.
  if (!allowPrivate && network.isPrivateAddress(to.hostname))
    return errAsync(noAnswer(to, network.notPublic()))
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
        lookup: allowPrivate ? undefined : network.publicLookup(resolve),
        ca,
      }),
    (cause) => noAnswer(to, cause),
  )().andThen((posted) => decide(posted, to, clock()))
}

/** With `410 Gone`, a receiver says that it wants no more events; every other status may be fixed. */
const decide = ({ status, retryAfter }: OutboxEntry, { host }: URL, now: Instant): Told => {
  if (status >= 200 && status < 300) return ok()
  const more = status >= 300 && status < 400 ? ', which is not followed' : ''
  const error = new Error(`the webhook at ${host} answered ${status}${more}`)
  if (status === 410) return err(undeliverable('recipient-refused', error))
  const retryAfterMs = parseRetryAfter(retryAfter, now)
  return err({ ...unavailable('event-sender', error), ...(retryAfterMs !== undefined && { retryAfterMs }) })
}

/** Only the host: a path may be as secret as a password. */
const noAnswer = ({ host }: URL, cause: unknown): Unavailable =>
  unavailable('event-sender', new Error(`the webhook at ${host} did not answer: ${networkWords(cause)}`))

const bodyOf = ({ id: _id, createdAt, type, ...data }: DomainEvent): string =>
  JSON.stringify({ type, timestamp: new Date(createdAt).toISOString(), data })
