import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { times } from '../../../effort.ts'
import { checkReading } from '../../../../packages/http/src/auth/reading/other-reading.ts'
import {
  meaningOf,
  samplesOf,
  signedRoutes,
  signedTextOf,
  takes,
  textOf,
  textsOf,
  type Request,
} from './signed-requests.ts'

type SignedRoute = (typeof signedRoutes)[number]

/** Names of members, and some that are none: one of them stands in order directly behind a text. */
const namesFor = ({ shape: { members } }: SignedRoute): readonly string[] => {
  const texts = [...members].flatMap(([name, { takesAnyText }]) => (takesAnyText ? [`${name}0`] : []))
  return [...members.keys(), ...texts.slice(0, 1), 'b', 'zz', 'x&y', 'u=v']
}

/** A text in which other members seem to begin. */
const textFor = (route: SignedRoute): fc.Arbitrary<string> => {
  const begun = fc
    .constantFrom(...namesFor(route))
    .chain((name) =>
      fc.constantFrom(...samplesOf(route, name), 'x', '').map((value) => `&${name}=${textOf(value)}`),
    )
  const plain = fc.constantFrom('a', '&', '=', '&b=2', '&&', '"', '{', '}', '[', ']', 'null', 'é', '\n')
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: begun }, { weight: 1, arbitrary: plain }), { maxLength: 5 })
    .map((parts) => parts.join(''))
}

/** A request that the route takes, as far as its shape goes. */
const requestFor = (route: SignedRoute): fc.Arbitrary<Request> => {
  const { members, ignoresOthers } = route.shape
  const valueOf = (name: string): fc.Arbitrary<unknown> => {
    const sample = fc.constantFrom(...samplesOf(route, name))
    return members.get(name)?.takesAnyText === true
      ? fc.oneof({ weight: 4, arbitrary: textFor(route) }, { weight: 1, arbitrary: sample })
      : sample
  }
  const required = [...members.keys()].filter((name) => members.get(name)?.isRequired === true)
  const others = namesFor(route).filter((name) => !required.includes(name))
  const possible = others.filter((name) => members.has(name) || ignoresOthers)
  return fc
    .subarray(possible, { maxLength: Math.min(4, possible.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          [...required, ...chosen].map((name) => [name, members.has(name) ? valueOf(name) : textFor(route)]),
        ),
      ),
    )
}

/** Another request of the same signed text: it is split at some of the places where it can be, and its values are read anyhow. */
const otherReading = (text: string, choices: readonly boolean[]): Request => {
  const pieces: string[] = []
  for (const [index, piece] of text.split('&').entries()) {
    const begins = index === 0 || (piece.includes('=') && choices[index % choices.length] === true)
    if (begins) pieces.push(piece)
    else pieces.push(`${pieces.pop() ?? ''}&${piece}`)
  }
  const entries = pieces.map((piece, index) => {
    const [name = ''] = piece.split('=', 1)
    const value = piece.slice(name.length + 1)
    return [name, choices[(index * 7) % choices.length] === true ? readOr(value) : value] as const
  })
  return Object.fromEntries(entries)
}

const readOr = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? text : value
  } catch {
    return text
  }
}

const isAccepted = ({ shape }: SignedRoute, request: Request): boolean =>
  takes(shape, request) && checkReading(textsOf(request), request, shape).isOk()

/** Whether two requests are signed alike and mean different things. */
const arePair = ({ shape }: SignedRoute, one: Request, other: Request): boolean =>
  signedTextOf(one) === signedTextOf(other) && meaningOf(shape, one) !== meaningOf(shape, other)

/** How many pairs were tried of each route. */
const tried = new Map<SignedRoute, number>()

describe.each(signedRoutes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  'what is signed for %s',
  (_, route) => {
    const { shape } = route

    it('has one meaning: of two requests of the same signed text one is refused', () => {
      const choices = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 })
      fc.assert(
        fc.property(requestFor(route), choices, (request, chosen) => {
          const other = otherReading(signedTextOf(request), chosen)
          if (!takes(shape, request) || !takes(shape, other) || !arePair(route, request, other)) return
          tried.set(route, (tried.get(route) ?? 0) + 1)
          expect(isAccepted(route, request) && isAccepted(route, other)).toBe(false)
        }),
        { numRuns: times({ short: 800, long: 100_000 }) },
      )
    })

    it('is not refused where no text holds the name of a member', () => {
      const harmless = requestFor(route).map((request) =>
        Object.fromEntries(
          Object.entries(request).flatMap(([name, value]) =>
            shape.members.has(name) ? [[name, isWord(value) ? value.replaceAll('&', '+') : value]] : [],
          ),
        ),
      )
      fc.assert(
        fc.property(harmless, (request) => {
          if (Object.values(request).some((value) => isWord(value) && /^(?:null$|[[{])/u.test(value))) return
          expect(checkReading(textsOf(request), request, shape)._unsafeUnwrap()).toBeUndefined()
        }),
        { numRuns: 100 },
      )
    })
  },
)

it('pairs were made of nearly every route that takes a text before another member', () => {
  expect(tried.size).toBeGreaterThan(10)
  expect([...tried.values()].reduce((sum, each) => sum + each, 0)).toBeGreaterThan(300)
})

const isWord = (value: unknown): value is string => typeof value === 'string'
