import { createHash } from 'node:crypto'
import { normalised, unavailable, type BreachedPasswords, type PlainPassword } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'

export type BreachedRangeOptions = {
  /** The address under which the ranges stand, without credentials: `https://host/range` for `https://host/range/5BAA6`. */
  readonly url: URL
  /** How long a range may take, from the question to the last byte. */
  readonly timeoutMs: number
  /** How many questions are under way at one moment; 8 where absent. A batch has hundreds of them. */
  readonly atOnce?: number
  readonly fetch?: (address: URL, init: RequestInit) => Promise<Response>
}

/** How much of the hash is told, by the protocol: 20 bits, which hundreds of leaked passwords share. */
const prefixDigits = 5
/** Many times the largest range of a thousand million passwords, padding included. */
const maxBytes = 1024 * 1024

/**
 * Leaked passwords by the range protocol of Pwned Passwords: the service is told the first five digits of the SHA-1, and
 * answers with all hashes of its list that begin so. Padding is asked for, so that an answer's size does not tell the
 * range. Any answer but a well-formed range is `Unavailable`, an empty one too: a service that lost its list clears nobody.
 */
export const openBreachedRange = (options: BreachedRangeOptions): BreachedPasswords => {
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
  // With credentials in it, fetch would refuse the address and repeat it in the error.
  address.username = ''
  address.password = ''
  const response = await fetch(address, {
    headers: { 'Add-Padding': 'true' },
    // The prefix is for this service alone.
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

/** Reads lines of the rest of a hash and its count. Those of padding have count 0. */
const parseRange = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .trimEnd()
      .split(/\r?\n/u)
      .map((line) => {
        const [, rest, count] = /^([0-9A-F]{35}):(\d{1,12})$/iu.exec(line) ?? []
        // The line is not repeated: what a stranger sent belongs into no log.
        if (rest === undefined)
          throw new Error('The service of leaked passwords answered with something else')
        return [rest.toUpperCase(), Number(count)]
      }),
  )
