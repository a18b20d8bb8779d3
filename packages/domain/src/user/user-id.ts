import type { Brand } from '../kernel/brand.ts'

/**
 * A user's id in its pool. We make it, and never take it from the input of a batch. An external id is another thing.
 */
export type UserId = Brand<string, 'UserId'>

/** Takes text that is to be looked up as a user's id, or that a source of ids has just made. */
export const userId = (id: string): UserId => id as UserId
