import type { UserPoolId } from '../user/user-pool.ts'

/**
 * What is sealed together for one pool: the secrets of a batch of users, or of a page of a rotation. They may share a data key,
 * so that a key management service is asked once for all of them. It counts by its identity: each batch is another object.
 */
export type SealingBatch = { readonly pool: UserPoolId }

/** Begins a batch. Nothing need be done at its end. */
export const beginSealingBatch = (pool: UserPoolId): SealingBatch => Object.freeze({ pool })
