import type { UniqueKey, Unavailable, User, UserId } from '@keepsake/domain'
import { addedKeys } from '@keepsake/domain/rules'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { eachUser } from './each-user.ts'

/** A user whose username, or other login, would also be that of another user. */
export type CollidingUser = { readonly userId: UserId; readonly username?: string }

/**
 * What would happen if the case of usernames were ignored. In each list of users, only one could keep the present values.
 */
export type UsernamesReport = {
  readonly users: number
  readonly collisions: readonly (readonly CollidingUser[])[]
}

/**
 * Finds users whose usernames differ only in case, or whose username would be another user's email. It keeps only usernames
 * with upper case letters in memory. All other usernames keep their keys.
 */
export const checkUsernames = (context: PoolContext): ResultAsync<UsernamesReport, Unavailable> =>
  safeTry(async function* () {
    const { uncheckedStorage: storage } = context
    const claims = new Map<string, Claim>()
    const users = yield* eachUser(
      storage,
      (page, before: number) => {
        for (const user of page) claimNew(claims, user, context)
        return okAsync<number, Unavailable>(before + page.length)
      },
      0,
    )
    const collisions: (readonly CollidingUser[])[] = []
    for (const { key, users: claimants } of claims.values()) {
      const owner = yield* storage.users.findByKey(key)
      const everybody = distinct([...(owner === undefined ? [] : [toColliding(owner)]), ...claimants])
      if (everybody.length > 1) collisions.push(everybody)
    }
    return ok({ users, collisions })
  })

/** The users who would hold a key. */
type Claim = { readonly key: UniqueKey; readonly users: CollidingUser[] }

const claimNew = (claims: Map<string, Claim>, user: User, { identifierContext }: PoolContext): void => {
  for (const [text, key] of addedKeys(user, identifierContext, 'ignore-case')) {
    const claim = claims.get(text) ?? { key, users: [] }
    claim.users.push(toColliding(user))
    claims.set(text, claim)
  }
}

const toColliding = ({ id, username }: User): CollidingUser => ({
  userId: id,
  ...(username === undefined ? {} : { username: username.text }),
})

const distinct = (users: readonly CollidingUser[]): readonly CollidingUser[] => [
  ...new Map(users.map((user) => [user.userId, user])).values(),
]
