import { codeAt, stepMs, valueOf, type Subject } from '../../builders/keepsake.ts'
import { bringRow } from './bring-users.ts'
import type { About } from './race-calls.ts'
import type { Race } from './races.ts'

/** In ms. The first deletions of these come before all else, and the last after some of it, on a busy machine as well. */
const delays = [0, 5, 20, 80, 320, 0, 5, 20, 80, 2000]

/**
 * Callers of whom one deletes the user, at once or a little later, and three ask for something. `undone`: what they may be
 * answered when the user is gone; the first of it must be seen.
 */
const meeting = (name: string, ask: string, done: string, undone: readonly [string, ...string[]]): Race => ({
  name: `of a deletion and ${name}: nothing is left`,
  calls: ['delete', ask, ask, ask],
  won: 'deleted',
  lost: ['gone', done, ...undone],
  seen: [done, undone[0]],
  bring: async (subject, round) => ({
    ...(await bringRow(subject, round)),
    deleteAfterMs: delays[round % delays.length] ?? 0,
  }),
})

/** The user of a round, and an enrolment that has begun. */
const begin: Race['bring'] = async (subject, round) => {
  const about = await bringRow(subject, round)
  const begun = await valueOf(subject.keepsake.authenticators.begin({ userId: about.userId }))
  const [secret, now] = [begun.secret.reveal(), subject.clock.now()]
  return {
    ...about,
    ticket: begun.ticket.reveal(),
    code: codeAt(secret, now),
    nextCode: codeAt(secret, now + stepMs),
  }
}

/** One ticket that is confirmed by all with one code. */
const enrolment: Race = {
  name: 'of confirmations of one enrolment: one enrols',
  calls: ['confirm'],
  won: 'enrolled',
  lost: ['ticket_invalid'],
  bring: begin,
  after: async ({ keepsake }: Subject, { userId }: About) => {
    const { authenticators, recoveryCodes } = await valueOf(keepsake.authenticators.list({ userId }))
    if (authenticators.length !== 1 || recoveryCodes !== 10)
      throw new Error(
        `${authenticators.length} authenticators and ${recoveryCodes} recovery codes are enrolled`,
      )
  },
}

/** One ticket that some confirm, with two codes, while others remove what it has enrolled. */
const enrolmentAndRemoval: Race = {
  name: 'of confirmations and removals of one enrolment: it enrols once',
  calls: ['confirm', 'remove-all', 'confirm-next', 'confirm'],
  won: 'enrolled',
  lost: ['ticket_invalid', 'removed', 'otp.not_enrolled'],
  seen: ['removed', 'ticket_invalid'],
  bring: begin,
}

/** An enrolment, and a deletion against whatever else writes of a user. */
export const deletionRaces: readonly Race[] = [
  enrolment,
  enrolmentAndRemoval,
  meeting('a sign-in', 'sign-in', 'signed_in', ['wrong_credentials', 'too_many_attempts']),
  meeting('an import', 'import', 'imported', ['otp.user_unknown']),
  meeting('an update', 'update-identifiers', 'updated', ['user.not_found']),
]
