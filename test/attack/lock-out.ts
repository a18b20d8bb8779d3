import { setTimeout as pause } from 'node:timers/promises'
import { ask, signIn } from './ask.ts'
import { duration, must, type Figure } from './figure.ts'
import type { GuessingPlan, GuessingReport } from './guesser.ts'
import { startHelper, type Helper } from './helper.ts'
import type { Owner } from './users.ts'
import type { Victim } from './victim.ts'

/** An owner, where they live, and what their device was given when they signed in from there. */
export type Resident = Owner & { readonly home: string | undefined; readonly deviceToken: string }

/** In ms: how often an attacker asks who waits for a free turn. */
const everyMs = 150

/** Owners who have signed in once, each from a network of their own. */
export const settle = async (
  { port }: Victim,
  owners: readonly Owner[],
  hasAddresses: boolean,
): Promise<readonly Resident[]> => {
  const residents: Resident[] = []
  for (const [index, owner] of owners.entries()) {
    const home = hasAddresses ? `192.0.2.${index + 1}` : undefined
    const { status, text, headers } = await ask(port, signIn(owner.username, owner.password, home))
    if (status !== 200) throw new Error(`${owner.username} does not get in before the attack: ${text}`)
    residents.push({ ...owner, home, deviceToken: String(headers['x-keepsake-device-token'] ?? '') })
  }
  return residents
}

/** Lets somebody guess at these accounts for as long as an attack takes, which begins when all of them are used up. */
export const whileGuessed = async <T>(
  { port }: Victim,
  residents: readonly Resident[],
  plan: Pick<GuessingPlan, 'hasAddresses' | 'neighbours'>,
  play: (whenUsedUp: () => Promise<void>) => Promise<T>,
): Promise<T> => {
  const logins = residents.map(({ username }) => username)
  const whole: GuessingPlan = { port, logins, everyMs, ...plan }
  const guesser = startHelper('guesser.ts', whole)
  try {
    const whenUsedUp = (): Promise<void> => untilUsedUp(guesser)
    await whenUsedUp()
    return await play(whenUsedUp)
  } finally {
    await guesser.stop()
  }
}

/** In ms: so long is guessed at most until nothing more is looked at. */
const usingUp = 300_000

const untilUsedUp = async (guesser: Helper): Promise<void> => {
  const deadline = performance.now() + usingUp
  for (;;) {
    const accounts = Object.values((await guesser.report()) as GuessingReport)
    if (accounts.length > 0 && accounts.every(({ isRefused }) => isRefused)) return
    if (performance.now() > deadline)
      throw new Error(`guesses are still looked at: ${JSON.stringify(accounts)}`)
    await pause(200)
  }
}

/** How an owner comes: from which address, and with a device token or not. */
export type Coming = (
  resident: Resident,
  index: number,
) => { readonly address?: string | undefined; readonly deviceToken?: string }

/** In ms: how long an owner tries, and how long they wait between two tries with the same password. */
const patience = 90_000
const betweenTries = 3000

/** How long it takes each owner to get in, all at the same time; the aim is that all do within so many ms. */
export const ownersSignIn = async (
  what: string,
  limit: number,
  { port }: Victim,
  residents: readonly Resident[],
  coming: Coming,
): Promise<Figure> => {
  const times = await Promise.all(
    residents.map(async (resident, index) => {
      const { address, deviceToken } = coming(resident, index)
      const token: Readonly<Record<string, string>> =
        deviceToken === undefined ? {} : { 'x-keepsake-device-token': deviceToken }
      const question = signIn(resident.username, resident.password, address, token)
      const started = performance.now()
      for (;;) {
        const { status } = await ask(port, question)
        const ms = performance.now() - started
        if (status === 200) return ms
        if (ms > patience) return Number.POSITIVE_INFINITY
        await pause(betweenTries)
      }
    }),
  )
  const soon = times.filter((ms) => ms <= limit).length
  const slowest = Math.max(...times)
  return must(
    what,
    `${soon} of ${times.length}; the slowest ${duration(slowest)}`,
    `all within ${duration(limit)}`,
    soon === times.length,
  )
}
