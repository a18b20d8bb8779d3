import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { PasswordVerifier } from './password-hasher.ts'
import type { PasswordSettings } from './password-settings.ts'
import { parsePlainPassword, type PlainPassword } from './plain-password.ts'

/** Checks whether the pool lets this person choose a user's password. */
export const checkChooser = (
  by: 'user' | 'administrator',
  { chosenByAdministrators }: Pick<PasswordSettings, 'chosenByAdministrators'>,
): Checked<void> =>
  by === 'administrator' && !chosenByAdministrators ? err([issue('password.not_for_administrators')]) : ok()

/**
 * Reads a new password. If a hash was sent by mistake, it is refused: it would become the password itself, and nobody
 * could sign in with the real password.
 */
export const readNewPassword = (
  text: string,
  { looksHashed }: Pick<PasswordVerifier, 'looksHashed'>,
  settings: Pick<PasswordSettings, 'looksHashed'>,
): Checked<PlainPassword> =>
  parsePlainPassword(text).andThen((plain) =>
    settings.looksHashed !== 'accept' && looksHashed(text)
      ? err([issue('password.looks_hashed')])
      : ok(plain),
  )
