import type { Route } from '../../packages/http/src/routing/route.ts'
import { routes } from '../../packages/http/src/routes/index.ts'
import { forged } from './forged.ts'
import { bodies, texts, type Hostile } from './hostile-texts.ts'
import { readers } from './readers.ts'
import type { Victim } from './victim.ts'
import { chunks, expectations, formBodies, manyHeaders, pipelined } from './wire-tricks.ts'
import type { RawRequest } from './wire.ts'

/** Requests of one kind, each by a name: made one after the other, since some have ten megabytes. */
export type Kind = {
  readonly kind: string
  readonly requests: (victim: Victim, isShort: boolean) => Iterable<readonly [name: string, RawRequest]>
}

const tenMegabytes = 9_900_000
const sixteenKilobytes = 16 * 1024
/** Node takes 16 KiB of headers, with the first line. */
const ofHeaders = 15_000

const posts = routes.filter(({ method }) => method === 'POST')
const open = posts.filter(({ access }) => access !== 'management')
const managing = posts.filter(({ access }) => access === 'management')

/** Some of many routes that one pipeline leads to: to play all of them takes a quarter of an hour, and finds the same. */
const some = <T>(of: readonly T[], isShort: boolean): readonly T[] =>
  isShort ? of.slice(0, 4) : of.filter((_, at) => at % 5 === 0)

const quoted: Hostile = Object.fromEntries(
  Object.entries(texts).map(([name, make]) => [name, (bytes) => `{"token":"${make(bytes - 12)}"}`]),
)

/** Every body there is, of so many bytes. */
function* bodiesOf(bytes: number): Iterable<readonly [name: string, Buffer]> {
  for (const [name, make] of Object.entries({ ...quoted, ...bodies })) yield [name, Buffer.from(make(bytes))]
}

function* toEach(
  to: readonly Route[],
  isShort: boolean,
  bytes: number,
  headers: () => Readonly<Record<string, string>>,
  pieces: readonly (number | undefined)[] = [undefined],
): Iterable<readonly [name: string, RawRequest]> {
  for (const [name, body] of bodiesOf(bytes))
    for (const { method, path } of isShort ? to.slice(0, 1) : to)
      for (const piece of pieces)
        yield [
          `${name} to ${path}`,
          { method, path, headers: headers(), body, ...(piece === undefined ? {} : { piece }) },
        ]
}

const bearer = { authorization: 'Bearer a.b.c' }

/** What anybody can ask in one request. */
export const kinds: readonly Kind[] = [
  {
    kind: 'a body of 9.9 MB, to routes for everybody and for users',
    requests: (_, isShort) => toEach(open, isShort, tenMegabytes, () => bearer, [undefined, 65_536]),
  },
  {
    kind: 'a body of 16 KB to them',
    requests: (_, isShort) => toEach(open, isShort, sixteenKilobytes, () => bearer),
  },
  { kind: 'a token, ticket, login, password or code of 16 KB', requests: () => readers(sixteenKilobytes) },
  {
    kind: 'a header of 15 KB',
    requests: (victim, isShort) => ofHeader(victim, isShort),
  },
  { kind: 'a path or query of 15 KB', requests: (_, isShort) => ofQuery(isShort) },
  {
    kind: 'a forged signature over 9.9 MB',
    requests: ({ accessKeyId }, isShort) =>
      toEach(some(managing, isShort), isShort, tenMegabytes, () => forged(accessKeyId), [undefined, 65_536]),
  },
  {
    kind: 'a body that comes byte by byte',
    requests: ({ accessKeyId }) => byteByByte(accessKeyId),
  },
  { kind: 'hundreds of headers', requests: manyHeaders },
  { kind: 'a body that says it is no JSON', requests: formBodies },
  { kind: 'chunks with extensions and trailers', requests: chunks },
  { kind: 'thousands of requests at once on one connection', requests: pipelined },
  { kind: 'something asked of the connection, and 9.9 MB', requests: expectations },
]

const named = ['authorization', 'x-authing-tenant-id', 'x-forwarded-for', 'date', 'x-authing-signature-nonce']

/** Every long text in every header that is read, as it is and in the clothes of a token. */
function* ofHeader({ accessKeyId }: Victim, isShort: boolean): Iterable<readonly [name: string, RawRequest]> {
  const tokens = [
    'Bearer §',
    'Bearer a.§.b',
    'Bearer eyJhbGciOiJIUzI1NiJ9.§.AAAA',
    `authing ${accessKeyId}:§`,
    'authing §:AAAA',
    'Bearer 6a7b.v1.aes-256-gcm.k1.§',
  ]
  for (const { method, path } of some(routes, isShort))
    for (const [name, make] of Object.entries(texts)) {
      const text = Buffer.from(make(ofHeaders / 2)).toString('latin1')
      for (const token of tokens)
        yield [
          `${name} in ${token.slice(0, 8)} to ${path}`,
          { method, path, headers: { authorization: token.replace('§', () => text) } },
        ]
      for (const header of named)
        yield [
          `${name} in ${header} to ${path}`,
          { method, path, headers: { ...forged(accessKeyId), [header]: text } },
        ]
    }
}

function* ofQuery(isShort: boolean): Iterable<readonly [name: string, RawRequest]> {
  const units = ['a=1&', '&', '%41', '%ff', '%', '+', 'a[]=1&', 'a[b][c]=1&', '/', '../', ';', 'userIds=a,']
  for (const { method, path } of some(routes, isShort))
    for (const unit of units) {
      const text = unit.repeat(Math.floor(ofHeaders / unit.length))
      yield [`${unit} in the query of ${path}`, { method, path: `${path}?${text}` }]
      yield [`${unit} in the path of ${path}`, { method, path: `${path}/${text}` }]
    }
}

function* byteByByte(accessKeyId: string): Iterable<readonly [name: string, RawRequest]> {
  const [signIn] = open
  const body = Buffer.from(quoted['letters']?.(sixteenKilobytes) ?? '')
  if (signIn !== undefined) yield ['16 KB', { method: 'POST', path: '/api/v3/signin', body, piece: 1 }]
  const larger = Buffer.from(bodies['small objects']?.(1_000_000) ?? '')
  for (const { path } of managing.slice(0, 1))
    yield [
      '1 MB signed by nobody',
      { method: 'POST', path, headers: forged(accessKeyId), body: larger, piece: 1 },
    ]
}
