import { forged } from './forged.ts'
import type { Victim } from './victim.ts'
import { head, type RawRequest } from './wire.ts'

/** A request as HTTP lets it be written, though no client of ours would. */
type Trick = readonly [name: string, RawRequest]

/** Node takes 16 KiB of headers, with the first line. */
const ofHeaders = 15_000
const tenMegabytes = 9_900_000

const filled = (unit: string, bytes: number): string => unit.repeat(Math.floor(bytes / unit.length))

const repeated = (count: number, lineOf: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `${lineOf(at)}\r\n`).join('')

/** As many lines as there is room for, of names that are all different or all the same. */
export function* manyHeaders(): Iterable<Trick> {
  const lines = {
    'names of their own': repeated(1600, (at) => `${at.toString(36)}:`),
    'one name': repeated(3700, () => 'a:'),
    'x-forwarded-for': repeated(700, () => 'x-forwarded-for:1.2.3.4'.slice(0, 20)),
    'accept-language': repeated(700, () => 'accept-language:a,b'),
    cookies: repeated(1500, () => 'cookie:a=1'.slice(0, 8)),
    'signed names': repeated(700, (at) => `x-authing-${at.toString(36)}:1`),
  }
  for (const [name, text] of Object.entries(lines))
    for (const first of ['GET /api/v3/system', 'POST /api/v3/signin', 'GET /api/v3/get-user'])
      yield [
        `${name} to ${first}`,
        { raw: `${first} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${text}\r\n` },
      ]
}

/** Bodies that say they are no JSON. */
export function* formBodies({ accessKeyId }: Victim): Iterable<Trick> {
  const part = '--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n'
  const types: readonly (readonly [type: string, unit: string])[] = [
    ['multipart/form-data; boundary=b', part],
    ['multipart/form-data; boundary=b', '--b\r\n'],
    ['application/x-www-form-urlencoded', 'a=1&'],
    ['application/x-www-form-urlencoded', 'a[b][c]=%41&'],
    ['application/json; charset=utf-16', '\0{'],
    ['text/plain', '{"a":'],
  ]
  for (const [type, unit] of types)
    for (const [path, bytes, headers] of [
      ['/api/v3/signin', 16_000, {}],
      ['/api/v3/signin', tenMegabytes, {}],
      ['/api/v3/create-users-batch', tenMegabytes, forged(accessKeyId)],
    ] as const)
      yield [
        `${bytes} bytes of ${unit.slice(0, 8)} as ${type} to ${path}`,
        {
          method: 'POST',
          path,
          headers: { ...headers, 'content-type': type },
          body: Buffer.from(filled(unit, bytes)),
        },
      ]
}

const chunkedTo = (path: string, headers: Readonly<Record<string, string>>): string =>
  head({ method: 'POST', path, headers, body: Buffer.alloc(0), piece: 1 })

/** Chunks whose extensions and trailers are longer than what is in them. */
export function* chunks({ accessKeyId }: Victim): Iterable<Trick> {
  const bodies = {
    'one endless extension': `1;${filled('a', tenMegabytes)}\r\n{\r\n`,
    'many extensions of one chunk': `1${filled(';a=b', tenMegabytes)}\r\n{\r\n`,
    'an extension in quotes': `1;a="${filled('\\"', tenMegabytes)}"\r\n{\r\n`,
    'an extension for each chunk': filled('1;a=b\r\n \r\n', tenMegabytes),
    'a length with zeros before it': filled('00000001\r\n \r\n', tenMegabytes),
    'a length without end': filled('0', tenMegabytes),
    trailers: `1\r\n{\r\n0\r\n${filled('a: b\r\n', tenMegabytes)}\r\n`,
  }
  for (const [name, text] of Object.entries(bodies))
    for (const [path, headers] of [
      ['/api/v3/signin', {}],
      ['/api/v3/create-users-batch', forged(accessKeyId)],
    ] as const)
      yield [`${name} to ${path}`, { raw: `${chunkedTo(path, headers)}${text}0\r\n\r\n` }]
}

const last = 'GET /api/v3/system HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'

/** So many requests on one connection, of which none waits for the answer to the one before. */
export function* pipelined(): Iterable<Trick> {
  const count = 20_000
  const post = (path: string, body: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const requests = {
    'a path that nobody has': 'GET / HTTP/1.1\r\nhost: a\r\n\r\n',
    system: 'GET /api/v3/system HTTP/1.1\r\nhost: a\r\n\r\n',
    'a sign-in without a password': post('/api/v3/signin', '{}'),
    'a sign-in that is no JSON': post('/api/v3/signin', '{'),
    'a token of nobody': post('/api/v3/get-management-token', '{"accessKeyId":"a","accessKeySecret":"b"}'),
    'a call that is not signed': post('/api/v3/create-user', '{}'),
  }
  for (const [name, text] of Object.entries(requests))
    yield [`${count} times ${name}`, { raw: text.repeat(count) + last }]
}

/** What a client may ask of the connection rather than of us. */
export function* expectations({ accessKeyId }: Victim): Iterable<Trick> {
  const body = Buffer.alloc(tenMegabytes, ' ')
  for (const [name, value] of [
    ['expect', '100-continue'],
    ['expect', filled('100-continue,', ofHeaders)],
    ['upgrade', 'h2c'],
    ['upgrade', filled('websocket,', ofHeaders)],
    ['te', filled('trailers,', ofHeaders)],
    ['content-encoding', 'gzip'],
    ['range', `bytes=${filled('0-1,', ofHeaders)}`],
    ['accept-language', filled('a;q=0.1,', ofHeaders)],
    ['accept-encoding', filled('gzip;q=0.1,', ofHeaders)],
  ] as const)
    for (const [path, headers] of [
      ['/api/v3/signin', {}],
      ['/api/v3/create-users-batch', forged(accessKeyId)],
    ] as const)
      yield [
        `${name}: ${value.slice(0, 20)} to ${path}`,
        { method: 'POST', path, headers: { ...headers, [name]: value }, body },
      ]
  for (const method of ['CONNECT', 'TRACE', 'OPTIONS', 'PROPFIND'])
    yield [method, { method, path: '/api/v3/signin', body }]
}
