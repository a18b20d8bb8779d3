import { codeAt, valueOf, type Subject } from '../../builders/keepsake.ts'
import { delivered, resetTokenOf } from '../../builders/passwords.ts'
import { bringOwn, bringRow, oneStepSecret } from './bring-users.ts'
import { account, type About } from './race-calls.ts'
import { callers, type Race } from './races.ts'

type Bring = Race['bring']

/** A race in which all callers ask the same. */
const alike = (
  name: string,
  ask: string,
  won: string,
  lost: readonly string[],
  bring: Bring = bringRow,
): Race => ({ name, calls: [ask], won, lost, bring })

const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

/** With an authenticator, its code of this moment, and a recovery code. */
const withAuthenticator: Bring = async (subject, round) => {
  const about = await bringRow(subject, round, { otp: { secret: oneStepSecret, recoveryCode } })
  const { authenticators } = await valueOf(subject.keepsake.authenticators.list({ userId: about.userId }))
  return {
    ...about,
    recoveryCode,
    code: codeAt(oneStepSecret, subject.clock.now()),
    authenticatorId: authenticators[0]!.id,
  }
}

/** The ticket of a sign-in that lacks something. */
const ticketOf = async ({ keepsake }: Subject, { login, password }: About): Promise<string> => {
  const answered = await valueOf(keepsake.signIn({ login, password }))
  return 'ticket' in answered ? answered.ticket.reveal() : ''
}

const withTicket =
  (bring: Bring): Bring =>
  async (subject, round) => {
    const about = await bring(subject, round)
    return { ...about, ticket: await ticketOf(subject, about) }
  }

const mustChange: Bring = (subject, round) => bringRow(subject, round, { resetPasswordOnFirstLogin: true })

const withReset: Bring = async (subject, round) => {
  const about = await bringRow(subject, round)
  return { ...about, token: await resetTokenOf(subject, about.login) }
}

const invited: Bring = async (subject, round) => {
  const [login, email] = [`invited-${round}`, `invited-${round}@example.com`]
  const { created } = await valueOf(
    subject.keepsake.users.create({
      list: [{ username: login, email }],
      options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
    }),
  )
  const [message] = await delivered(subject)
  const token = message?.kind === 'account-activation' ? message.token.reveal() : ''
  return { userId: created[0]!.account.user.id, login, email, password: '', token }
}

/** One whom nobody has yet, and a user for each caller who wants it. */
const withOwn: Bring = async (subject, round) => ({
  ...(await bringRow(subject, round)),
  email: `wanted-${round}@example.com`,
  own: await bringOwn(subject, round, callers),
})

const linked: Bring = async (subject, round) => {
  const about = await bringRow(subject, round)
  const identity = { ...account, userIdInIdp: about.login }
  await valueOf(subject.keepsake.identities.link({ userId: about.userId, identity }))
  return about
}

/** What a sign-in says of a code that is wrong, or used before, and where there were too many. */
const refusals = ['wrong_credentials', 'otp_locked', 'too_many_attempts']

/** All that one of many gets, and that is decided where it is written. */
export const oneWinnerRaces: readonly Race[] = [
  alike(
    'that sign in by one code: one is let in',
    'sign-in-by-code',
    'signed_in',
    refusals,
    withAuthenticator,
  ),
  alike(
    'that sign in by one recovery code: one is let in',
    'sign-in-by-recovery-code',
    'signed_in',
    refusals,
    withAuthenticator,
  ),
  alike(
    'that complete one sign-in: one is let in',
    'complete-sign-in',
    'signed_in',
    ['code_wrong', 'otp_locked', 'ticket_invalid'],
    withTicket(withAuthenticator),
  ),
  alike(
    'that verify one code: one is believed',
    'verify-otp',
    'accepted',
    ['refused', 'locked'],
    withAuthenticator,
  ),
  alike('that import a first authenticator: one is there', 'import-first', 'imported', [
    'otp.already_enrolled',
  ]),
  alike(
    'that remove one authenticator: one does',
    'remove-authenticator',
    'removed',
    ['otp.not_enrolled'],
    withAuthenticator,
  ),
  alike('that change one version: one does', 'update-version', 'updated', ['user.overtaken']),
  alike('that take one email: one has it', 'take-email', 'updated', ['user.email_taken'], withOwn),
  alike('that link one account: one has it', 'link', 'linked', ['identity.taken'], withOwn),
  alike('that unlink one account: one does', 'unlink', 'unlinked', ['identity.not_linked'], linked),
  alike('that change one password: one does', 'change-password', 'changed', [
    'wrong_credentials',
    'too_many_attempts',
  ]),
  alike(
    'that set a first password: one does',
    'first-login',
    'changed',
    ['ticket_invalid'],
    withTicket(mustChange),
  ),
  alike('that reset by one token: one does', 'complete-reset', 'changed', ['token_invalid'], withReset),
  alike('that activate by one token: one does', 'activate', 'activated', ['token_invalid'], invited),
]
