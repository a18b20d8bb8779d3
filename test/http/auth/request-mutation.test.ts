import { parse } from 'node:querystring'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifySignature } from '../../../packages/http/src/auth/request-signature.ts'
import type { IncomingRequest } from '../../../packages/http/src/auth/incoming-request.ts'
import { recorded, recordedRequests, sdk, settingsAt } from './requests.ts'

type Edit = (text: string) => string
type Part = 'method' | 'path' | 'query' | 'body' | 'header name' | 'header value' | 'authorization'

const parts: readonly Part[] = [
  'method',
  'path',
  'query',
  'body',
  'header name',
  'header value',
  'authorization',
]
const signedHeaders = Object.keys(recorded.headers)

/** The request with one part edited; undefined where the body is no longer JSON, which no pipeline lets this far. */
const mutate = (
  request: IncomingRequest,
  part: Part,
  edit: Edit,
  pick: number,
): IncomingRequest | undefined => {
  const name = signedHeaders[pick % signedHeaders.length] ?? 'date'
  const headers = { ...request.headers }
  switch (part) {
    case 'method':
    case 'path':
    case 'query':
      return { ...request, [part]: edit(request[part]) }
    case 'header name':
      headers[edit(name)] = headers[name]
      delete headers[name]
      return { ...request, headers }
    case 'header value':
      return { ...request, headers: { ...headers, [name]: edit(headers[name] ?? '') } }
    case 'authorization': {
      const [scheme, credentials] = (headers['authorization'] ?? '').split(' ')
      return { ...request, headers: { ...headers, authorization: `${scheme} ${edit(credentials ?? '')}` } }
    }
    case 'body':
      return withBody(request, edit(Buffer.from(request.rawBody).toString()))
  }
}

const withBody = (request: IncomingRequest, text: string): IncomingRequest | undefined => {
  try {
    if (text !== '') JSON.parse(text)
    return { ...request, rawBody: Buffer.from(text) }
  } catch {
    return undefined
  }
}

/** What the SDK would sign for the request that arrived, told by the SDK's own code and Node's other query parser. */
const sdkText = (request: IncomingRequest): string => {
  const query = Object.entries(parse(request.query)).map(([name, value]) => [
    name.replace(/\[\]$/, ''),
    value,
  ])
  const body = Buffer.from(request.rawBody).toString()
  const parameters =
    request.method === 'GET'
      ? Object.fromEntries(query)
      : ((JSON.parse(body === '' ? '{}' : body) as object | null) ?? {})
  return sdk.buildStringToSign(
    request.method,
    request.path.replace(/^.*?(?=\/api\/v3\/)/s, ''),
    request.headers,
    parameters,
  )
}

/** Whether what was signed, and who signed it, is still the same. */
const meansTheSame = (left: IncomingRequest, right: IncomingRequest): boolean =>
  sdkText(left) === sdkText(right) && left.headers['authorization'] === right.headers['authorization']

// a window of 30 years, so that the signature has to judge an edited date, not the clock
const isAccepted = async (request: IncomingRequest): Promise<boolean> =>
  (await verifySignature(request, { ...settingsAt(), skewMs: 30 * 365 * 86_400_000 })).isOk()

const replaceAt =
  (index: number, removed: number, inserted: string): Edit =>
  (text) => {
    const at = text.length === 0 ? 0 : index % text.length
    return text.slice(0, at) + inserted + text.slice(at + removed)
  }

describe('a request edited on its way is refused', () => {
  test.each(recordedRequests)('$name: at every single character', async ({ request }) => {
    let edits = 0
    for (const part of parts) {
      const length = part === 'body' ? request.rawBody.length : 120
      for (let index = 0; index < length; index += 1) {
        for (let pick = 0; pick < (part.startsWith('header') ? signedHeaders.length : 1); pick += 1) {
          const edited = mutate(
            request,
            part,
            (text) =>
              index < text.length ? replaceAt(index, 1, text[index] === '7' ? '8' : '7')(text) : text,
            pick,
          )
          if (edited === undefined || meansTheSame(request, edited)) continue
          edits += 1
          expect(await isAccepted(edited), `${part} at ${index}`).toBe(false)
        }
      }
    }
    expect(edits).toBeGreaterThan(200)
  })

  test('6000 random edits: none that changes what was signed is accepted', async () => {
    const characters = fc.oneof(
      fc.constantFrom(...'&=%+?/[]{}:,"\\ \t\n01aZ.~'),
      fc.constantFrom('&a=1', '[]', 'null', '{"a":1}', '%5B', '\u0000', '张', '😀'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    )
    const edit = fc.record({ index: fc.nat(400), removed: fc.nat(2), inserted: characters })
    let changed = 0
    let unchanged = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...recordedRequests),
        fc.constantFrom(...parts),
        edit,
        fc.nat(signedHeaders.length - 1),
        async ({ request }, part, { index, removed, inserted }, pick) => {
          const edited = mutate(request, part, replaceAt(index, removed, inserted), pick)
          if (edited === undefined) return
          if (meansTheSame(request, edited)) unchanged += 1
          else {
            changed += 1
            expect(await isAccepted(edited), JSON.stringify(edited)).toBe(false)
          }
        },
      ),
      { numRuns: 6000 },
    )
    expect(changed).toBeGreaterThan(2000)
    expect(unchanged).toBeGreaterThan(0)
  })
})
