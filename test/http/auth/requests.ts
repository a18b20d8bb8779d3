import { createRequire } from 'node:module'
import { conceal, userPoolId, type SingleUseStore } from '@keepsake/domain'
import type { AuthenticationSettings } from '../../../packages/http/src/auth/authenticate.ts'
import type { IncomingRequest } from '../../../packages/http/src/auth/incoming-request.ts'
import recorded from './signature-vectors.json' with { type: 'json' }
import { memorySingleUse } from './memory-single-use.ts'

export { recorded }

/** The published SDK's own signing functions: the oracle of these tests. */
export const sdk: {
  readonly buildStringToSign: (method: string, path: string, headers: object, parameters: object) => string
  readonly buildSignature: (secret: string, text: string) => string
} = createRequire(import.meta.url)('authing-node-sdk/dist/utils/buildSignature')

export const signedAt: number = Date.parse(recorded.headers.date)

export const settingsAt = (
  now: number = signedAt,
  singleUse: Pick<SingleUseStore, 'spend'> = memorySingleUse(),
): AuthenticationSettings => ({
  accessKeyId: recorded.accessKeyId,
  accessKeySecret: conceal(recorded.accessKeySecret),
  userPoolId: userPoolId('59f86b4832eb28071bdd9214'),
  now,
  singleUse,
})

/** A request as the pipeline hands it over. */
export const incoming = (
  parts: Pick<IncomingRequest, 'method' | 'path'> & {
    readonly query?: string
    readonly headers: IncomingRequest['headers']
    readonly text?: string
  },
): IncomingRequest => ({
  method: parts.method,
  path: parts.path,
  query: parts.query ?? '',
  headers: parts.headers,
  rawBody: Buffer.from(parts.text ?? ''),
})

/** Signs as the SDK does: what it was given goes under the signature, and a POST body to the wire as JSON. */
export const signedPost = (
  path: string,
  parameters: Record<string, unknown>,
  headers: Record<string, string> = recorded.headers,
): IncomingRequest =>
  incoming({
    method: 'POST',
    path,
    headers: { ...headers, authorization: authorize('POST', path, headers, parameters) },
    text: JSON.stringify(parameters),
  })

export const authorize = (method: string, path: string, headers: object, parameters: object): string =>
  `authing ${recorded.accessKeyId}:${sdk.buildSignature(recorded.accessKeySecret, sdk.buildStringToSign(method, path, headers, parameters))}`

/** The recorded vectors, each as the request that carries it. */
export const recordedRequests: readonly { readonly name: string; readonly request: IncomingRequest }[] =
  recorded.vectors.map((vector) => ({
    name: vector.name,
    request: incoming({
      method: vector.method,
      path: vector.path,
      query: vector.query,
      headers: {
        ...recorded.headers,
        'content-type': 'application/json',
        authorization: `authing ${recorded.accessKeyId}:${vector.signature}`,
      },
      ...(vector.method === 'GET' ? {} : { text: JSON.stringify(vector.parameters) }),
    }),
  }))
