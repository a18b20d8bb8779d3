import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../use-cases/users/account.ts'
import type { Context } from '../context.ts'
import { linkIdentityInput, unlinkIdentityInput } from '../input/users.ts'
import {
  linkIdentity,
  unlinkIdentity,
  type LinkIdentity,
  type UnlinkIdentity,
} from '../use-cases/identities/link-identity.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.identities`: a user's linked identities, which are accounts at external providers. */
export type Identities = {
  /** Links an account at an external provider to a user. */
  readonly link: (command: LinkIdentity) => ResultAsync<Account, Failure>
  /** Removes a user's linked identities at one provider. */
  readonly unlink: (command: UnlinkIdentity) => ResultAsync<Account, Failure>
}

/** Makes `keepsake.identities`. */
export const openIdentities = (context: Context, { door }: Doors): Guarded<Identities> => ({
  link: door(linkIdentityInput, (command) => linkIdentity(command, context)),
  unlink: door(unlinkIdentityInput, (command) => unlinkIdentity(command, context)),
})
