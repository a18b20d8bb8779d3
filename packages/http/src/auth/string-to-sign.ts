import { within } from '@keepsake/domain'
import type { IncomingRequest } from './incoming-request.ts'
import { signedParameters, type SignedParameters } from './signed-parameters.ts'

/** All headers that clients of Authing v3 are known to sign, and `x-authing-content-sha256`, which is ours. */
const knownHeaders: ReadonlySet<string> = new Set([
  'date',
  'x-authing-app-id',
  'x-authing-app-tenant-id',
  'x-authing-content-sha256',
  'x-authing-date',
  'x-authing-lang',
  'x-authing-sdk-version',
  'x-authing-signature-method',
  'x-authing-signature-nonce',
  'x-authing-signature-version',
  'x-authing-tenant-id',
  'x-authing-userpool-id',
])

/** Parameters of GET routes that are lists. The SDK signs an empty list as `[]`, and axios leaves it out of the URL. */
const listParameters: ReadonlyMap<string, readonly string[]> = new Map([
  ['/api/v3/get-user-batch', ['userIds']],
])

/** A text that a client may have signed, and the parameters in it. */
export type SignedText = { readonly text: string; readonly parameters: SignedParameters }

/**
 * The texts that a client may have signed to send this request, as `buildSignature.ts` of authing-node-sdk 4.0.1 makes them.
 * A text starts with the method. Then comes `name:value` of each `date` and `x-authing-*` header in order, each followed by
 * a line feed. Then comes `path?name=value&name=value`, with the parameters of the query (GET) or the top-level members of
 * the body (all other methods) in order. Objects are JSON, and nothing is URL-encoded.
 *
 * There are several texts, because the wire does not show everything. A client that was given only `undefined` values signs
 * a bare `?`. A proxy may have added `x-authing-*` headers of its own. For that case, the known headers alone also make a
 * text, so no header outside `knownHeaders` may be trusted.
 *
 * The list is empty if a part of the request is not signed: a query beside a body, a body beside GET, or a body that is not
 * a JSON object. It is also empty if a header is longer than any header that is signed.
 */
export const textsToSign = (request: IncomingRequest): readonly SignedText[] => {
  if (hasLongHeader(request.headers)) return []
  const path = signedPath(request.path)
  const resources = new Map(
    signedParameters(request)
      .flatMap((each) => candidateResources(path, each))
      .map(({ text, parameters }) => [text, parameters]),
  )
  const heads = new Set([
    canonicalHeaders(request.headers, (name) => name === 'date' || name.startsWith('x-authing-')),
    canonicalHeaders(request.headers, (name) => knownHeaders.has(name)),
  ])
  return [...heads].flatMap((head) =>
    [...resources].map(([resource, parameters]) => ({
      text: `${request.method}\n${head}${resource}`,
      parameters,
    })),
  )
}

/** In UTF-16 units. Node takes no more than 16 KiB of headers in all. */
const maxHeader = 8192

const hasLongHeader = (headers: IncomingRequest['headers']): boolean =>
  Object.values(headers).some((value) => within(value ?? '', maxHeader) === undefined)

/** A header's value as it is signed: on one line, without spaces at its ends. */
export const canonicalHeaderValue = (value: string): string => value.replace(/[\t\n\r\f]/g, ' ').trim()

/** The client does not know a mount prefix. It signs from `/api/v3/` or `/api/v2/` on. */
const signedPath = (path: string): string => path.slice(Math.max(path.search(/\/api\/v[23]\//u), 0))

const canonicalHeaders = (headers: IncomingRequest['headers'], isSigned: (name: string) => boolean): string =>
  Object.keys(headers)
    .filter(isSigned)
    .toSorted()
    .map((name) => [name, headers[name]] as const)
    .map(([name, value]) => (value === undefined ? '' : `${name}:${canonicalHeaderValue(value)}\n`))
    .join('')

const candidateResources = (path: string, parameters: SignedParameters): readonly SignedText[] => {
  const dropped = (listParameters.get(path) ?? []).filter((name) => !Object.hasOwn(parameters, name))
  const withDropped = { ...parameters, ...Object.fromEntries(dropped.map((name) => [name, '[]'])) }
  const resources = dropped.length === 0 ? [] : [canonicalResource(path, withDropped)]
  resources.push(canonicalResource(path, parameters))
  // No parameter in the request: either none was given, or all given values are `undefined`.
  if (Object.keys(parameters).length === 0) resources.push({ text: path, parameters })
  return resources
}

const canonicalResource = (path: string, parameters: SignedParameters): SignedText => ({
  text: `${path}?${Object.keys(parameters)
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&')}`,
  parameters,
})
