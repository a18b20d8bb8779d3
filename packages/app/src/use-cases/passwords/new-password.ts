import { issue, parsePlainPassword, type Checked, type PlainPassword } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'

/**
 * Reads a new password. If a hash was sent by mistake, it is refused: it would become the password itself, and nobody could
 * sign in with the real password.
 */
export const parseNewPassword = (
  text: string,
  { ports, settings }: Pick<Context, 'ports' | 'settings'>,
): Checked<PlainPassword> =>
  parsePlainPassword(text).andThen((plain) =>
    settings.passwords.looksHashed !== 'accept' && ports.passwordVerifier.looksHashed(text)
      ? err([issue('password.looks_hashed')])
      : ok(plain),
  )
