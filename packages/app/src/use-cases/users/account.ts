import type { Credential, Instant, User } from '@keepsake/domain'

/** A user with the public facts about the password: when it was set, and whether it must be changed. Never the hash. */
export type Account = {
  readonly user: User
  readonly password?: { readonly setAt: Instant; readonly mustChange: boolean }
}

/** Makes an account from a user and the stored password, if there is one. */
export const toAccount = (user: User, credential: Credential | undefined): Account =>
  credential === undefined
    ? { user }
    : { user, password: { setAt: credential.setAt, mustChange: credential.mustChange } }
