import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'

/** The account states of the contract; its present-day form adds `Deactivated`. Only `Activated` may sign in. */
export const userStatuses = ['Activated', 'Suspended', 'Deactivated', 'Resigned', 'Archived'] as const

export type UserStatus = (typeof userStatuses)[number]

export const parseUserStatus = (text: string): Checked<UserStatus> => {
  const status = userStatuses.find((each) => each === text)
  return status === undefined
    ? err([issue('user.status_unknown', [], { allowed: userStatuses.join(', ') })])
    : ok(status)
}
