import { createHash } from 'node:crypto'
import { isEndpointName, type DomainEventType, type Secret } from '@keepsake/domain'
import { isWebhookSecret } from './signed-headers.ts'

/** A receiver of events. */
export type WebhookEndpoint = {
  /**
   * The name under which its events wait: 1 to 64 of `A-Z a-z 0-9 . _ -`. With a name, an endpoint may move to another
   * address and keep its waiting events. If absent, `endpointName` makes it from the address.
   */
  readonly name?: string
  /** `https:`, without a user or password in it. */
  readonly url: string
  /** `whsec_...`; each secret signs. Give both while one replaces another. */
  readonly secrets: readonly Secret<string>[]
  /** The types of events that the endpoint receives; all if absent. */
  readonly events?: readonly DomainEventType[]
}

/**
 * The endpoint's name: its own, or the host with some letters that stand for the whole address, which may be a secret.
 */
export const endpointName = ({ name, url }: Pick<WebhookEndpoint, 'name' | 'url'>): string => {
  if (name !== undefined) return name
  const host = new URL(url).hostname.replaceAll(/[^A-Za-z0-9.-]/gu, '').slice(-longestHost)
  return `${host}-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`
}

const longestHost = 55

/**
 * Throws if an endpoint is no `https:` address, has no good secret, or cannot be told from another; the error repeats
 * none of it.
 */
export const checkEndpoints = (endpoints: readonly WebhookEndpoint[], allowPrivate: boolean): void => {
  for (const endpoint of endpoints) check(endpoint, allowPrivate)
  const names = endpoints.map(endpointName)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TypeError(`two webhooks have the name ${twice}`)
}

const check = ({ name, url, secrets }: WebhookEndpoint, allowPrivate: boolean): void => {
  const parsed = URL.parse(url)
  const isAllowed = parsed?.protocol === 'https:' || (allowPrivate && parsed?.protocol === 'http:')
  if (parsed === null || !isAllowed || parsed.username !== '' || parsed.password !== '')
    throw new TypeError('the address of a webhook is not https://host/path')
  if (secrets.length === 0 || !secrets.every(isWebhookSecret))
    throw new TypeError('the secret of a webhook is not whsec_ and base64 of 24 to 64 bytes')
  if (name !== undefined && !isEndpointName(name))
    throw new TypeError('the name of a webhook is not 1 to 64 of A-Z a-z 0-9 . _ -')
}
