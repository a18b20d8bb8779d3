import type { Instant, SingleUseStore } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import type { Table, Tables } from './tables.ts'

/** The spent keys of a pool in memory. */
export const memorySingleUse = (session: Session<Tables>, horizon: Horizon): SingleUseStore => ({
  spend: (kind, key, now, until) =>
    session.write(({ spent }) => {
      forgetExpired(spent, horizon(now))
      const text = `${kind}:${key}`
      const remembered = spent.get(text)
      if (remembered !== undefined && remembered >= now) return ok('spent-before')
      spent.put(text, until)
      return ok('first')
    }),
  isSpent: (kind, key, now) => session.read(({ spent }) => (spent.get(`${kind}:${key}`) ?? -Infinity) >= now),
})

/** Keys come roughly in the order of their expiry, so the search stops at the first that must still be remembered. */
const forgetExpired = (spent: Table<Instant>, before: Instant): void => {
  const expired: string[] = []
  for (const [text, until] of spent.entries()) {
    if (until >= before) break
    expired.push(text)
  }
  for (const text of expired) spent.put(text, undefined)
}
