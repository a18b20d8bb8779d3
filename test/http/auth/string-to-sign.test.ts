import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readQuery } from '../../../packages/http/src/auth/query.ts'
import { textsToSign } from '../../../packages/http/src/auth/string-to-sign.ts'
import { incoming, recorded, sdk } from './requests.ts'

const path = '/api/v3/create-user'
const { headers } = recorded
const stringsToSign = (request: Parameters<typeof textsToSign>[0]): readonly string[] =>
  textsToSign(request).map(({ text }) => text)

describe('the text under a signature', () => {
  test('is what the SDK signed, for any JSON object as body', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })),
        (body) => {
          const request = incoming({ method: 'POST', path, headers, text: JSON.stringify(body) })
          expect(stringsToSign(request)).toContain(sdk.buildStringToSign('POST', path, headers, body))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('is what the SDK signed, for any texts and lists as query', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,12}$/), value), (parameters) => {
        const query = new URLSearchParams()
        for (const [name, given] of Object.entries(parameters))
          if (typeof given === 'string') query.append(name, given)
          else for (const each of given) query.append(`${name}[]`, each)
        const request = incoming({ method: 'GET', path, query: query.toString(), headers })
        expect(stringsToSign(request)).toContain(sdk.buildStringToSign('GET', path, headers, parameters))
      }),
      { numRuns: 2000 },
    )
  })

  test('has its members and headers in order, and leaves all other headers out', () => {
    const texts = stringsToSign(
      incoming({
        method: 'POST',
        path,
        headers: { 'x-authing-lang': ' zh\tCN ', date: 'now', host: 'a', 'x-authing-app-id': undefined },
        text: '{"b":{"z":1,"a":null},"a":"=&\\n张😀","c":null,"__proto__":1}',
      }),
    )
    expect(texts).toEqual([
      `POST\ndate:now\nx-authing-lang:zh CN\n${path}?__proto__=1&a==&\n张😀&b={"z":1,"a":null}&c=null`,
    ])
  })

  test('ends in a bare question mark or not at all when there is nothing to sign', () => {
    for (const request of [
      incoming({ method: 'POST', path, headers: {}, text: '{}' }),
      incoming({ method: 'POST', path, headers: {} }),
    ])
      expect(stringsToSign(request)).toEqual([`POST\n${path}?`, `POST\n${path}`])
    expect(stringsToSign(incoming({ method: 'GET', path, headers: {} }))).toEqual([
      `GET\n${path}?`,
      `GET\n${path}`,
    ])
  })

  test('starts at the first /api/v3/, so that what follows cannot be passed off as a prefix', () => {
    const request = incoming({ method: 'GET', path: '/mount/api/v3/a/api/v3/b', headers: {} })
    expect(stringsToSign(request)).toEqual(['GET\n/api/v3/a/api/v3/b?', 'GET\n/api/v3/a/api/v3/b'])
  })
})

describe('a query', () => {
  test.each([
    ['', {}],
    ['?a=1', { '?a': '1' }],
    ['a=1+2&b=%2B%26%3D&c=', { a: '1 2', b: '+&=', c: '' }],
    ['userIds=a&userIds=b', { userIds: ['a', 'b'] }],
    ['userIds%5B%5D=a', { userIds: ['a'] }],
    ['userIds[]=a&x=1&userIds=b', { userIds: ['a', 'b'], x: '1' }],
    ['name=%E5%BC%A0%E4%B8%89', { name: '张三' }],
  ])('%s reads as %j', (query, expected) => {
    expect(readQuery(query)).toEqual(expected)
  })

  test('cannot reach the prototype', () => {
    expect(Object.entries(readQuery('__proto__=1&constructor=2') ?? {})).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ])
  })
})
