import {
  draftIdentity,
  identityKey,
  inside,
  issue,
  keyText,
  rejected,
  type Checked,
  type DraftIdentity,
  type Failure,
  type LinkedIdentity,
  type NewLinkedIdentity,
  type User,
} from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { changeUsers, issuesOf, type RowChange } from '../users/change-users.ts'

/** A user, and an account at an external provider. */
export type LinkIdentity = { readonly userId: string; readonly identity: NewLinkedIdentity }

/** All linked identities of a user at one identity source, or those of one type. */
export type UnlinkIdentity = { readonly userId: string; readonly extIdpId: string; readonly type?: string }

/** Links an account to a user. If the user already has it, it keeps its id, and its other values are replaced. */
export const linkIdentity = (command: LinkIdentity, context: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const draft = yield* inside(['identity'], draftIdentity(command.identity)).mapErr(rejected)
    const { newId } = context.ports.sources
    return changeOne({ userId: command.userId, change: (user) => ok(link(user, draft, newId)) }, context)
  })

/** Removes linked identities of a user. The caller must check whether the user can still sign in. */
export const unlinkIdentity = (command: UnlinkIdentity, context: Context): ResultAsync<Account, Failure> =>
  changeOne({ userId: command.userId, change: (user) => unlink(user, command) }, context)

const link = (user: User, draft: DraftIdentity, newId: () => string): User => {
  const same = user.identities.find((each) => nameOf(each) === nameOf(draft))
  const linked: LinkedIdentity = { ...draft, id: same?.id ?? newId() }
  const identities =
    same === undefined
      ? [...user.identities, linked]
      : user.identities.map((each) => (each === same ? linked : each))
  return { ...user, identities }
}

const nameOf = (identity: DraftIdentity): string => keyText(identityKey(identity))

const unlink = (user: User, { extIdpId, type }: UnlinkIdentity): Checked<User> => {
  const identities = user.identities.filter(
    (each) => each.extIdpId !== extIdpId || (type !== undefined && each.type !== type),
  )
  return identities.length === user.identities.length
    ? err([issue('identity.not_linked', ['extIdpId'])])
    : ok({ ...user, identities })
}

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
