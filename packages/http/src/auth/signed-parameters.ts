import { splitObject } from '@keepsake/domain'
import { readQuery } from './query.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** The parameters of a request by name, each as the text that is signed of it. */
export type SignedParameters = Readonly<Record<string, string>>

/** Requests of the contract have a few dozen members; to sort and join a million is what an attacker would have us do. */
const maxMembers = 200

/** The longest body that is read and written anew before its sender is known: a small part of what may be sent. */
const maxRewritten = 256 * 1024

/**
 * What a client may have signed of a request's parameters: those of its query, or the members of its body. There are two
 * readings of a body. Objects and lists stand as they were sent, as the SDK of node sends what it has signed; or else as
 * JavaScript writes them, for a client that signs so and sends with spaces: such a body may have 256 KiB. None at all
 * where a part of the request is under no signature.
 */
export const signedParameters = (request: IncomingRequest): readonly SignedParameters[] => {
  const { method, query, rawBody } = request
  // The SDK has no parameters for DELETE: who needs any writes them into the path, which is signed as it stands.
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
    // No JSON, or nested so deep that it cannot be written again: nobody can have signed it.
    return []
  }
}

const asSentText = (value: string): string => (value.startsWith('"') ? String(JSON.parse(value)) : value)

const inTexts = (parameters: object): SignedParameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, textOf(value)]))

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
