import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { KeepsakePorts } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import { errAsync, okAsync, type Result } from 'neverthrow'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSubject, valueOf, type Subject, type SubjectOptions } from '../../builders/keepsake.ts'
import { everydayUses, settings, type Everyday } from './everyday.ts'
import { answersLater, everyVerb, replaceVerb, type VerbPath } from './replaced-verb.ts'

/** How a verb that answers later may misbehave. */
const later: Readonly<Record<string, () => unknown>> = {
  throws: () => fail(),
  'answers nothing': () => undefined,
  'answers a promise that rejects': () => Promise.reject(new Error('a defect')),
  'answers a promise of nothing': async () => undefined,
  'answers a plain object in the place of a result': async () => ({ ok: true, value: undefined }),
  'answers a value in the place of a result': async () => [],
  'answers Ok of another value': () => okAsync({ wrong: true }),
  'answers Ok of null': () => okAsync(null),
  'answers Ok of a list of something else': () => okAsync([{ wrong: true }]),
  'fails with something else': () => errAsync({ kind: 'wrong' }),
  'fails with nothing': () => errAsync(undefined),
  'fails with a part that is none': () => errAsync({ kind: 'unavailable', part: 'moon', cause: undefined }),
}

/** How a verb that answers at once may. */
const atOnce: Readonly<Record<string, () => unknown>> = {
  throws: () => fail(),
  'answers null': () => null,
  'answers NaN': () => Number.NaN,
  'answers an empty text': () => '',
  'answers something else': () => ({ wrong: true }),
  'answers a promise': async () => 1,
  'answers a promise that rejects': () => Promise.reject(new Error('a defect')),
}

const fail = (): never => {
  throw new Error('a defect')
}

/** Which part is unavailable then. */
const partOf = ([port = '']: VerbPath): string =>
  port === 'transportCiphers'
    ? 'transport-cipher'
    : port.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)

const nameOf = (path: VerbPath): string => path.join('.')

const open = (options: SubjectOptions): Promise<Subject> =>
  openSubject(async () => ({ storage: openMemoryStorage() }), { settings, ...options })

const custom = { old: { matches: () => true } }

/** Uses the facade once, with other ports from the call on. */
const use = async (
  { ports, prepare }: Everyday,
  replace: (usual: KeepsakePorts) => KeepsakePorts,
): Promise<{ readonly answer: Result<unknown, Failure>; readonly sound: Subject }> => {
  const passwordVerifier = await openPasswordVerifier({
    current: { memory: 64, passes: 1, parallelism: 1 },
    custom,
  })
  const sound = await open({ ports: () => ({ passwordVerifier }) })
  const call = await prepare(sound)
  const faulty = await open({
    on: sound.opened,
    ports: (usual) => {
      const own = { ...usual, passwordVerifier }
      return replace({ ...own, ...ports?.(own) })
    },
  })
  return { answer: await call(faulty.keepsake), sound }
}

/** The uses that ask a verb, by its name. */
const askedBy = new Map<string, Everyday[]>()

beforeAll(async () => {
  for (const everyday of everydayUses) {
    const asked = new Set<string>()
    const watch = (ports: KeepsakePorts, path: VerbPath): KeepsakePorts =>
      replaceVerb(ports, path, (usual) => (...given) => {
        asked.add(nameOf(path))
        return usual(...given)
      })
    const { answer } = await use(everyday, (usual) => everyVerb.reduce(watch, usual))
    if (answer.isErr()) throw new Error(`${everyday.name}: ${JSON.stringify(answer.error)}`)
    for (const name of asked) askedBy.set(name, [...(askedBy.get(name) ?? []), everyday])
  }
})

/** Where the facade goes on by design without an answer: the old hash stays for another day. */
const doWithout = (name: string, everyday: Everyday): boolean =>
  name === 'passwordHasher.hash' && everyday.name === 'a sign-in whose hash is old'

/** What cannot be sent waits for another round, whyever. */
const isRound = (name: string, everyday: Everyday): boolean =>
  everyday.name.startsWith('a round of') &&
  ['noticeSender.send', 'eventSender.send', 'secretBox.open'].includes(name)

/** Settings are checked once, where the facade is made, which throws where it cannot be. */
const isOfSettings = (name: string): boolean => name === 'phoneNumbers.isCountryCode'

describe('every verb of every port', () => {
  it('is asked by some use', () => {
    // No event holds a sealed text, HTTP alone asks whether a nonce is spent, attempts are taken back after a failure, and only a
    // chunk that takes long renews its lease.
    const askedElsewhere =
      /^storage\.(?:events\.(?:listSealed|reseal)|singleUse\.isSpent|attempts\.takeBack|moves\.renewLease)$/u
    const others = everyVerb.map(nameOf).filter((name) => !askedElsewhere.test(name))
    expect(others.filter((name) => !askedBy.has(name))).toEqual([])
  })
})

describe.each(everyVerb.map((path) => [nameOf(path), path] as const))('%s', (name, path) => {
  it.each(Object.entries(answersLater(path) ? later : atOnce))(
    'that %s is a part that is unavailable, in every verb',
    async (_, misbehave) => {
      for (const everyday of (askedBy.get(name) ?? []).slice(0, 3)) {
        if (doWithout(name, everyday)) continue
        const using = use(everyday, (usual) => replaceVerb(usual, path, () => misbehave))
        if (isOfSettings(name)) {
          await expect(using).rejects.toMatchObject({ cause: { message: expect.stringContaining(name) } })
          continue
        }
        const { answer, sound } = await using
        if (isRound(name, everyday)) expect(answer._unsafeUnwrap()).toMatchObject({ sent: 0, postponed: 1 })
        else
          expect([everyday.name, answer]).toMatchObject([
            everyday.name,
            { error: { kind: 'unavailable', part: partOf(path) } },
          ])
        if (everyday.name.startsWith('a batch')) expect(await valueOf(sound.rest.users.count({}))).toBe(0)
      }
    },
  )
})
