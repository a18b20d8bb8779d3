import { err, ok } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'

/**
 * A user's id in its pool: one that we make, or the one that a new user had in another system. An external id is another
 * thing.
 */
export type UserId = Brand<string, 'UserId'>

/** Takes text that is to be looked up as a user's id, or that a source of ids has just made. */
export const userId = (id: string): UserId => id as UserId

const maxUserId = 128

/** What the ids of other systems consist of. No character has a meaning in a list, a path or a log. */
const givenId = /^[A-Za-z0-9][\w.:@|~+=-]*$/u

/** Reads the id that a new user is to have. It is kept exactly as it is. */
export const parseUserId = (text: string): Checked<UserId> =>
  text.length <= maxUserId && givenId.test(text)
    ? ok(userId(text))
    : err([issue('user.id_malformed', [], { max: maxUserId })])
