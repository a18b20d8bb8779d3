import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { openBreachedRange } from '@keepsake/adapters/password-lists/breached-range'
import type { BreachedPasswords } from '@keepsake/domain'
import { parsePlainPassword } from '@keepsake/domain/rules'
import { afterEach, describe, expect, it } from 'vitest'

/** SHA-1 in upper case: `printf %s '<password>' | sha1sum` (coreutils 9.1). */
const hashes = {
  password: '5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8',
  'correct horse battery staple': 'ABF7AAD6438836DBE526AA231ABDE2D0EEF74D42',
  'pässwörd-密码': '7729CFF36BFEAE454EB13DC7A2126F563390368E',
} as const

/** Lines of a range as the protocol has them, those of padding at their end. */
const range = (...lines: readonly string[]): readonly string[] => [
  '0018A45C4D1DEF81644B54AB7F969B88D65:3',
  ...lines,
  'FFFA6E0B3A1F5A7F2D0C1D1E5B7E2F9A8C4:21',
  '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0',
]

type Served = { readonly url: URL; readonly requests: IncomingMessage[] }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** A service on this machine that answers as it is told. */
const serve = async (answer: RequestListener): Promise<Served> => {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/range`), requests }
}

const serveText = (text: string): Promise<Served> => serve((_request, response) => response.end(text))

const count = (service: BreachedPasswords, text: string) =>
  service.count(parsePlainPassword(text)._unsafeUnwrap())

const counted = async (url: URL, text = 'password'): Promise<number> =>
  (await count(openBreachedRange({ url, timeoutMs: 5000 }), text))._unsafeUnwrap()

/** What is known of a failure, and that it names neither the password nor its hash, nor the part of it that was told. */
const failed = async (url: URL, timeoutMs = 5000): Promise<string> => {
  const failure = (await count(openBreachedRange({ url, timeoutMs }), 'password'))._unsafeUnwrapErr()
  expect(failure).toMatchObject({ kind: 'unavailable', part: 'breached-passwords' })
  const seen = inspect(failure, { depth: 9 })
  expect(seen).not.toMatch(/5BAA6|1E4C9B93|"password"|'password'/iu)
  return seen
}

describe('a password among the leaked ones', () => {
  it.each(Object.entries(hashes))('is found by the rest of its hash: %s', async (text, hash) => {
    const { url, requests } = await serveText(range(`${hash.slice(5)}:3861493`).join('\r\n'))
    expect(await counted(url, text)).toBe(3_861_493)
    expect(requests.map((request) => request.url)).toStrictEqual([`/range/${hash.slice(0, 5)}`])
  })

  it('is looked up as it would be hashed, in composed form', async () => {
    const hash = hashes['pässwörd-密码']
    const { url } = await serveText(range(`${hash.slice(5)}:2`).join('\r\n'))
    expect(await counted(url, 'pässwörd-密码'.normalize('NFD'))).toBe(2)
  })

  it('is told by its first five digits alone, with padding asked for', async () => {
    const { url, requests } = await serveText(range().join('\r\n'))
    await counted(url)
    const [{ method, headers, rawHeaders, url: path } = {} as IncomingMessage] = requests
    expect(method).toBe('GET')
    expect(headers).toMatchObject({ 'add-padding': 'true' })
    expect([path, ...rawHeaders].join(' ')).not.toMatch(/1E4C9B93|password/iu)
  })

  it.each([
    ['is not there', range()],
    ['is there as padding', range(`${hashes.password.slice(5)}:0`)],
    ['begins alike', range(`${hashes.password.slice(5, 39)}9:12`)],
  ])('is none where it %s', async (_where, lines) => {
    expect(await counted((await serveText(lines.join('\r\n'))).url)).toBe(0)
  })

  it.each([
    ['with line feeds', range(`${hashes.password.slice(5)}:7`).join('\n')],
    ['ended by a line break', `${range(`${hashes.password.slice(5)}:7`).join('\r\n')}\r\n`],
    [
      'in lower case',
      range(`${hashes.password.slice(5)}:7`)
        .join('\r\n')
        .toLowerCase(),
    ],
  ])('is read %s', async (_how, text) => {
    expect(await counted((await serveText(text)).url)).toBe(7)
  })

  it('is found in a large range that comes in pieces', async () => {
    const lines = Array.from(
      { length: 2000 },
      (_, index) => `${index.toString(16).padStart(35, '0').toUpperCase()}:0`,
    )
    const { url } = await serve((_request, response) => {
      for (const line of [...lines, `${hashes.password.slice(5)}:9`]) response.write(`${line}\r\n`)
      response.end()
    })
    expect(await counted(url)).toBe(9)
  })

  it('is asked for under the whole of the address that is configured', async () => {
    const { url, requests } = await serveText(range().join('\r\n'))
    for (const address of ['/', '/a/b/', '/range/?key=1']) await counted(new URL(address, url))
    expect(requests.map((request) => request.url)).toStrictEqual([
      '/5BAA6',
      '/a/b/5BAA6',
      '/range/5BAA6?key=1',
    ])
  })

  it('is fetched by the function that is given', async () => {
    const asked: string[] = []
    const service = openBreachedRange({
      url: new URL('https://leaks.example/range'),
      timeoutMs: 1000,
      fetch: (address) => {
        asked.push(address.href)
        return Promise.resolve(new Response(range(`${hashes.password.slice(5)}:5`).join('\r\n')))
      },
    })
    expect((await count(service, 'password'))._unsafeUnwrap()).toBe(5)
    expect(asked).toStrictEqual(['https://leaks.example/range/5BAA6'])
  })
})

describe('a service of leaked passwords', () => {
  it.each([400, 404, 429, 500, 503])('is unavailable when it answers with status %i', async (status) => {
    const { url } = await serve((_request, response) => {
      response.statusCode = status
      response.end(range(`${hashes.password.slice(5)}:7`).join('\r\n'))
    })
    expect(await failed(url)).toContain(`status ${status}`)
  })

  it.each([
    ['nothing', ''],
    ['line breaks', '\r\n\r\n'],
    ['a page', '<!doctype html><title>Sign in</title>'],
    ['a range with a line cut short', range('1E4C9B93F3F0682250B6CF8331B7EE68:1').join('\r\n')],
    ['a range with a hole', range('').join('\r\n')],
    ['whole hashes', `${hashes.password}:1`],
    ['no counts', range(hashes.password.slice(5)).join('\r\n')],
    ['counts below nothing', range(`${hashes.password.slice(5)}:-1`).join('\r\n')],
    ['counts that are none', range(`${hashes.password.slice(5)}:1e3`).join('\r\n')],
    ['bytes that are no text', '\u0000\u00ff'.repeat(20)],
  ])('is unavailable when it answers with %s', async (_what, text) => {
    expect(await failed((await serveText(text)).url)).toContain('something else')
  })

  it('is unavailable when it sends on to another address', async () => {
    const other = await serveText(range(`${hashes.password.slice(5)}:7`).join('\r\n'))
    const { url } = await serve((request, response) => {
      response.writeHead(302, { location: `${other.url.origin}${request.url}` }).end()
    })
    await failed(url)
    expect(other.requests).toStrictEqual([])
  })

  it('is unavailable when it does not begin to answer, or does not end, in time', async () => {
    const silent = await serve(() => undefined)
    const endless = await serve((_request, response) => {
      response.write(`${range().join('\r\n')}\r\n`)
    })
    for (const { url } of [silent, endless]) {
      const started = performance.now()
      expect(await failed(url, 100)).toContain('TimeoutError')
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })

  it('is unavailable when it breaks off', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 })
      response.write(range().join('\r\n'), () => response.destroy())
    })
    await failed(url)
  })

  it('is unavailable when it sends more than any range has', async () => {
    const { url } = await serve((_request, response) => {
      const line = `${'0'.repeat(35)}:0\r\n`.repeat(1000)
      const send = (): void => {
        while (!response.destroyed && response.write(line));
      }
      response.on('drain', send)
      send()
    })
    expect(await failed(url)).toContain('too much')
  })

  it('is unavailable where nobody listens, or the address is of another kind', async () => {
    const { url } = await serveText('')
    await Promise.all(closing.splice(0).map((close) => close()))
    await failed(url)
    await failed(new URL('file:///range'))
    await failed(new URL('data:,x'))
  })

  it('is not sent the credentials of an address, which an error would repeat', async () => {
    const { url, requests } = await serveText(range().join('\r\n'))
    expect(await counted(new URL(url.href.replace('//', '//operator:hunter2@')))).toBe(0)
    expect(requests[0]?.headers.authorization).toBeUndefined()
  })

  it('asks no more at one moment than it may, and asks everything in the end', async () => {
    const held: ServerResponse[] = []
    let most = 0
    // Answers when three have come, and whatever comes with them has had its chance.
    const { url, requests } = await serve((_request, response) => {
      most = Math.max(most, held.push(response))
      if (held.length === 3)
        setTimeout(() => held.splice(0).forEach((each) => each.end(range().join('\r\n'))), 20)
    })
    const service = openBreachedRange({ url, timeoutMs: 5000, atOnce: 3 })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => count(service, `password ${index}`)),
    )
    expect(answers.every((answer) => answer.isOk())).toBe(true)
    expect(requests).toHaveLength(12)
    expect(most).toBe(3)
  })
})
