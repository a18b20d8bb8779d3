import type { User } from './user.ts'

/** The fields that a person can sign in with. */
export const loginFields = ['email', 'phone', 'username'] as const

/** Whether a user has anything to sign in with beside linked identities. */
export const hasLogin = (user: Pick<User, (typeof loginFields)[number]>): boolean =>
  loginFields.some((field) => user[field] !== undefined)
