import { splitObject } from '@keepsake/domain'
import { readQuery } from './query.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** The parameters of a request by name. Each value is the text that is signed for it. */
export type SignedParameters = Readonly<Record<string, string>>

/** Requests of the contract have a few dozen members. An attacker could make us sort and join a million. */
const maxMembers = 200

/**
 * The longest body that is parsed and written again before its sender is known. It is a small part of the largest allowed
 * body.
 */
const maxRewritten = 256 * 1024

/**
 * The texts that a client may have signed for a request's parameters, which are those of its query or the members of its
 * body. A body has two readings. In the first, objects and lists are as they were sent, because the node SDK sends what it
 * has signed. In the second, they are as JavaScript writes them, for a client that signs this form but sends spaces; such a
 * body may have at most 256 KiB. Empty if a part of the request is not signed.
 */
export const signedParameters = (request: IncomingRequest): readonly SignedParameters[] => {
  const { method, query, rawBody } = request
  // The SDK has no parameters for DELETE. A client that needs some writes them into the path, which is signed as it is.
  if (method === 'GET' || method === 'DELETE') return rawBody.length > 0 ? [] : ofQuery(query)
  if (query !== '') return []
  return rawBody.length === 0 ? [{}] : ofBody(rawBody)
}

const ofQuery = (query: string): readonly SignedParameters[] => {
  const parameters = readQuery(query)
  return parameters === undefined ? [] : [inTexts(parameters)]
}

const ofBody = (bytes: Uint8Array): readonly SignedParameters[] => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const members = splitObject(text, maxMembers)
    if (members === undefined) return []
    const asSent = Object.fromEntries([...members].map(([name, value]) => [name, asSentText(value)]))
    return bytes.length > maxRewritten ? [asSent] : [asSent, inTexts(JSON.parse(text) as object)]
  } catch {
    // Not JSON, or nested too deep to be written again: no client can have signed it.
    return []
  }
}

const asSentText = (value: string): string => (value.startsWith('"') ? String(JSON.parse(value)) : value)

const inTexts = (parameters: object): SignedParameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, textOf(value)]))

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
