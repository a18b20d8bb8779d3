import type { Secret } from '@keepsake/domain'
import { isLoopback } from '../loopback.ts'

/**
 * Throws if a key, or the name of a key, could not be sent: it is part of the headers of a request, which may hold only
 * printable ASCII. A line break at the end of a file is the usual reason. The error repeats nothing of it.
 * @param what its name in the error
 */
export const checkUsable = (what: string, text: string | Secret<string>): void => {
  const plain = typeof text === 'string' ? text : text.reveal()
  if (!/^[\x21-\x7e]+$/u.test(plain))
    throw new TypeError(
      `the ${what} is empty, or holds a space, a line break or another character than ASCII`,
    )
}

/** Throws if a request, and the key in it, would be sent in clear: without TLS to another machine. */
export const checkEndpoint = (whose: string, endpoint: string): void => {
  const url = URL.parse(endpoint)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return
  throw new TypeError(`the endpoint of ${whose} is not https://host`)
}
