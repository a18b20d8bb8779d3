import type { Horizon, Session } from '@keepsake/adapters/storage/kit'
import {
  countAttempt,
  giveBack,
  isRemembered,
  rememberedUntil,
  networksKept,
  takeBack,
  type AttemptStore,
  type KnownNetworks,
  type Reservation,
  type SingleUseStore,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { keyOf } from './records.ts'

export const singleUseIn = (session: Session<PoolDocument>, horizon: Horizon): SingleUseStore => ({
  spend: (kind, key, now, until) =>
    session.write(({ spent }) => {
      const clearUpTo = horizon(now)
      for (const [text, end] of spent) if (end < clearUpTo) spent.delete(text)
      if (spent.has(keyOf(kind, key))) return ok('spent-before')
      spent.set(keyOf(kind, key), until)
      return ok('first')
    }),
  isSpent: (kind, key, now) => session.read(({ spent }) => (spent.get(keyOf(kind, key)) ?? -Infinity) >= now),
})

export const attemptsIn = (session: Session<PoolDocument>, horizon: Horizon): AttemptStore => ({
  reserve: (kind, key, limit, now, mark) =>
    session.write(({ attempts }) => {
      const clearUpTo = horizon(now)
      for (const [text, { forgetAt }] of attempts) if (forgetAt <= clearUpTo) attempts.delete(text)
      const counted = countAttempt(attempts.get(keyOf(kind, key)), limit, now, mark)
      if (!counted.granted) return ok<Reservation>(counted)
      attempts.set(keyOf(kind, key), counted.row)
      return ok<Reservation>({ granted: true })
    }),
  giveBack: (kind, key, count, allowance, now) =>
    session.write(({ attempts }) => {
      const row = giveBack(attempts.get(keyOf(kind, key)), count, allowance, now)
      if (row === undefined) attempts.delete(keyOf(kind, key))
      else attempts.set(keyOf(kind, key), row)
      return ok()
    }),
  takeBack: (kind, key, mark, limit, now) =>
    session.write(({ attempts }) => {
      const row = takeBack(attempts.get(keyOf(kind, key)), mark, limit, now)
      if (row === undefined) attempts.delete(keyOf(kind, key))
      else attempts.set(keyOf(kind, key), row)
      return ok()
    }),
  clear: (kind, key) =>
    session.write(({ attempts }) => {
      const made = attempts.get(keyOf(kind, key))?.made ?? 0
      attempts.delete(keyOf(kind, key))
      return ok(made)
    }),
})

export const knownNetworksIn = (session: Session<PoolDocument>, horizon: Horizon): KnownNetworks => ({
  remember: (userId, network, now, until) =>
    session.write(({ networks }) => {
      const clearUpTo = horizon(now)
      const known = (networks.get(userId) ?? []).filter((each) => each.until >= clearUpTo)
      const before = known.find((each) => each.network === network)
      const added = { network, until: rememberedUntil(before?.until, until, now) }
      const longestFirst = [added, ...known.filter((each) => each !== before)].toSorted(
        (one, other) => other.until - one.until,
      )
      networks.set(userId, longestFirst.slice(0, networksKept))
      return ok()
    }),
  isKnown: (userId, network, now) =>
    session.read(({ networks }) =>
      (networks.get(userId) ?? []).some((each) => each.network === network && isRemembered(each.until, now)),
    ),
})
