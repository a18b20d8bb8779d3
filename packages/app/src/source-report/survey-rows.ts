import type { BatchPasswordFields, NewUser, PasswordVerifier, Strength } from '@keepsake/domain'
import type { Lost } from '../foreign/index.ts'
import { openDuplicateFinder } from './find-duplicates.ts'
import { readRowPassword, type RowPassword } from './password-path.ts'
import { signInPath } from './sign-in-path.ts'
import type { HashGroup, LostGroup, SignInPath, SourceReport, UnclearHashes } from './source-report.ts'

/** A row of a source, with what cannot come along. */
export type SurveyedRow = {
  readonly row: NewUser
  readonly lost: readonly Lost[]
  /** The number of authenticators beside the one in the row. */
  readonly further?: number
}

/** Counts rows as they come. Its memory does not grow with their number, apart from the identifiers of the first ones. */
export type RowSurvey = {
  readonly add: (row: SurveyedRow) => void
  readonly report: () => SourceReport
}

/** What a survey asks about hashes. */
export type SurveyedHashes = Pick<PasswordVerifier, 'recognise' | 'describe'> & {
  /** The formats that a text may have, if its shape does not tell one. */
  readonly formatsOf?: (encoded: string) => readonly string[]
}

/** Begins a survey of rows that are created with these options. */
export const surveyRows = (options: BatchPasswordFields, hashes: SurveyedHashes): RowSurvey => {
  const signIn: Record<SignInPath, number> = {
    at_once: 0,
    by_provider: 0,
    after_reset: 0,
    by_old_system: 0,
    unclear: 0,
    not_at_all: 0,
  }
  const known = new Map<string, { format: string; strength: Strength | 'unknown'; count: number }>()
  const unclear = new Map<string, UnclearHashes & { count: number }>()
  const lost = new Map<string, { path: string; reason: string; count: number }>()
  const duplicates = openDuplicateFinder()
  let [rows, inClear, authenticators] = [0, 0, 0]

  const addUnclear = (password: RowPassword, encoded: string): void => {
    if (password.kind !== 'unclear' && password.kind !== 'unclear_details') return
    const reason = password.kind === 'unclear' ? password.reason : 'details_wrong'
    const formats = reason === 'ambiguous' ? (hashes.formatsOf?.(encoded) ?? []) : []
    const key = JSON.stringify([reason, formats])
    const group = unclear.get(key) ?? { reason, formats, tells: tells[reason], count: 0 }
    unclear.set(key, group)
    group.count += 1
  }
  return {
    add: ({ row, lost: ofRow, further = 0 }) => {
      const password = readRowPassword(row, options, hashes)
      signIn[signInPath(row, password, ofRow)] += 1
      if (password.kind === 'hash') {
        const { format, strength } = password
        count(known, `${format} ${strength}`, { format, strength })
      }
      if (password.kind === 'clear') inClear += 1
      addUnclear(password, row.password ?? '')
      authenticators += further + (row.otp === undefined ? 0 : 1)
      for (const { path, reason } of ofRow) {
        const place = path.filter((step) => typeof step === 'string').join('.')
        count(lost, `${place} ${reason}`, { path: place, reason })
      }
      duplicates.add(row, rows)
      rows += 1
    },
    report: () => ({
      rows,
      signIn,
      hashes: most<HashGroup>(known),
      inClear,
      unclear: most<UnclearHashes>(unclear),
      authenticators,
      factorsLeft: most<LostGroup>(lost).filter(({ reason }) => ofFactors.includes(reason)),
      duplicates: duplicates.found(),
      compared: duplicates.compared(),
      lost: most<LostGroup>(lost),
    }),
  }
}

const ofFactors: readonly string[] = ['no_secret', 'factor_not_supported']

/** What has to be given so that a hash can be read. */
const tells: Readonly<Record<UnclearHashes['reason'], string>> = {
  unknown:
    'no format here has this shape: name an expression as passwordFormat, such as sha1(salt + password)',
  'format-unknown': 'a format that there is: passwordFormat',
  ambiguous: 'the format: passwordFormat, or --password-format for all',
  'too-costly': 'nothing: a check would cost more than is granted',
  'salt-not-taken': 'no salt: the hash has it',
  'parameters-not-taken': 'no parameters: the hash has them',
  'encoding-not-taken': 'no encoding: the format has its own',
  'salt-missing': 'the salt: passwordSalt',
  'username-missing': 'the username, which the hash is made of',
  'expression-malformed': 'an expression that makes sense as passwordFormat',
  details_wrong: 'a known passwordPrehash and passwordEncoding',
}

const count = <T extends { count: number }>(
  groups: Map<string, T>,
  key: string,
  of: Omit<NoInfer<T>, 'count'>,
): void => {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { ...of, count: 1 } as T)
  else group.count += 1
}

/** The largest groups come first. */
const most = <T extends { readonly count: number }>(groups: ReadonlyMap<string, T>): readonly T[] =>
  [...groups.values()].toSorted((one, other) => other.count - one.count)
