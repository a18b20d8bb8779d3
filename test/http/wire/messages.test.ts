import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { issue, rejected, unavailable, type IssueCode, type IssueParams } from '@keepsake/domain'
import { apiCodes } from '../../../packages/http/src/wire/api-codes/api-codes.ts'
import { failure, success, toIssueDtos } from '../../../packages/http/src/wire/envelope.ts'
import { describe as inWords } from '../../../packages/http/src/wire/message.ts'

const codes = Object.keys(apiCodes) as readonly IssueCode[]
const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => String(name)).toSorted()

/** What the sources that raise a code give it: every `issue('code', path, { names })` or `fileFault('code', { names })` of the packages that raise one. */
const raised = ((): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const room of ['domain', 'app', 'adapters', 'http', 'cli']) {
    const folder = new URL(`../../../packages/${room}/src/`, import.meta.url)
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )) {
      const text = readFileSync(new URL(file, folder), 'utf8')
      for (const [, code = '', rest = ''] of text.matchAll(
        /(?:issue|fileFault)\(\s*'([\w.]+)'((?:[^()]|\([^()]*\))*)\)/gu,
      )) {
        const params = /\{([^{}]*)\}[^{}]*$/u.exec(rest)?.[1] ?? ''
        const names = params.split(/,(?![^(]*\))/u).flatMap((part) => /^\s*(\w+)/u.exec(part)?.[1] ?? [])
        found.set(code, [...(found.get(code) ?? []), names.toSorted().join()])
      }
    }
  }
  return found
})()

/** Raised through a table of codes, or by hand, where a search does not see it. */
const raisedElsewhere: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['user.email', 'user.phone', 'user.username', 'user.external_id', 'user.id', 'identity'].flatMap(
      (field) => [
        [`${field}${field === 'identity' ? '.' : '_'}repeated`, ['row']],
        [`${field}${field === 'identity' ? '.' : '_'}taken`, []],
      ],
    ),
  ),
  ...Object.fromEntries(
    ['user', 'otp'].flatMap((list) => [
      [`${list}.list_empty`, []],
      [`${list}.list_too_long`, ['max']],
    ]),
  ),
  'password.kept_is_no_hash': [],
  'password.kept_hash_ambiguous': [],
  'password.kept_hash_too_costly': [],
  'request.field_of_wrong_type': ['expected'],
}

describe('the text of a code', () => {
  it.each(codes)('%s names no fact that it is not given', (code) => {
    const given = raisedElsewhere[code] === undefined ? raised.get(code) : [raisedElsewhere[code].join()]
    expect(given, 'a code that nothing raises').toBeDefined()
    for (const text of [apiCodes[code].en, apiCodes[code].zh])
      for (const names of given ?? [])
        for (const name of namesIn(text)) expect(names.split(','), text).toContain(name)
  })

  it.each(codes)('%s is a sentence in both languages, without a brace', (code) => {
    const params: IssueParams = {
      max: 7,
      min: 7,
      row: 7,
      bits: 7,
      advised: 7,
      expected: 'string',
      allowed: 'a, b',
      class: 'digit',
      last: 7,
      encoding: 'base32',
      digits: 6,
      count: 7,
    }
    const [en, zh] = [apiCodes[code].en, apiCodes[code].zh]
    expect(en).toMatch(/^[a-z{].*[^.\s]$/u)
    expect(zh).toMatch(/\p{Script=Han}/u)
    expect(inWords(issue(code, ['list', 3, 'field'], params), 'en-US')).toMatch(/^list\.3\.field [^{}]+$/u)
    expect(inWords(issue(code, ['list', 3, 'field'], params), 'zh-CN')).toMatch(
      /^参数 list\.3\.field [^{}]+$/u,
    )
    expect(inWords(issue(code, [], params), 'en-US')).toMatch(/^The request [^{}]+$/u)
    expect(inWords(issue(code, [], params), 'zh-CN')).toMatch(/^请求[^{}]+$/u)
  })

  it('has the documented codes of the published list', () => {
    const documented = Object.fromEntries(
      codes.flatMap((code) => {
        const { statusCode, apiCode } = apiCodes[code]
        return apiCode === undefined ? [] : [[code, [statusCode, apiCode]]]
      }),
    )
    expect(documented).toStrictEqual({
      'user.not_found': [404, 2004],
      'user.email_malformed': [400, 2003],
      'user.email_taken': [409, 2200],
      'user.email_repeated': [409, 2200],
      'user.phone_malformed': [400, 2028],
      'user.phone_taken': [409, 2035],
      'user.phone_repeated': [409, 2035],
      'user.username_taken': [409, 2034],
      'user.username_repeated': [409, 2034],
      'user.external_id_taken': [409, 2026],
      'user.external_id_repeated': [409, 2026],
      'identity.taken': [409, 2215],
      'identity.repeated': [409, 2215],
      'password.undecryptable': [400, 2016],
      'password.wrong_key': [400, 2016],
      'password.unchanged': [400, 2229],
      'otp.user_unknown': [404, 2004],
      'notice.app_unknown': [404, 2011],
    })
  })

  it('cleans and cuts a name that the caller chose', () => {
    const [dto] = toIssueDtos([issue('request.field_unknown', ['a\r\n\u2028b', 'x'.repeat(1000)])], 'en-US')
    expect(dto?.path).toBe(`a\ufffd\ufffd\ufffdb.${'x'.repeat(64)}`)
    expect(dto?.message).toBe(`${dto?.path} is not a known field`)
  })
})

describe('the envelope', () => {
  const requestId = '934108e5-9fbf-4d24-8da1-c330328abd6c'

  it('of a success is the contract’s', () => {
    expect(success(undefined, [], 'zh-CN')).toStrictEqual({ statusCode: 200, message: '操作成功' })
    expect(success([], [], 'en-US')).toStrictEqual({ statusCode: 200, message: 'Success', data: [] })
  })

  it('of a refusal speaks with the first issue and lists all', () => {
    const issues = [
      issue('user.email_malformed', ['list', 3, 'email']),
      issue('user.identifier_missing', ['list', 4]),
    ]
    expect(failure(rejected(issues), requestId, 'zh-CN')).toStrictEqual({
      statusCode: 400,
      message: '参数 list.3.email 格式错误',
      apiCode: 2003,
      requestId,
      errors: [
        { code: 'user.email_malformed', path: 'list.3.email', message: '参数 list.3.email 格式错误' },
        {
          code: 'user.identifier_missing',
          path: 'list.4',
          message: '参数 list.4 必须包含 username、phone、email 其中之一',
        },
      ],
    })
  })

  it('of a part that does not answer tells nothing but that', () => {
    const cause = new Error('password=hunter2')
    expect(failure(unavailable('storage', cause), requestId, 'en-US')).toStrictEqual({
      statusCode: 503,
      message: 'Temporarily unavailable',
      requestId,
    })
  })
})
