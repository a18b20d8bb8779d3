import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'

/** The account states of the contract; its present-day form adds `Deactivated`. */
export const userStatuses = ['Activated', 'Suspended', 'Deactivated', 'Resigned', 'Archived'] as const

export type UserStatus = (typeof userStatuses)[number]

/** Who may sign in. A new status does not compile until it is decided here. */
const signsIn: Readonly<Record<UserStatus, boolean>> = {
  Activated: true,
  Suspended: false,
  Deactivated: false,
  Resigned: false,
  Archived: false,
}

/**
 * Whether a user may sign in, keep a session, use a link from a mail, and get mail. If not, a caller who is not an
 * administrator gets the same answer as for a user who does not exist.
 */
export const maySignIn = ({ status }: { readonly status: UserStatus }): boolean => signsIn[status]

export const parseUserStatus = (text: string): Checked<UserStatus> => {
  const status = userStatuses.find((each) => each === text)
  return status === undefined
    ? err([issue('user.status_unknown', [], { allowed: userStatuses.join(', ') })])
    : ok(status)
}
