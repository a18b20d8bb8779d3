import {
  unreadable,
  type DamagedRecord,
  type Stores,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { findSound } from '../sound-records.ts'

/** How a tenant's stores reach those of the pool. */
export type TenantSession = {
  readonly tenantId: string
  /** For what is read. */
  readonly stores: Stores
  /**
   * For what is written: the work runs in a transaction, that of the caller if there is one. A user who is read in it
   * stays what it is until the end, and so stays in the tenant.
   */
  readonly write: <T, E>(work: (stores: Stores) => ResultAsync<T, E>) => ResultAsync<T, E | Unavailable>
}

export const isMember = ({ tenantIds }: User, tenantId: string): boolean => tenantIds.includes(tenantId)

/** A member as its tenant sees it: which others it belongs to is no business of this one. */
export const asSeen = (user: User, tenantId: string): User => ({ ...user, tenantIds: [tenantId] })

/** Those of the ids that are members', each with the record as it is. */
export const findMembers = (
  ids: readonly UserId[],
  stores: Pick<Stores, 'users'>,
  tenantId: string,
): ResultAsync<ReadonlyMap<UserId, User>, Unavailable> =>
  findSound(ids, (some) => stores.users.findByIds(some)).andThen(({ sound, damaged }) => {
    const own = damagedOf(damaged, tenantId)
    return own.length > 0
      ? errAsync(unreadable(own))
      : okAsync(new Map(sound.flatMap((user) => (isMember(user, tenantId) ? [[user.id, user]] : []))))
  })

/** Of users who cannot be read, a tenant hears of its own. Of whom it is not known where they belong, the pool hears. */
export const damagedOf = (damaged: readonly DamagedRecord[], tenantId: string): readonly DamagedRecord[] =>
  damaged
    .filter(({ tenantIds = [] }) => tenantIds.includes(tenantId))
    .map(({ record, userId }) => ({ record, userId }))

/** Writes something of a member; of anybody else nothing is written, and `otherwise` is the answer. */
export const writeOfMember = <T>(
  { write, tenantId }: TenantSession,
  id: UserId,
  otherwise: T,
  work: (stores: Stores) => ResultAsync<T, Unavailable>,
): ResultAsync<T, Unavailable> =>
  write((inside) =>
    findMembers([id], inside, tenantId).andThen((members) =>
      members.has(id) ? work(inside) : okAsync(otherwise),
    ),
  )

/**
 * Throws where one of the ids is no member's. For writes that rest on a user who was read in the same transaction: to
 * write them for somebody else is a defect of the use case.
 */
export const requireMembers = (
  ids: readonly UserId[],
  stores: Pick<Stores, 'users'>,
  tenantId: string,
): ResultAsync<void, Unavailable> =>
  findMembers(ids, stores, tenantId).map((members) => {
    if (!ids.every((id) => members.has(id))) throw new Error('A tenant writes of a user who is not its own')
  })
