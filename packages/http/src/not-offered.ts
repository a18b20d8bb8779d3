import { issue, type Issue } from '@keepsake/domain'
import { sdkMethods } from './wire/sdk-methods.ts'

/** Why no route matches a request, with the HTTP status. `allow` lists the methods that the path has. */
export type Missing = {
  readonly status: 404 | 405 | 501
  readonly issue: Issue
  readonly allow?: string
}

/** An endpoint of this facade: a method, and a path. A part of the path after a colon can be any text. */
export type Offer = { readonly method: string; readonly path: string }

/**
 * Finds why no route matches this method and path. For a path of the contract that is not served here, the issue names the
 * SDK's method. An SDK throws for these statuses, so no program takes the answer for success.
 */
export const whyMissing = (method: string, path: string, offers: readonly Offer[]): Missing => {
  const methods = offers.filter((offer) => isPathOf(offer.path, path)).map((offer) => offer.method)
  const named = sdkMethodOf(method, path)
  if (named === undefined && methods.length > 0) {
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
    return { status: 405, issue: issue('request.method_not_allowed', [], { allowed: allow }), allow }
  }
  return contractPath.test(path) && !isMisspelt(path, offers)
    ? { status: 501, issue: issue('request.not_offered', [], { method: named ?? lastPart(path) }) }
    : { status: 404, issue: issue('request.endpoint_unknown') }
}

/**
 * Whether a path would lead to an endpoint if it were spelled right. Then it would be wrong to say that its method is not
 * offered.
 */
const isMisspelt = (path: string, offers: readonly Offer[]): boolean => {
  const spelled = path.toLowerCase().replaceAll(/\/+/gu, '/').replace(/\/$/u, '')
  return spelled !== path && offers.some((offer) => isPathOf(offer.path.toLowerCase(), spelled))
}

const contractPath = /^\/api\/v[23]\/./u

/** The SDK's name of a method whose name differs from its path. */
const sdkMethodOf = (method: string, path: string): string | undefined =>
  Object.entries(sdkMethods).find(([key]) => {
    const [verb = '', template = ''] = key.split(' ')
    return verb === method && isPathOf(template, path)
  })?.[1]

/** The last part of a path, in camel case as the SDK spells its name. Text that is not a name is not repeated. */
const lastPart = (path: string): string => {
  const name = /\/(?<name>[a-z][\w-]{0,80})\/?$/iu.exec(path)?.groups?.['name']
  return name?.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase()) ?? 'unknown'
}

const isPathOf = (template: string, path: string): boolean => {
  const parts = path.split('/')
  const wanted = template.split('/')
  return (
    parts.length === wanted.length &&
    wanted.every((part, index) => part === parts[index] || (/^[:{]/u.test(part) && parts[index] !== ''))
  )
}
