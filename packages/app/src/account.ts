import type { Credential, Instant, User } from '@keepsake/domain'

/** A user with what may be told about the password: when it was set, and whether it must be changed. */
export type Account = {
  readonly user: User
  readonly password?: { readonly setAt: Instant; readonly mustChange: boolean }
}

export const toAccount = (user: User, credential: Credential | undefined): Account =>
  credential === undefined
    ? { user }
    : { user, password: { setAt: credential.setAt, mustChange: credential.mustChange } }
