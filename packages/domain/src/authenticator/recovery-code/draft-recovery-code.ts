import { err, ok } from 'neverthrow'
import { momentOf } from '../../kernel/calendar.ts'
import { collect, collectList, gather, inside, optional, type Checked } from '../../kernel/collect.ts'
import { issue, type Issue } from '../../kernel/issue.ts'
import type { Instant } from '../../kernel/system.ts'
import { mostRecoveryCodes } from './stored-recovery-code.ts'
import { parseRecoveryCode, type RecoveryCode } from './recovery-code.ts'

/**
 * The hash of a recovery code that another system kept: the scheme that made it, and the encoded hash, in that system's
 * own spelling.
 */
export type ForeignRecoveryHash = { readonly scheme: string; readonly encoded: string }

/**
 * A recovery code as its caller gives it: the text in clear, or an object with either `code` or `hash`, and the time of
 * its use.
 */
export type NewRecoveryCode =
  | string
  | {
      readonly code?: string
      readonly hash?: ForeignRecoveryHash
      /** ISO 8601, with its zone. If absent, the code was not used. */
      readonly usedAt?: string
    }

/**
 * A well-formed recovery code. Of a hash only the shape was checked: the domain does not know which schemes there are.
 */
export type DraftRecoveryCode = ({ readonly code: RecoveryCode } | { readonly hash: ForeignRecoveryHash }) & {
  readonly usedAt?: Instant
}

/** Longer than any one-line hash with its parameters and salt. */
const maxHash = 1024

/**
 * Checks the recovery codes of one user, in their order, the single one first. A code that is given several times
 * counts once. If any of the copies was used, the code was used, at the earliest of these times. `now` is the latest
 * possible time of a use.
 */
export const draftRecoveryCodes = (
  single: string | undefined,
  list: readonly NewRecoveryCode[],
  now: Instant,
): Checked<readonly DraftRecoveryCode[]> => {
  if (list.length > mostRecoveryCodes)
    return err([issue('otp.recovery_codes_too_many', ['recoveryCodes'], { max: mostRecoveryCodes })])
  return gather(
    inside(['recoveryCode'], optional(single, draftInClear)),
    inside(
      ['recoveryCodes'],
      collectList(list, (given) => draftRecoveryCode(given, now)),
    ),
  ).map(([first, others]) => mergeSame(first === undefined ? others : [first, ...others]))
}

/** Warns of codes whose time of use is a zero time: `draftRecoveryCodes` takes them as not used. */
export const recoveryCodeWarnings = (list: readonly NewRecoveryCode[]): readonly Issue[] =>
  list.flatMap((given, index) =>
    typeof given !== 'string' && given.usedAt !== undefined && isZeroTime(given.usedAt)
      ? [issue('otp.used_at_stands_for_none', ['recoveryCodes', index, 'usedAt'])]
      : [],
  )

const draftRecoveryCode = (given: NewRecoveryCode, now: Instant): Checked<DraftRecoveryCode> => {
  if (typeof given === 'string') return draftInClear(given)
  const usedAt = optional(given.usedAt, (text) => parseUse(text, now))
  if (given.code !== undefined && given.hash === undefined)
    return collect({ code: parseRecoveryCode(given.code), usedAt })
  if (given.hash !== undefined && given.code === undefined)
    return collect({ hash: parseHash(given.hash), usedAt })
  return err([issue('otp.recovery_code_or_hash')])
}

const draftInClear = (text: string): Checked<DraftRecoveryCode> =>
  parseRecoveryCode(text).map((code) => ({ code }))

const parseHash = ({ scheme, encoded }: ForeignRecoveryHash): Checked<ForeignRecoveryHash> =>
  collect({
    scheme: checkHashPart(scheme, /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/u.test(scheme)),
    encoded: checkHashPart(encoded, encoded.length <= maxHash && /^[!-~]+$/u.test(encoded)),
  })

const checkHashPart = (text: string, wellFormed: boolean): Checked<string> =>
  wellFormed ? ok(text) : err([issue('otp.recovery_hash_malformed')])

/**
 * Before this year no service gave out recovery codes: an earlier time is the zero value of some system, such as Go's
 * year 1.
 */
const firstUse = Date.UTC(2000, 0)
/** The most by which two clocks, or two ways to write a day, may differ. */
const clockDrift = 24 * 60 * 60 * 1000

const isZeroTime = (text: string): boolean =>
  text.startsWith('0000-00-00') || (momentOf(text) ?? Number.POSITIVE_INFINITY) < firstUse

const parseUse = (text: string, now: Instant): Checked<Instant | undefined> => {
  if (isZeroTime(text)) return ok(undefined)
  const moment = momentOf(text)
  if (moment === undefined) return err([issue('otp.used_at_malformed')])
  return moment > now + clockDrift ? err([issue('otp.used_at_in_future')]) : ok(moment)
}

const mergeSame = (codes: readonly DraftRecoveryCode[]): readonly DraftRecoveryCode[] => {
  const merged = new Map<string, DraftRecoveryCode>()
  for (const each of codes) {
    const identity = identityOf(each)
    merged.set(identity, earlierUsed(merged.get(identity) ?? each, each))
  }
  return [...merged.values()]
}

const identityOf = (each: DraftRecoveryCode): string =>
  'code' in each ? each.code.reveal() : `${each.hash.scheme} ${each.hash.encoded}`

const earlierUsed = (one: DraftRecoveryCode, other: DraftRecoveryCode): DraftRecoveryCode =>
  (other.usedAt ?? Infinity) < (one.usedAt ?? Infinity) ? other : one
