import { undeliverable, type Secret, type Undeliverable } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'

/** Origins that links may lead to, such as `https://login.example.com`. */
export type LinkOrigins = ReadonlySet<string>

/**
 * A link as it may appear in a message, with the token in its query, if there is one. Only `http:` and `https:` have
 * such an origin, so no `javascript:` and no address with a password in it is accepted.
 */
export const checkedLink = (
  address: string,
  token: Secret<string> | undefined,
  origins: LinkOrigins,
): Result<string, Undeliverable> => {
  const url = URL.parse(address)
  if (url === null || !origins.has(url.origin) || !/^https?:$/u.test(url.protocol) || hasCredentials(url))
    // The address is not repeated: it may hold a token.
    return err(undeliverable('not-allowed', new Error('a link leads to none of the allowed origins')))
  if (token !== undefined) url.searchParams.set('token', token.reveal())
  return ok(url.href)
}

const hasCredentials = ({ username, password }: URL): boolean => username !== '' || password !== ''
