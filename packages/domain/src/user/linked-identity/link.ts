import { err, ok } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import type { DraftIdentity } from './draft-identity.ts'
import type { LinkedIdentity } from './linked-identity.ts'

/** All linked identities of a user at one identity source, or those of one type. */
export type IdentitySelection = { readonly extIdpId: string; readonly type?: string }

/**
 * A user's linked identities with one more. If the user already has this account, it keeps its id and its place, and its
 * other values are replaced.
 */
export const withIdentity = (
  identities: readonly LinkedIdentity[],
  draft: DraftIdentity,
  newId: () => string,
): readonly LinkedIdentity[] => {
  const same = identities.find((each) => isSameAccount(each, draft))
  if (same === undefined) return [...identities, { ...draft, id: newId() }]
  return identities.map((each) => (each === same ? { ...draft, id: same.id } : each))
}

const isSameAccount = (one: DraftIdentity, other: DraftIdentity): boolean =>
  one.extIdpId === other.extIdpId && one.type === other.type && one.userIdInIdp === other.userIdInIdp

/** A user's linked identities without the selected ones. Selecting none is an issue. */
export const withoutIdentities = (
  identities: readonly LinkedIdentity[],
  { extIdpId, type }: IdentitySelection,
): Checked<readonly LinkedIdentity[]> => {
  const left = identities.filter(
    (each) => each.extIdpId !== extIdpId || (type !== undefined && each.type !== type),
  )
  return left.length === identities.length ? err([issue('identity.not_linked', ['extIdpId'])]) : ok(left)
}
