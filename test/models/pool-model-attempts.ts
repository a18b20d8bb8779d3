import type { PoolModel } from './pool-model.ts'

const second = 1000
const [minute, day] = [60 * second, 86_400 * second]

type Row = { readonly made: number; readonly openAt: number; readonly forgetAt: number }

/** A password that was refused: since when it waits, and when and how often it came. */
type Waiting = { readonly since: number; readonly last: number; readonly times: number }

/** What is remembered of attempts. `waiting` and `wrong` are in memory alone, and gone after a crash. */
export type ModelAttempts = {
  /** Attempts in a row, by account and source. */
  readonly rows: Map<string, Row>
  /** When what a network, or its repeats, have drawn is filled up again. */
  readonly drawn: Map<string, number>
  /** By account, or by a network that has drawn too much: what waits to be looked at out of turn. */
  readonly waiting: Map<string, Map<string, Waiting>>
  /** Passwords that were wrong, and when. */
  readonly wrong: Map<string, number>
}

export const newAttempts = (): ModelAttempts => ({
  rows: new Map(),
  drawn: new Map(),
  waiting: new Map(),
  wrong: new Map(),
})

/** A process that begins knows nothing of what was refused. */
export const forgetRefused = ({ waiting, wrong }: ModelAttempts): void => {
  waiting.clear()
  wrong.clear()
}

/** What is tried: at which account, from where, and which password. */
export type Tried = { readonly account: string; readonly ip: string; readonly password: number }

/** When the same password may be tried again, and when another one. */
export type Refused = { readonly retryAt: number; readonly otherPasswordAt: number }

/** An attempt that is looked at. `right` says that it was right, `wrong` that it was not. */
export type Granted = { readonly right: () => void; readonly wrong: () => void }

/** What may be drawn from, by name: how much at once, and how long one more takes. */
type Allowance = { readonly name: string; readonly most: number; readonly refill: number }

const ofNetwork = (ip: string): Allowance => ({ name: ip, most: 60, refill: minute })
const repeatsOf = (ip: string): Allowance => ({ name: `repeats ${ip}`, most: 10, refill: 5 * minute })

const opensAt = ({ attempts, now }: PoolModel, { name, most, refill }: Allowance): number =>
  Math.max(attempts.drawn.get(name) ?? 0, now) + refill - most * refill

const draw = ({ attempts, now }: PoolModel, { name, refill }: Allowance, count: number): void =>
  void attempts.drawn.set(name, Math.max(attempts.drawn.get(name) ?? 0, now) + count * refill)

/** Grants an attempt in its turn, or out of turn, or tells when it may be made. */
export const attempt = (model: PoolModel, tried: Tried): Granted | Refused => {
  const { account, ip } = tried
  const wrong = (): void => void model.attempts.wrong.set(`${account} ${tried.password}`, model.now)
  const networkOpensAt = opensAt(model, ofNetwork(ip))
  if (networkOpensAt > model.now) {
    const mayRepeat = isDue(model, `network ${ip}`, tried) && opensAt(model, repeatsOf(ip)) <= model.now
    if (!mayRepeat) return refused(model, networkOpensAt)
    model.attempts.waiting.get(`network ${ip}`)?.delete(`${account} ${tried.password}`)
    return outOfTurn(model, repeatsOf(ip), wrong)
  }
  const key = `${account} from ${ip}`
  const found = model.attempts.rows.get(key)
  if (found !== undefined && found.openAt > model.now) {
    if (!isDue(model, account, tried)) return refused(model, found.openAt)
    model.attempts.waiting.get(account)?.delete(`${account} ${tried.password}`)
    return outOfTurn(model, ofNetwork(ip), wrong)
  }
  // Five at once; then 30 s, doubling up to an hour; forgotten after a day.
  const made = found === undefined || found.forgetAt <= model.now ? 1 : found.made + 1
  const wait = Math.min(60 * minute, 30 * second * 2 ** (made - 5))
  const openAt = made < 5 ? 0 : model.now + wait
  model.attempts.rows.set(key, { made, openAt, forgetAt: model.now + day })
  draw(model, ofNetwork(ip), 1)
  const right = (): void => {
    model.attempts.rows.delete(key)
    draw(model, ofNetwork(ip), -made)
  }
  return { right, wrong }
}

const refused = ({ now }: PoolModel, otherPasswordAt: number): Refused => ({
  retryAt: Math.min(otherPasswordAt, now + 5 * second),
  otherPasswordAt,
})

const outOfTurn = (model: PoolModel, from: Allowance, wrong: () => void): Granted => {
  draw(model, from, 1)
  return { right: () => draw(model, from, -1), wrong }
}

/** Five seconds after it came first, unless it was wrong within the hour, or another one that comes again was before it. */
const isDue = ({ attempts, now }: PoolModel, group: string, { account, password }: Tried): boolean => {
  const digest = `${account} ${password}`
  if (now - (attempts.wrong.get(digest) ?? -Infinity) < 60 * minute) return false
  const waiting = attempts.waiting.get(group) ?? new Map<string, Waiting>()
  attempts.waiting.set(group, waiting)
  for (const [each, { last }] of waiting) if (now - last > 45 * second) waiting.delete(each)
  const { since, times } = waiting.get(digest) ?? { since: now, times: 0 }
  waiting.delete(digest)
  const isHeldUp = [...waiting.values()].some(
    (each) =>
      each.times > 1 &&
      now - each.since >= 5 * second &&
      now - each.last <= 10 * second &&
      each.since < since,
  )
  waiting.set(digest, { since, last: now, times: times + 1 })
  return now - since >= 5 * second && !isHeldUp
}
