import type { Brand } from '../kernel/brand.ts'

/**
 * The unit of isolation: every identifier, secret and record belongs to one pool, and no rule looks across two pools.
 */
export type UserPoolId = Brand<string, 'UserPoolId'>

/** Takes the id that the configuration gives a pool. It is trusted, not parsed: it never comes from a request. */
export const userPoolId = (id: string): UserPoolId => id as UserPoolId
