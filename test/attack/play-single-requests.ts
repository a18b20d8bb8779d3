import type { Attack } from './arena.ts'
import { ask } from './ask.ts'
import { below, duration, noted, type Figure } from './figure.ts'
import type { Seen } from './probe.ts'
import { kinds, type Kind } from './single-requests.ts'
import { openVictim, withVictim, type Victim } from './victim.ts'
import { sendRaw, type RawRequest } from './wire.ts'

/** In ms: what one request of a stranger may make all others wait. */
const longestStall = 250

/** One hostile request after the other, each watched by itself. */
export const singleRequests: Attack = {
  name: 'one request',
  play: async ({ newDatabase, engine, ...arena }) =>
    withVictim(openVictim(await newDatabase()), async (victim) => {
      // What is compiled and cached at the first use is no stall of a request.
      for (let round = 0; round < 3; round += 1)
        await ask(victim.port, { method: 'GET', path: '/api/v3/system' })
      const figures: Figure[] = []
      // Hardly anything of these reaches a database: once at length is enough.
      const isShort = arena.isShort || engine !== 'sqlite'
      for (const kind of kinds) figures.push(...(await playKind(kind, victim, isShort)))
      return figures
    }),
}

const playKind = async (
  { kind, requests }: Kind,
  victim: Victim,
  isShort: boolean,
): Promise<readonly Figure[]> => {
  let [worst, grown, peak, count, unanswered] = [0, 0, 0, 0, 0]
  let culprit = ''
  for (const [name, request] of requests(victim, isShort)) {
    const { answer, stallMs, peakMb, startMb } = await playRequest(victim, request)
    const fault = victim.fault()
    if (fault !== undefined) throw new Error(`${kind}, ${name}: serve ${fault}`)
    count += 1
    if (answer === '') unanswered += 1
    if (stallMs > worst) [worst, culprit] = [stallMs, name]
    grown = Math.max(grown, peakMb - startMb)
    peak = Math.max(peak, peakMb)
  }
  console.error(`  ${kind}: ${count} requests, the worst ${duration(worst)} by ${culprit}`)
  return [
    below(`longest stall: ${kind}`, worst, longestStall, 'ms'),
    noted(
      `memory: ${kind}`,
      `${Math.round(grown)} MB more, ${Math.round(peak)} MB in all (${count} requests, ${unanswered} cut off)`,
    ),
  ]
}

type Watched = Seen & { readonly answer: string }

/** One that seems to be too long is played again, and the least of three counts: the machine may have had other work. */
const playRequest = async (victim: Victim, request: RawRequest): Promise<Watched> => {
  const first = await watchRequest(victim, request)
  let least = first.stallMs
  for (let again = 0; again < 2 && least >= longestStall; again += 1)
    least = Math.min(least, (await watchRequest(victim, request)).stallMs)
  return { ...first, stallMs: least }
}

const watchRequest = async (victim: Victim, request: RawRequest): Promise<Watched> => {
  await victim.watch()
  const answer = await sendRaw(victim.port, request)
  return { ...(await victim.seen()), answer }
}
