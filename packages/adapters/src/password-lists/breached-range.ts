import { createHash } from 'node:crypto'
import {
  checkNumbers,
  normalised,
  refuseConfiguration,
  unavailable,
  type BreachedPasswords,
  type PlainPassword,
} from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'

export type BreachedRangeOptions = {
  /** The address of the ranges, without credentials: `https://host/range` for `https://host/range/5BAA6`. */
  readonly url: URL
  /** How long a range may take, from the request to the last byte. */
  readonly timeoutMs: number
  /** How many requests run at the same time; 8 if absent. A batch has hundreds of them. */
  readonly atOnce?: number
  readonly fetch?: (address: URL, init: RequestInit) => Promise<Response>
}

/** How much of the hash is sent, as the protocol defines: 20 bits, which hundreds of leaked passwords share. */
const prefixDigits = 5
/** Much longer than a user waits for an answer. */
const longestAnswerMs = 300_000
/** Many times the largest range of a thousand million passwords, padding included. */
const maxBytes = 1024 * 1024

/**
 * Leaked passwords by the range protocol of Pwned Passwords: the service gets the first five digits of the SHA-1, and
 * answers all hashes of its list that begin with them. Padding is requested, so that an answer's size does not reveal
 * the range. Every answer except a well-formed range is `Unavailable`. So is an empty one: a service that has lost its
 * list must not clear any password. Throws a configuration error if a number is out of bounds.
 */
export const openBreachedRange = (options: BreachedRangeOptions): BreachedPasswords => {
  refuseConfiguration(
    checkNumbers(options, {
      timeoutMs: { least: 1, most: longestAnswerMs },
      atOnce: { least: 1, most: 1000 },
    }),
  )
  const inTurn = pLimit(options.atOnce ?? 8)
  return {
    count: ResultAsync.fromThrowable(
      async (password: PlainPassword) => {
        const hash = createHash('sha1').update(normalised(password), 'utf8').digest('hex').toUpperCase()
        const range = parseRange(await inTurn(() => fetchRange(options, hash.slice(0, prefixDigits))))
        return range.get(hash.slice(prefixDigits)) ?? 0
      },
      (cause) => unavailable('breached-passwords', cause),
    ),
  }
}

const fetchRange = async (
  { url, timeoutMs, fetch = globalThis.fetch }: BreachedRangeOptions,
  prefix: string,
): Promise<string> => {
  const address = new URL(url)
  address.pathname = `${url.pathname.replace(/\/$/u, '')}/${prefix}`
  // If the address contained credentials, fetch would refuse it and repeat it in the error.
  address.username = ''
  address.password = ''
  const response = await fetch(address, {
    headers: { 'Add-Padding': 'true' },
    // The prefix is only for this service.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel()
    throw new Error(`The service of leaked passwords answered with status ${response.status}`)
  }
  return readText(response.body)
}

const readText = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) throw new Error('The service of leaked passwords answered with too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}

/** Reads lines with the rest of a hash and its count. Padding lines have count 0. */
const parseRange = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .trimEnd()
      .split(/\r?\n/u)
      .map((line) => {
        const [, rest, count] = /^([0-9A-F]{35}):(\d{1,12})$/iu.exec(line) ?? []
        // The line is not repeated: what another system sent does not belong in a log.
        if (rest === undefined)
          throw new Error('The service of leaked passwords answered with something else')
        return [rest.toUpperCase(), Number(count)]
      }),
  )
