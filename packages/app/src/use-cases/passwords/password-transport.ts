import { rejected, under, type EncryptType, type Failure, type TransportCiphers } from '@keepsake/domain'
import { err, ok, ResultAsync } from 'neverthrow'
import { toAsync } from '../shared/maybe-async.ts'
import { decryptPassword } from './decrypt-password.ts'

/** How the passwords of a command were encrypted. If `passwordEncryptType` is absent, they are in clear text. */
export type PasswordTransport = { readonly passwordEncryptType?: EncryptType }

/**
 * Decrypts the passwords of a command before anything else is done. Fields that the command lacks are ignored. If a password
 * cannot be decrypted, the issue has the name of its field.
 */
export const decryptPasswords = <Field extends string, Command extends PasswordTransport>(
  command: Command & Readonly<Partial<Record<Field, unknown>>>,
  fields: readonly Field[],
  ciphers: TransportCiphers,
): ResultAsync<Command, Failure> => {
  const { passwordEncryptType: encryptType = 'none' } = command
  const sent = fields.flatMap((field) => {
    const text = command[field]
    return typeof text === 'string' ? [{ field, text }] : []
  })
  return ResultAsync.combine(
    sent.map(({ field, text }) =>
      toAsync(decryptPassword({ text, encryptType }, ciphers)).andThen((opened) =>
        opened
          .map((clear) => [field, clear] as const)
          .match(
            (pair) => ok(pair),
            (issues) => err<never, Failure>(rejected(under([field], issues))),
          ),
      ),
    ),
  ).map((opened) => ({ ...command, ...Object.fromEntries(opened) }))
}
