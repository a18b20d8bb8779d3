import { issue, type Checked } from '@keepsake/domain'
import { err, ok } from 'neverthrow'

/** The headers of a request, their names in lower case. */
type Headers = Readonly<Record<string, string | undefined>>

/**
 * Refuses a body that its sender says is written otherwise than we read it: compressed, or in another charset. Some text
 * in GBK is another text in UTF-8, and nobody would notice.
 */
export const checkContentHeaders = (headers: Headers): Checked<void> => {
  const codings = parts(headers['content-encoding'], ',')
  if (codings.some((coding) => coding !== 'identity')) return err([issue('request.content_encoded')])
  const charset = parts(headers['content-type'], ';').find((part) => part.startsWith('charset='))
  return charset === undefined || readable.test(charset) ? ok() : err([issue('request.charset_not_utf8')])
}

/** ASCII is a part of UTF-8. */
const readable = /^charset="?(?:utf-?8|us-ascii)"?$/u

/** Whether a body is said to be something other than JSON: a form, say. Plain text is what `fetch` calls any text. */
export const isSaidToBeOther = (headers: Headers): boolean => {
  const [type] = parts(headers['content-type'], ';')
  return type !== undefined && !/\bjson\b|^text\/plain$|^application\/octet-stream$/u.test(type)
}

/** The longest header that is of use; node's own bound is far above it. */
const longest = 256

const parts = (header: string | undefined, separator: string): readonly string[] =>
  (header ?? '')
    .slice(0, longest)
    .toLowerCase()
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
