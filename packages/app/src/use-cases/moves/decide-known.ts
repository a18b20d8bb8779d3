import { gather, inside, issue, type Checked, type Unavailable, collectList } from '@keepsake/domain'
import { decideImport, decidePassword } from '@keepsake/domain/rules'
import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import { matchAuthenticator } from '../authenticators/import/match-authenticator.ts'
import { noMatch } from '../authenticators/make-second-factor.ts'
import type { GivenAuthenticator } from '../authenticators/given-authenticator.ts'
import type { AcceptedRow, OpenPassword } from '../create-users/row.ts'
import type { AcceptedSourceRow } from './accept-source-rows.ts'
import type { Before, KnownRow, NewFactor, NewPassword } from './judged.ts'
import type { Judging } from './judging.ts'
import { mergeUser, ruleOf } from './merge-user.ts'
import { traceOf } from './digests.ts'
import type { RowOfUser } from './sort-rows.ts'
import { fieldsOfRow } from './user-fields.ts'

/** What a row of a known user does, or why it stays out. */
export const decideKnown = (
  { placed, matched }: RowOfUser,
  accepted: AcceptedSourceRow,
  before: Before,
  judging: Judging,
): ResultAsync<Checked<KnownRow>, Unavailable> => {
  const { given, source, ledger } = placed
  const last = ledger?.fields ?? {}
  const brought = {
    ...fieldsOfRow(given, source.removed, accepted.draft, accepted.memberships),
    ...(isBack(ledger) ? { status: accepted.draft.status } : {}),
  }
  const merged = mergeUser(before.user, brought, last, judging)
  const password = choosePassword(accepted, before, last, placed, judging)
  const otpTrace = traceOtp(accepted, judging)
  const fields = { ...merged.fields, ...password.fields, ...(otpTrace && { otp: otpTrace }) }
  const isSameOtp = otpTrace === undefined || otpTrace === last['otp']
  return chooseFactors(isSameOtp ? [] : otpsOf(accepted), before, judging).map((chosen) =>
    gather(checkIdentifier(merged.next), chosen).map(([, factors]): KnownRow => ({
      row: placed.row,
      ledger: {
        keyDigest: placed.keyDigest,
        key: placed.key,
        fingerprint: placed.fingerprint,
        fields,
        present: ledger,
      },
      matched,
      before,
      next: merged.next,
      taken: merged.taken,
      kept: merged.kept,
      passwordVerdict: password.verdict,
      password: password.written,
      passwordPast: accepted.passwordPast,
      factors,
    })),
  )
}

/** A user whom the source had lost has the status of the row again, or that of a new user. */
const isBack = (ledger: RowOfUser['placed']['ledger']): boolean =>
  ledger?.outcome === 'suspended' || ledger?.outcome === 'archived'

const checkIdentifier = (next: Before['user'] | undefined): Checked<void> =>
  next === undefined || next.email || next.phone || next.username || next.identities.length > 0
    ? ok()
    : err([issue('user.identifier_missing')])

type ChosenPassword = {
  readonly verdict: KnownRow['passwordVerdict']
  readonly written: NewPassword | undefined
  /** The trace of what the source has brought. */
  readonly fields: Readonly<Record<string, string>>
}

const choosePassword = (
  { password: opened, passwordPast }: AcceptedRow,
  { credential }: Before,
  last: Readonly<Record<string, string>>,
  { ledger }: RowOfUser['placed'],
  judging: Judging,
): ChosenPassword => {
  const trace = tracePassword(opened, judging)
  const decided = decidePassword({
    brought: trace,
    last: last['password'],
    broughtSetAt: passwordPast.setAt,
    lastSetAt: sourceDateOf(credential),
    presentSetAt: credential?.setAt,
    movedSetAt: ledger?.passwordSetAt,
  })
  const rule = ruleOf('password', judging)
  const isBarred = rule === 'here' || rule === 'never' || (rule === 'fill' && decided !== 'set')
  const verdict = isBarred && decided !== 'leave' ? 'keep-ours' : decided
  const isWritten = verdict === 'set' || verdict === 'replace'
  return {
    verdict,
    written: isWritten && (opened.kind === 'hash' || opened.kind === 'keep') ? opened : undefined,
    fields: trace === undefined ? {} : { password: trace },
  }
}

/** When the source said that the present password was set. A moved password without a date has the time of its move. */
const sourceDateOf = (credential: Before['credential']): number | undefined =>
  credential?.origin.kind === 'moved' && credential.origin.at !== credential.setAt
    ? credential.setAt
    : undefined

/** A generated password is nothing that the source has brought. */
export const tracePassword = (opened: OpenPassword, judging: Judging): string | undefined => {
  const trace = traceOf(judging)
  if (opened.kind === 'keep')
    return trace('password', [opened.hash.format, opened.hash.cost, opened.hash.encoded, opened.mustChange])
  return opened.kind === 'hash' && !opened.generated
    ? trace('password', [opened.plain.reveal(), opened.mustChange])
    : undefined
}

/** The trace of an authenticator and its recovery codes. A name alone makes no other one. */
export const traceOtp = (row: AcceptedSourceRow, judging: Judging): string | undefined => {
  const otps = otpsOf(row).map((otp) => [otp.fingerprint, otp.recoveryCodes.length])
  return otps.length === 0 ? undefined : traceOf(judging)('otp', otps)
}

/** All authenticators of a row. */
export const otpsOf = ({ otp, further }: AcceptedSourceRow): readonly GivenAuthenticator[] =>
  otp === undefined ? further : [otp, ...further]

/** Authenticators are added, and never replace one. */
const chooseFactors = (
  otps: readonly GivenAuthenticator[],
  { secondFactor }: Before,
  { context }: Judging,
): ResultAsync<Checked<readonly NewFactor[]>, Unavailable> =>
  ResultAsync.combine(
    otps.map((otp) =>
      secondFactor === undefined ? okAsync(noMatch) : matchAuthenticator(otp, secondFactor, context),
    ),
  ).map((matches) =>
    inside(
      ['otp'],
      collectList(otps, (otp, index) => {
        const match = matches[index] ?? noMatch
        return decideImport(otp, secondFactor, match, 'add').map((outcome): readonly NewFactor[] =>
          outcome === 'unchanged' ? [] : [{ otp, match }],
        )
      }).map((chosen) => chosen.flat()),
    ),
  )
