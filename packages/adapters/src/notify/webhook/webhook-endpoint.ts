import { createHash } from 'node:crypto'
import {
  configurationIssue,
  isEndpointName,
  type ConfigurationIssue,
  type DomainEventType,
  type Path,
  type Secret,
} from '@keepsake/domain'
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
 * What is wrong with endpoints: one is no `https:` address, has no good secret, or cannot be told from another. The issues
 * repeat none of it.
 */
export const checkEndpoints = (
  endpoints: readonly WebhookEndpoint[],
  allowPrivate: boolean,
): readonly ConfigurationIssue[] => {
  const issues = endpoints.flatMap((endpoint, index) => check(endpoint, ['endpoints', index], allowPrivate))
  if (issues.length > 0) return issues
  const names = endpoints.map(endpointName)
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          configurationIssue(
            'webhook.name_repeated',
            ['endpoints', index, 'name'],
            `give each webhook a name of its own: ${name} is used twice`,
          ),
        ],
  )
}

const check = (
  { name, url, secrets }: WebhookEndpoint,
  path: Path,
  allowPrivate: boolean,
): readonly ConfigurationIssue[] => {
  const parsed = URL.parse(url)
  const isAllowed = parsed?.protocol === 'https:' || (allowPrivate && parsed?.protocol === 'http:')
  const isAddress = parsed !== null && isAllowed && parsed.username === '' && parsed.password === ''
  const areSecrets = secrets.length > 0 && secrets.every(isWebhookSecret)
  const isName = name === undefined || isEndpointName(name)
  return [
    ...(isAddress
      ? []
      : [
          configurationIssue(
            'webhook.url_malformed',
            [...path, 'url'],
            'give the address as https://host/path',
          ),
        ]),
    ...(areSecrets
      ? []
      : [
          configurationIssue(
            'webhook.secret_malformed',
            [...path, 'secrets'],
            'give at least one secret: whsec_ and base64 of 24 to 64 bytes',
          ),
        ]),
    ...(isName
      ? []
      : [
          configurationIssue(
            'webhook.name_malformed',
            [...path, 'name'],
            'give a name of 1 to 64 of A-Z a-z 0-9 . _ -',
          ),
        ]),
  ]
}
