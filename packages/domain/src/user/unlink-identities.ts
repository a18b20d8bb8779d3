import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { hasLogin } from './has-login.ts'
import { withoutIdentities, type IdentitySelection } from './linked-identity/link.ts'
import type { User } from './user.ts'

/**
 * The user without the selected linked identities. Selecting none is an issue, and so is selecting all of a user who has
 * nothing else to sign in with.
 */
export const unlinkIdentities = (user: User, selection: IdentitySelection): Checked<User> =>
  withoutIdentities(user.identities, selection).andThen((identities) =>
    identities.length > 0 || hasLogin(user)
      ? ok({ ...user, identities })
      : err([issue('user.identifier_missing')]),
  )
