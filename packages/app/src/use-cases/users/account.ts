import type { Credential, Instant, User } from '@keepsake/domain'

/**
 * A user with the public facts about the password: when it was set, whether it must be changed, and whether it came from
 * another system. Never the hash.
 */
export type Account = {
  readonly user: User
  readonly password?: {
    readonly setAt: Instant
    readonly mustChange: boolean
    /** When the present password came from another system, and from which one. Absent if its caller did not name it. */
    readonly moved?: { readonly at: Instant; readonly source: string }
  }
}

/** Makes an account from a user and the stored password, if there is one. */
export const toAccount = (user: User, credential: Credential | undefined): Account =>
  credential === undefined ? { user } : { user, password: passwordOf(credential) }

const passwordOf = ({ setAt, mustChange, origin }: Credential): Required<Account>['password'] => {
  if (origin.kind === 'here' || origin.source === undefined) return { setAt, mustChange }
  return { setAt, mustChange, moved: { at: origin.at, source: origin.source } }
}
