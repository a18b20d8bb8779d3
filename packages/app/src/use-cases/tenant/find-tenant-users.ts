import { unreadable, type Stores, type Unavailable, type User, type UserId } from '@keepsake/domain'
import { damagedOf, isOfTenant } from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { findSound } from '../shared/sound-records.ts'

/** How a tenant's stores use those of the pool. */
export type TenantSession = {
  readonly tenantId: string
  /** For reads. */
  readonly stores: Stores
  /**
   * For writes. The work runs in a transaction: the caller's, if there is one. A user who was read in it does not change
   * before its end, and so stays in the tenant.
   */
  readonly write: <T, E>(work: (stores: Stores) => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

/** Those of the ids that belong to users of the tenant, each with its unchanged record. */
export const findTenantUsers = (
  ids: readonly UserId[],
  stores: Pick<Stores, 'users'>,
  tenantId: string,
): ResultAsync<ReadonlyMap<UserId, User>, Unavailable> =>
  findSound(ids, (some) => stores.users.findByIds(some)).andThen(({ sound, damaged }) => {
    const own = damagedOf(damaged, tenantId)
    return own.length > 0
      ? errAsync(unreadable(own))
      : okAsync(new Map(sound.flatMap((user) => (isOfTenant(user, tenantId) ? [[user.id, user]] : []))))
  })

/** Writes something for a user of the tenant. For any other user it writes nothing, and answers `otherwise`. */
export const writeOfTenantUser = <T>(
  { write, tenantId }: TenantSession,
  id: UserId,
  otherwise: T,
  work: (stores: Stores) => ResultAsync<T, Unavailable>,
): ResultAsync<T, Unavailable> =>
  write((inside) =>
    findTenantUsers([id], inside, tenantId).andThen((own) =>
      own.has(id) ? work(inside) : okAsync(otherwise),
    ),
  )

/**
 * Throws if one of the ids does not belong to a user of the tenant. For writes about a user who was read in the same
 * transaction: a write for another user is a bug in the use case.
 */
export const requireTenantUsers = (
  ids: readonly UserId[],
  stores: Pick<Stores, 'users'>,
  tenantId: string,
): ResultAsync<void, Unavailable> =>
  findTenantUsers(ids, stores, tenantId).map((own) => {
    if (!ids.every((id) => own.has(id))) throw new Error('A tenant writes of a user of another tenant')
  })
