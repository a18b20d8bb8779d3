import type { IssueCode } from '../../kernel/issue-codes.ts'
import type { BatchMode, ListSizeCodes } from '../../kernel/batch.ts'
import { issue, type Issue } from '../../kernel/issue.ts'
import type { PlacedKey, UniqueField } from './identifier-keys.ts'
import { keyText, type UniqueKey } from './unique-key.ts'

/** The codes for lists of users that nothing can be done with. */
export const userListSize: ListSizeCodes = { empty: 'user.list_empty', tooLong: 'user.list_too_long' }

/** A row of a batch, by its index, with the unique keys that it claims. */
export type KeyClaim = { readonly row: number; readonly keys: readonly PlacedKey[] }

/** Issues of a batch by the index of the row they belong to; paths are relative to the row. */
export type RowIssues = ReadonlyMap<number, readonly Issue[]>

const codes: Readonly<Record<UniqueField, { readonly repeated: IssueCode; readonly taken: IssueCode }>> = {
  email: { repeated: 'user.email_repeated', taken: 'user.email_taken' },
  phone: { repeated: 'user.phone_repeated', taken: 'user.phone_taken' },
  username: { repeated: 'user.username_repeated', taken: 'user.username_taken' },
  externalId: { repeated: 'user.external_id_repeated', taken: 'user.external_id_taken' },
  identities: { repeated: 'identity.repeated', taken: 'identity.taken' },
  userId: { repeated: 'user.id_repeated', taken: 'user.id_taken' },
}

/**
 * Rows of one batch that claim the same key. `every`: each of them is named, with the index of another row that it
 * clashes with, for a batch that is accepted or refused as a whole. `later`: row by row, the first claim is accepted
 * and the later ones are named; a row that is named claims nothing.
 */
export const checkBatch = (claims: readonly KeyClaim[], blame: 'every' | 'later'): RowIssues =>
  distinct(blame === 'every' ? everyClash(claims) : laterClashes(claims))

const everyClash = (claims: readonly KeyClaim[]): FoundIssues => {
  const found = new Map<number, Issue[]>()
  if (!repeatsKeys(claims)) return found
  for (const places of claimsByKey(claims).values()) {
    const [first, second] = places
    if (first === undefined || second === undefined) continue
    for (const place of places)
      add(found, place.row, repeated(place, place === first ? second.row : first.row))
  }
  return found
}

/** Most batches repeat no key. To know that takes a fraction of the time of a list for each key. */
const repeatsKeys = (claims: readonly KeyClaim[]): boolean => {
  const texts = new Set<string>()
  for (const { keys } of claims)
    for (const { key } of keys) {
      const before = texts.size
      if (texts.add(keyText(key)).size === before) return true
    }
  return false
}

const laterClashes = (claims: readonly KeyClaim[]): FoundIssues => {
  const found = new Map<number, Issue[]>()
  const owners = new Map<string, number>()
  for (const { row, keys } of claims) {
    const own = new Map<string, number>()
    for (const placed of keys) {
      const text = keyText(placed.key)
      const owner = owners.get(text) ?? own.get(text)
      if (owner === undefined) own.set(text, row)
      else add(found, row, repeated(placed, owner))
    }
    if (!found.has(row)) for (const text of own.keys()) owners.set(text, row)
  }
  return found
}

const repeated = ({ field, path }: PlacedKey, row: number): Issue =>
  issue(codes[field].repeated, path, { row })

/** Rows that claim a key which a user of the pool already holds. */
export const clashes = (claims: readonly KeyClaim[], held: readonly UniqueKey[]): RowIssues => {
  if (held.length === 0) return new Map()
  const heldTexts = new Set(held.map(keyText))
  const found = new Map<number, Issue[]>()
  for (const { row, keys } of claims)
    for (const { field, path, key } of keys)
      if (heldTexts.has(keyText(key))) add(found, row, issue(codes[field].taken, path))
  return distinct(found)
}

/**
 * Every issue of the keys of a batch: keys that users of the pool hold, and keys that rows repeat. In mode `each`, a row
 * that is refused claims no keys, so a later row with the same email may have it.
 */
export const checkKeys = (
  claims: readonly KeyClaim[],
  held: readonly UniqueKey[],
  mode: BatchMode,
  isRefused: (row: number) => boolean,
): RowIssues => {
  const taken = clashes(claims, held)
  const standing = mode === 'all' ? claims : claims.filter(({ row }) => !taken.has(row) && !isRefused(row))
  const found = new Map(taken)
  for (const [row, issues] of checkBatch(standing, mode === 'all' ? 'every' : 'later'))
    found.set(row, [...(taken.get(row) ?? []), ...issues])
  return found
}

type Place = PlacedKey & { readonly row: number }

const claimsByKey = (claims: readonly KeyClaim[]): ReadonlyMap<string, readonly Place[]> => {
  const places = new Map<string, Place[]>()
  for (const { row, keys } of claims)
    for (const placed of keys) {
      const text = keyText(placed.key)
      const others = places.get(text)
      if (others === undefined) places.set(text, [{ ...placed, row }])
      else others.push({ ...placed, row })
    }
  return places
}

type FoundIssues = ReadonlyMap<number, readonly Issue[]>

const add = (found: Map<number, Issue[]>, row: number, one: Issue): void => {
  const issues = found.get(row)
  if (issues === undefined) found.set(row, [one])
  else issues.push(one)
}

/** A username that can also be read as an email may clash in both readings: that is one issue. */
const distinct = (found: FoundIssues): RowIssues =>
  new Map(
    [...found].map(([row, issues]) => [
      row,
      [...new Map(issues.map((each) => [JSON.stringify(each), each])).values()],
    ]),
  )
