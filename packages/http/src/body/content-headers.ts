import { issue, type Checked } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The headers of a request. Their names are in lower case. */
type Headers = Readonly<Record<string, string | undefined>>

/**
 * Refuses a body if its headers say that we cannot read it: it is compressed, or in another charset. Some GBK text is also
 * valid but different UTF-8 text, and the error would not be noticed.
 */
export const checkContentHeaders = (headers: Headers): Checked<void> => {
  const codings = parts(headers['content-encoding'], ',')
  if (codings.some((coding) => coding !== 'identity')) return err([issue('request.content_encoded')])
  const charset = parts(headers['content-type'], ';').find((part) => part.startsWith('charset='))
  return charset === undefined || readable.test(charset) ? ok() : err([issue('request.charset_not_utf8')])
}

/** ASCII is a part of UTF-8. */
const readable = /^charset="?(?:utf-?8|us-ascii)"?$/u

/**
 * Whether the headers say that a body is not JSON, for example a form. Plain text is accepted, because `fetch` gives this
 * type to any text.
 */
export const isSaidToBeOther = (headers: Headers): boolean => {
  const [type] = parts(headers['content-type'], ';')
  return type !== undefined && !/\bjson\b|^text\/plain$|^application\/octet-stream$/u.test(type)
}

/** The longest header that is useful. Node's own limit is far above it. */
const longest = 256

const parts = (header: string | undefined, separator: string): readonly string[] =>
  (header ?? '')
    .slice(0, longest)
    .toLowerCase()
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
