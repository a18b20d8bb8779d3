import { issue, type Issue } from '@keepsake/domain'
import { sdkMethods } from './wire/sdk-methods.ts'

/** Why no route takes a request, with the HTTP status that says so. `allow` lists the methods that the path has. */
export type Missing = {
  readonly status: 404 | 405 | 501
  readonly issue: Issue
  readonly allow?: string
}

/** What this facade answers: a method, and a path whose parts after a colon are any text. */
export type Offer = { readonly method: string; readonly path: string }

/**
 * Why no route takes a request for this method and path. A path of the contract's that is not served here is named by
 * the SDK's method: an SDK throws for these statuses, so that no program takes the answer for done work.
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

/** Whether a path leads to an endpoint once it is spelled right: to name its method as not offered would be wrong. */
const isMisspelt = (path: string, offers: readonly Offer[]): boolean => {
  const spelled = path.toLowerCase().replaceAll(/\/+/gu, '/').replace(/\/$/u, '')
  return spelled !== path && offers.some((offer) => isPathOf(offer.path.toLowerCase(), spelled))
}

const contractPath = /^\/api\/v[23]\/./u

/** What the SDK calls the method whose path is spelled otherwise than its name. */
const sdkMethodOf = (method: string, path: string): string | undefined =>
  Object.entries(sdkMethods).find(([key]) => {
    const [verb = '', template = ''] = key.split(' ')
    return verb === method && isPathOf(template, path)
  })?.[1]

/** The name that a path ends in, in camel case as the SDK spells it. Text that is no name is not repeated. */
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
