import { Agent } from 'node:http'
import { setInterval as every } from 'node:timers/promises'
import { ask, signIn } from './ask.ts'

// A process of its own: guesses at accounts without end, another password each time. Its argument is a `GuessingPlan`.

export type GuessingPlan = {
  readonly port: number
  readonly logins: readonly string[]
  /** In ms: how often it guesses at each account, once it has been refused there. Until then it guesses as fast as it can. */
  readonly everyMs: number
  /** Whether it says from where: a network that changes with every guess. */
  readonly hasAddresses: boolean
  /** Addresses of neighbours, by login, from which it guesses every other time. */
  readonly neighbours?: Readonly<Record<string, string>>
}

/** Of every account, how many guesses there were, how many of them refused, and whether the last one was. */
export type GuessingReport = Readonly<Record<string, Guessed>>
type Guessed = { guesses: number; refused: number; isRefused: boolean }

const {
  port,
  logins,
  everyMs,
  hasAddresses,
  neighbours = {},
} = JSON.parse(process.argv[2] ?? '') as GuessingPlan
const agent = new Agent({ keepAlive: true, maxSockets: 100 })
const report: Record<string, Guessed> = {}
let drawn = 0

const addressOf = (login: string): string | undefined => {
  if (!hasAddresses) return undefined
  drawn += 1
  const neighbour = neighbours[login]
  if (neighbour !== undefined && drawn % 2 === 0) return neighbour
  return `10.${(drawn >> 16) & 255}.${(drawn >> 8) & 255}.${drawn & 255}`
}

const guess = async (login: string, told: Guessed): Promise<void> => {
  told.guesses += 1
  const { status } = await ask(port, {
    ...signIn(login, `guess ${told.guesses} at what it may be`, addressOf(login)),
    agent,
  })
  if (status === 429) told.refused += 1
  told.isRefused = status === 429
}

const guessAt = async (login: string): Promise<void> => {
  const told: Guessed = { guesses: 0, refused: 0, isRefused: false }
  report[login] = told
  for await (const _ of every(everyMs)) {
    if (told.isRefused) void guess(login, told)
    else await guess(login, told)
  }
}

process.on('message', () => process.send?.(report))
process.on('disconnect', () => process.exit())
for (const login of logins) void guessAt(login)
