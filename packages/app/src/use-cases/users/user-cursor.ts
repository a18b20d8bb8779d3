import {
  issue,
  splitWithin,
  userId,
  type Checked,
  type UserFilter,
  type UserOrder,
  type UserPlace,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Context } from '../../context.ts'

/** The list that a cursor belongs to. */
export type CursorList = { readonly filter: UserFilter; readonly order: UserOrder }

/**
 * Writes where the next page of a list begins: `<place>.<tag>`. The place is no secret, for it was on the page before; the
 * tag shows that we have written it, for this pool, tenant, filter and order, so that nobody can read on from a place of their own
 * making, or with a filter that the first page was not asked with.
 */
export const writeCursor = ({ createdAt, id }: UserPlace, list: CursorList, context: Context): string => {
  const place = Buffer.from(JSON.stringify([createdAt, id])).toString('base64url')
  return `${place}.${tagOf(place, list, context)}`
}

/** Longer than any id with its moment and tag; a place and a tag. */
const bounds = { length: 2048, parts: 2 }

/** Reads a cursor of this very list. Any other text is an issue, and nothing of it is looked at. */
export const readCursor = (cursor: string, list: CursorList, context: Context): Checked<UserPlace> => {
  const [place, tag] = splitWithin(cursor, '.', bounds) ?? []
  if (place === undefined || tag === undefined || !isSame(tag, tagOf(place, list, context)))
    return err([issue('user.cursor_invalid', ['cursor'])])
  const [createdAt, id] = JSON.parse(Buffer.from(place, 'base64url').toString()) as [number, string]
  return ok({ createdAt, id: userId(id) })
}

const tagOf = (
  place: string,
  { filter, order }: CursorList,
  { digestKey, settings, tenantId }: Context,
): string => {
  // In one order of names, however the filter was put together.
  const wanted = Object.entries(filter).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const text = JSON.stringify([settings.pool, tenantId ?? null, order, wanted, place])
  return Buffer.from(digestKey.digestOf(`user list cursor ${text}`)).toString('base64url')
}

/** Looks at every character, so that the time it takes does not tell how much of a forged tag is right. */
const isSame = (given: string, expected: string): boolean => {
  let difference = given.length ^ expected.length
  for (let index = 0; index < expected.length; index += 1)
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index)
  return difference === 0
}
