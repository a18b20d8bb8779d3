import { inside, issue, readHashColumn, type Checked, type Issue } from '@keepsake/domain'
import { generatePassword, warningsOfNone, type PasswordIntent, unreadableHash } from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { decryptPassword } from '../passwords/decrypt-password.ts'
import { parseNewPassword } from '../passwords/new-password.ts'
import { andThen, type MaybeAsync } from '../shared/maybe-async.ts'
import type { OpenPassword } from './row.ts'

/**
 * Decrypts the transport cipher of a password, or generates one, and checks that it fits its intent. If the flags already
 * contradict each other, the answer is that issue, and nothing is decrypted.
 */
export const openPassword = (
  intent: Checked<PasswordIntent>,
  context: Context,
): MaybeAsync<Checked<OpenPassword>> => {
  const { ports, settings } = context
  if (intent.isErr()) return err(intent.error)
  const wanted = intent.value
  if (wanted.kind === 'activate') return ok({ kind: 'activate' })
  if (wanted.kind === 'none') return ok({ kind: 'none', warnings: [] })
  const { mustChange } = wanted
  if (wanted.kind === 'generate') {
    const plain = generatePassword(ports.system.randomBytes, settings.passwords.policy)
    return ok({ kind: 'hash', plain, mustChange, generated: true, warnings: [] })
  }
  return andThen(decryptPassword(wanted.sent, ports.transportCiphers), (text) =>
    inside(['password'], text).andThen((clear) =>
      wanted.kind === 'keep' ? openKept(clear, wanted, context) : openClear(clear, mustChange, context),
    ),
  )
}

const openClear = (
  text: string,
  mustChange: boolean,
  context: Context,
  warnings: readonly Issue[] = [],
): Checked<OpenPassword> =>
  inside(['password'], parseNewPassword(text, context)).map((plain) => ({
    kind: 'hash',
    plain,
    mustChange,
    generated: false,
    warnings,
  }))

type Keep = Extract<PasswordIntent, { readonly kind: 'keep' }>

/**
 * If the other system says that a user has no password, the user gets none. A password that the other system never hashed is
 * hashed now.
 */
const openKept = (
  text: string,
  { format, details, mustChange }: Keep,
  context: Context,
): Checked<OpenPassword> => {
  const kept = readHashColumn(text, format)
  if (kept.kind === 'none') return ok({ kind: 'none', warnings: warningsOfNone(mustChange) })
  if (kept.kind === 'clear')
    return openClear(kept.text, mustChange, context, [issue('password.kept_in_clear')])
  return context.ports.passwordVerifier
    .recognise(kept.encoded, format, details)
    .map((hash): OpenPassword => ({ kind: 'keep', hash, wrap: false, mustChange }))
    .mapErr((why) => [unreadableHash[why]])
}
