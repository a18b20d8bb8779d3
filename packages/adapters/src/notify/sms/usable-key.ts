import type { Secret } from '@keepsake/domain'
import { isLoopback } from '../loopback.ts'

/**
 * Throws where a key, or the name of one, could not be sent: it goes into the headers of a request, which take printable ASCII
 * alone. A line break at the end of a file is the usual reason. Repeats nothing of it.
 * @param what what it is called in the words of the error
 */
export const checkUsable = (what: string, text: string | Secret<string>): void => {
  const plain = typeof text === 'string' ? text : text.reveal()
  if (!/^[\x21-\x7e]+$/u.test(plain))
    throw new TypeError(
      `the ${what} is empty, or holds a space, a line break or another character than ASCII`,
    )
}

/** Throws where a request, and the key in it, would go in clear: without TLS to another machine than this one. */
export const checkEndpoint = (whose: string, endpoint: string): void => {
  const url = URL.parse(endpoint)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return
  throw new TypeError(`the endpoint of ${whose} is not https://host`)
}
