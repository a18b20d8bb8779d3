import { inside, rejected, type Failure, type NewLinkedIdentity } from '@keepsake/domain'
import { draftIdentity, unlinkIdentities, withIdentity, type IdentitySelection } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { changeUsers, issuesOf, type RowChange } from '../users/change-users.ts'

/** A user, and an account at an external provider. */
export type LinkIdentity = { readonly userId: string; readonly identity: NewLinkedIdentity }

/** A user, and which linked identities to remove. */
export type UnlinkIdentity = { readonly userId: string } & IdentitySelection

/** Links an account to a user. If the user already has it, it keeps its id, and its other values are replaced. */
export const linkIdentity = (command: LinkIdentity, context: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const draft = yield* inside(['identity'], draftIdentity(command.identity)).mapErr(rejected)
    const { newId } = context.ports.system
    return changeOne(
      {
        userId: command.userId,
        change: (user) => ok({ ...user, identities: withIdentity(user.identities, draft, newId) }),
      },
      context,
    )
  })

/**
 * Removes linked identities of a user, but not the last ones of a user who has no email, phone or username. The caller
 * must check whether another user can still sign in.
 */
export const unlinkIdentity = (command: UnlinkIdentity, context: Context): ResultAsync<Account, Failure> =>
  changeOne(
    {
      userId: command.userId,
      change: (user) => unlinkIdentities(user, command),
    },
    context,
  )

const changeOne = (
  row: Pick<RowChange, 'userId' | 'change'>,
  context: Context,
): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    // The only key that can be taken is that of the linked identity in the command, whatever its place in the user's list.
    const [user] = yield* changeUsers([{ ...row, placeOfKey: () => ['identity'] }], context).mapErr(
      (why): Failure => (why.kind === 'rows-refused' ? rejected(issuesOf(why)) : why),
    )
    if (user === undefined) throw new Error('A user was changed and is none')
    return ok(toAccount(user, yield* findCredential(user.id, context)))
  })
