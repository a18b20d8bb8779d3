import type { CustomFields, NewAuthenticator, NewUser } from '@keepsake/domain'
import { parseUserId } from '@keepsake/domain/rules'
import type { ForeignFacts, ForeignUser, Lost } from './foreign-user.ts'
import { placePast } from './place-past.ts'

/** What a pool knows that decides where facts go. */
export type FactPlaces = {
  readonly customFields: CustomFields
  /** The ids of departments that the organization knows; `any` if it knows every one. */
  readonly departments: 'any' | readonly string[]
  readonly now: number
}

/** A row with everything that the facts have a place for. */
export type PlacedUser = {
  readonly row: NewUser
  /** The authenticators beside the one in the row. */
  readonly further: readonly NewAuthenticator[]
  readonly lost: readonly Lost[]
}

/**
 * Puts what a row of a batch has fields for from the facts into the row: the id, times, authenticators. Groups become
 * departments, or a custom field `groups` that is a list; roles a custom field `roles`. What the pool has no place for is
 * lost by name.
 */
export const placeFacts = (user: ForeignUser, places: FactPlaces): PlacedUser => {
  const { row, facts } = user
  const past = placePast(row, facts, places.now)
  const organized = placeNames({ ...row, ...past.fields, ...idOf(facts) }, facts, places)
  const declared = splitCustomData(organized.row, places.customFields)
  const [first, ...further] = facts.authenticators ?? []
  return {
    row: first === undefined ? declared.row : { ...declared.row, otp: first },
    further,
    lost: [...facts.lost, ...past.lost, ...organized.lost, ...declared.lost, ...passkeys(facts)],
  }
}

/** An id that cannot be one here stays the external id. */
const idOf = ({ userId }: ForeignFacts): NewUser =>
  userId !== undefined && parseUserId(userId).isOk() ? { userId } : {}

const passkeys = ({ passkeys: of = [] }: ForeignFacts): readonly Lost[] =>
  of.length === 0 ? [] : [{ path: ['passkeys'], reason: 'no_place' }]

type Placed = { readonly row: NewUser; readonly lost: readonly Lost[] }

const placeNames = (row: NewUser, { groups = [], roles = [] }: ForeignFacts, places: FactPlaces): Placed => {
  const ofGroups = placeGroups(row, groups, places)
  const ofRoles = placeList(ofGroups.row, 'roles', roles)
  return { row: ofRoles.row, lost: [...ofGroups.lost, ...ofRoles.lost] }
}

/** Where the old system has departments, its groups are something else. */
const placeGroups = (row: NewUser, groups: readonly string[], places: FactPlaces): Placed => {
  const { customFields, departments } = places
  if (groups.length === 0) return { row, lost: [] }
  if (Object.hasOwn(customFields, 'groups') || row.departmentIds !== undefined)
    return placeList(row, 'groups', groups)
  const isKnown = (id: string): boolean =>
    id.trim() !== '' && id.length <= longestId && (departments === 'any' || departments.includes(id))
  const known = groups.filter(isKnown)
  return {
    row: known.length === 0 ? row : { ...row, departmentIds: known },
    lost: groups
      .filter((id) => !isKnown(id))
      .map((id) => ({ path: ['groups', id], reason: 'unknown_group' as const })),
  }
}

const longestId = 256

/** A list among the custom data. The old system may have a value of that name already. */
const placeList = (row: NewUser, name: 'groups' | 'roles', values: readonly string[]): Placed => {
  if (values.length === 0) return { row, lost: [] }
  if (row.customData !== undefined && Object.hasOwn(row.customData, name))
    return { row, lost: [{ path: [name], reason: 'name_taken' }] }
  return { row: { ...row, customData: { ...row.customData, [name]: values } }, lost: [] }
}

/** The pool declares its own fields. Another field cannot come along until it is declared. */
const splitCustomData = (user: NewUser, declared: CustomFields): Placed => {
  const { customData, ...row } = user
  if (customData === undefined) return { row: user, lost: [] }
  const isDeclared = (name: string): boolean => Object.hasOwn(declared, name)
  const kept = Object.entries(customData).filter(([name]) => isDeclared(name))
  return {
    row: kept.length === 0 ? row : { ...row, customData: Object.fromEntries(kept) },
    lost: Object.keys(customData)
      .filter((name) => !isDeclared(name))
      .map((name) => ({ path: ['customData', name], reason: 'undeclared_field' as const })),
  }
}
