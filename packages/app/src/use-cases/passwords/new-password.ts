import type { Checked, PlainPassword } from '@keepsake/domain'
import { readNewPassword } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'

/** Reads a new password, as the pool's settings say. */
export const parseNewPassword = (
  text: string,
  { ports, settings }: Pick<Context, 'ports' | 'settings'>,
): Checked<PlainPassword> => readNewPassword(text, ports.passwordVerifier, settings.passwords)
