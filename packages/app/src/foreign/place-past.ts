import type { Instant, NewUser } from '@keepsake/domain'
import type { ForeignFacts, Lost } from './foreign-user.ts'

/** When a row had its user in the old system, as far as a row can say it. */
export type PlacedPast = { readonly fields: NewUser; readonly lost: readonly Lost[] }

/** 1971: what is earlier is a zero, or seconds that were taken for milliseconds. */
const earliest = 31_536_000_000
/** Clocks differ. */
const slackMs = 300_000
const mostSignIns = 2_147_483_647

/**
 * The times and counts of the facts as fields of a row. A time that cannot be is lost by name instead: it must not keep its
 * user out.
 */
export const placePast = (row: NewUser, facts: ForeignFacts, now: number): PlacedPast => {
  const lost: Lost[] = []
  const plausible = (name: string, time: Instant | undefined, from: number): Instant | undefined => {
    if (time === undefined || (time >= from && time <= now + slackMs)) return time
    lost.push({ path: [name], reason: 'implausible' })
    return undefined
  }
  const createdAt = plausible('createdAt', facts.createdAt, earliest)
  const from = createdAt === undefined ? earliest : createdAt - slackMs
  const lastSignInAt = plausible('lastSignInAt', facts.lastSignInAt, from)
  const passwordSetAt =
    row.password === undefined ? undefined : plausible('passwordSetAt', facts.passwordSetAt, from)
  const { signInsCount } = facts
  const isCount =
    signInsCount !== undefined &&
    signInsCount <= mostSignIns &&
    (signInsCount > 0 || lastSignInAt === undefined)
  return {
    fields: {
      ...(createdAt !== undefined && { createdAt }),
      ...(lastSignInAt !== undefined && { lastSignInAt }),
      ...(passwordSetAt !== undefined && { passwordSetAt }),
      ...(isCount && { signInsCount }),
    },
    lost,
  }
}
