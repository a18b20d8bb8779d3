import { err, ok } from 'neverthrow'
import { collect, gather, optional, type Checked } from '../kernel/collect.ts'
import { checkNotBefore, parsePastTime, type GivenTime } from '../kernel/given-time.ts'
import { issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import type { SignIns } from './user.ts'
import { parseUserId, type UserId } from './user-id.ts'

/** What a new user was in another system, as a caller gives it. Only new users take it: nothing of it can be changed. */
export type GivenPastLife = {
  /** The id that the user is to have here. */
  readonly userId?: string
  readonly createdAt?: GivenTime
  readonly lastSignInAt?: GivenTime
  readonly signInsCount?: number
}

/** What a new user was in another system, as far as it is known. */
export type PastLife = {
  readonly id?: UserId
  readonly createdAt?: Instant
  readonly signIns?: SignIns
}

/** Reads what a new user was in another system. Nobody has signed in before the user was created. */
export const parsePastLife = (given: GivenPastLife, now: Instant): Checked<PastLife> => {
  if (pastFields.every((field) => given[field] === undefined)) return ok({})
  const time = (moment: GivenTime): Checked<Instant> => parsePastTime(moment, now)
  return collect({
    userId: optional(given.userId, parseUserId),
    createdAt: optional(given.createdAt, time),
    lastSignInAt: optional(given.lastSignInAt, time),
    signInsCount: optional(given.signInsCount, parseCount),
  }).andThen(({ userId: id, createdAt, lastSignInAt, signInsCount }) =>
    gather(
      checkNotBefore(createdAt, lastSignInAt, ['lastSignInAt']),
      readSignIns(lastSignInAt, signInsCount),
    ).map(([, signIns]) => ({
      ...(id !== undefined && { id }),
      ...(createdAt !== undefined && { createdAt }),
      ...(signIns && { signIns }),
    })),
  )
}

const pastFields = ['userId', 'createdAt', 'lastSignInAt', 'signInsCount'] as const

/** The largest number that every database and every system stores. */
const mostSignIns = 2 ** 31 - 1

const parseCount = (count: number): Checked<number> =>
  Number.isInteger(count) && count >= 0 && count <= mostSignIns
    ? ok(count)
    : err([issue('user.sign_ins_count_malformed', [], { max: mostSignIns })])

/** A user who has signed in has done so once at least. */
const readSignIns = (
  lastAt: Instant | undefined,
  count: number | undefined,
): Checked<SignIns | undefined> => {
  if (lastAt === undefined) return ok(count === undefined ? undefined : { count })
  return count === 0
    ? err([issue('user.sign_ins_contradicted', ['signInsCount'])])
    : ok({ count: count ?? 1, lastAt })
}
