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
 * Writes where the next page of a list begins: `<place>.<tag>`. The place is not secret, because it was on the previous
 * page. The tag proves that we have written it for this pool, tenant, filter and order. So nobody can continue from a place
 * of their own making, or with another filter than that of the first page.
 */
export const writeCursor = ({ createdAt, id }: UserPlace, list: CursorList, context: Context): string => {
  const place = Buffer.from(JSON.stringify([createdAt, id])).toString('base64url')
  return `${place}.${tagOf(place, list, context)}`
}

/** Longer than any id with its time and tag. The parts are a place and a tag. */
const bounds = { length: 2048, parts: 2 }

/** Reads a cursor of this list. Any other text is an issue, and its content is not read. */
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
  // In a fixed order of names, however the filter was built.
  const wanted = Object.entries(filter).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const text = JSON.stringify([settings.pool, tenantId ?? null, order, wanted, place])
  return Buffer.from(digestKey.digestOf('user list cursor', text)).toString('base64url')
}

/** Compares every character, so that the time does not show how much of a forged tag is right. */
const isSame = (given: string, expected: string): boolean => {
  let difference = given.length ^ expected.length
  for (let index = 0; index < expected.length; index += 1)
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index)
  return difference === 0
}
