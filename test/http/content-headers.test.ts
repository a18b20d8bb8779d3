import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessKeyId, accessKeySecret, send, serveKeepsake, type Served } from './served.ts'

let served: Served

beforeAll(async () => {
  served = await serveKeepsake()
})
afterAll(() => served.stop())

const user = JSON.stringify({ list: [{ username: 'bob' }] })
const keys = JSON.stringify({ accessKeyId, accessKeySecret })

type Headers = Readonly<Record<string, string>>

/** What becomes of a body that anybody may send. */
const outcome = async (body: string | Buffer, headers: Headers): Promise<string | number> => {
  const request = { method: 'POST', headers, body }
  const { status, body: answered } = await send(`${served.origin}/api/v3/get-management-token`, request)
  expect(status).toBe(200)
  return answered.errors?.[0]?.code ?? answered.statusCode
}

describe('a body that is said to be written otherwise is refused with 415', () => {
  it.each(['gzip', 'GZIP', 'br', 'deflate', 'identity, gzip', 'x-unknown'])(
    'under a content coding: %s',
    async (coding) => {
      expect(await outcome(gzipSync(keys), { 'content-encoding': coding })).toBe('request.content_encoded')
      expect(await outcome(keys, { 'content-encoding': coding })).toBe('request.content_encoded')
    },
  )

  it.each(['gbk', 'GB18030', 'iso-8859-1', 'utf-16', 'UTF-16LE', '"big5"', 'shift_jis', 'utf-7'])(
    'in another charset: %s',
    async (charset) => {
      const headers = { 'content-type': `application/json; charset=${charset}` }
      expect(await outcome(keys, headers)).toBe('request.charset_not_utf8')
    },
  )

  it('though it would be JSON in UTF-8 as well, and another name in it', async () => {
    const inGbk = Buffer.concat([
      Buffer.from('{"list":[{"username":"'),
      Buffer.from('c4a3', 'hex'),
      Buffer.from('"}]}'),
    ])
    expect(JSON.parse(inGbk.toString())).toStrictEqual({ list: [{ username: 'ģ' }] })
    const token = await send(`${served.origin}/api/v3/get-management-token`, { method: 'POST', body: keys })
    const { access_token: bearer } = token.body.data as { readonly access_token: string }
    const { body } = await send(`${served.origin}/api/v3/create-users-batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json;charset=GBK' },
      body: inGbk,
    })
    expect(body).toMatchObject({ statusCode: 415, errors: [{ code: 'request.charset_not_utf8', path: '' }] })
    expect(served.countUsers()).toBe(0)
  })

  it.each([
    ['application/x-www-form-urlencoded', 'accessKeyId=a&accessKeySecret=b'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="accessKeyId"\r\n\r\na\r\n--x--',
    ],
    ['application/xml', '<accessKeyId>a</accessKeyId>'],
    ['text/csv', 'accessKeyId,accessKeySecret'],
  ])('as a type other than JSON, which it is not: %s', async (type, body) => {
    expect(await outcome(body, { 'content-type': type })).toBe('request.content_type_not_json')
  })
})

describe('a body is read', () => {
  it.each([
    'application/json',
    'APPLICATION/JSON; Charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json; charset=utf8',
    'application/json; charset=us-ascii',
    'application/vnd.api+json',
    'text/json',
    'text/plain',
    'application/x-www-form-urlencoded',
  ])('as %s', async (type) => {
    expect(await outcome(keys, { 'content-type': type })).toBe(200)
  })

  it('with a byte order mark before it, under no coding, and without a type', async () => {
    expect(await outcome(`\ufeff${keys}`, { 'content-type': 'application/json' })).toBe(200)
    expect(await outcome(keys, { 'content-encoding': 'identity' })).toBe(200)
    expect(await outcome(Buffer.from(keys), {})).toBe(200)
  })

  it('and is called no JSON where it is said to be and is none', async () => {
    for (const body of [
      '{"a":1,}',
      '{a:1}',
      `${user}}`,
      gzipSync(user),
      Buffer.from(`\ufeff${user}`, 'utf16le'),
    ])
      for (const type of ['application/json', 'text/plain;charset=UTF-8', 'application/octet-stream'])
        expect(await outcome(body, { 'content-type': type })).toBe('request.not_json')
  })
})

it('what has no body says what it likes of it', async () => {
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json; charset=gbk' }
  expect((await send(`${served.origin}/api/v3/system`, { headers })).status).toBe(200)
  expect((await send(`${served.origin}/healthz`, { headers })).status).toBe(200)
})
