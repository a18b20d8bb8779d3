import {
  generatePassword,
  inside,
  issue,
  parsePlainPassword,
  type Checked,
  type PasswordHash,
  type PasswordIntent,
  type PlainPassword,
  type UnreadableHash,
  type Issue,
  type IssueCode,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { decryptPassword } from '../passwords/decrypt-password.ts'
import { following, type Soon } from '../soon.ts'

/** A password that is ready to be hashed, or to be kept. */
export type OpenPassword =
  | { readonly kind: 'none' }
  /** The user sets one, by a link. */
  | { readonly kind: 'activate' }
  | {
      readonly kind: 'hash'
      readonly plain: PlainPassword
      readonly mustChange: boolean
      readonly generated: boolean
      /** What the policy has against it, where it was taken all the same. */
      readonly weaknesses: readonly Issue[]
    }
  | {
      readonly kind: 'keep'
      readonly hash: PasswordHash
      /** It is to rest inside a hash of ours. */
      readonly wrap: boolean
      readonly mustChange: boolean
    }

/**
 * Takes the password out of its transport cipher, or makes one, and checks that it is what its intent says. Where the
 * flags already contradict each other that is the issue, and nothing is decrypted.
 */
export const openPassword = (
  intent: Checked<PasswordIntent>,
  { ports, settings }: Context,
): Soon<Checked<OpenPassword>> => {
  if (intent.isErr()) return err(intent.error)
  const wanted = intent.value
  if (wanted.kind === 'none' || wanted.kind === 'activate') return ok({ kind: wanted.kind })
  const { mustChange } = wanted
  if (wanted.kind === 'generate') {
    const plain = generatePassword(ports.sources.randomBytes, settings.passwords.policy)
    return ok({ kind: 'hash', plain, mustChange, generated: true, weaknesses: [] })
  }
  return following(decryptPassword(wanted.sent, ports.transportCiphers), (text) =>
    inside(
      ['password'],
      text.andThen((clear): Checked<OpenPassword> =>
        wanted.kind === 'keep'
          ? recognise(clear, wanted.format, ports.passwordVerifier).map((hash) => ({
              kind: 'keep',
              hash,
              wrap: false,
              mustChange,
            }))
          : parsePlainPassword(clear).map((plain) => ({
              kind: 'hash',
              plain,
              mustChange,
              generated: false,
              weaknesses: [],
            })),
      ),
    ),
  )
}

const unreadable: Readonly<Record<UnreadableHash, IssueCode>> = {
  unknown: 'password.kept_is_no_hash',
  ambiguous: 'password.kept_hash_ambiguous',
  'too-costly': 'password.kept_hash_too_costly',
}

const recognise = (
  encoded: string,
  format: string | undefined,
  verifier: Context['ports']['passwordVerifier'],
): Checked<PasswordHash> => verifier.recognise(encoded, format).mapErr((why) => [issue(unreadable[why])])
