import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'

const password = '密码-pässwörd 😀'

const withUser = async (): Promise<Workplace> => {
  const place = workplace()
  place.write('users.json', { list: [{ username: '张三', password }] })
  expect((await place.run(['import', 'users', 'users.json'])).code).toBe(0)
  return place
}

describe('keepsake sign-in', () => {
  it('answers a verdict for every line, whatever the line ends with, and says which lines are none', async () => {
    const place = await withUser()
    const right = JSON.stringify({ login: '张三', password })
    const wrong = JSON.stringify({ login: '张三', password: 'canary-1' })
    const nobody = JSON.stringify({ login: 'nobody', password: 'canary-2' })
    const bad = [
      'not JSON canary-3',
      '[]',
      '{"login":"张三"}',
      '{"login":"a","password":"canary-4","pin":1}',
      '{"login":"a","password":"canary-5","login":"b"}',
    ]
    const input = `\ufeff${right}\r\n${wrong}\n\n   \n${nobody}\r\n${bad.join('\n')}\n${right}`
    const { code, out, error } = await place.run(['sign-in'], { input })
    expect({ code, error }).toStrictEqual({ code: 2, error: '' })
    const signedIn = { login: '张三', verdict: 'signed_in', userId: expect.stringMatching(/^[0-9a-f]{24}$/u) }
    const invalid = (code: string, path: string): object => ({
      verdict: 'invalid',
      errors: [{ code, path, message: expect.any(String) }],
    })
    expect(jsonLines(out)).toStrictEqual([
      signedIn,
      { login: '张三', verdict: 'wrong_credentials' },
      { login: 'nobody', verdict: 'wrong_credentials' },
      invalid('request.not_json', ''),
      invalid('request.field_of_wrong_type', ''),
      invalid('request.field_missing', 'password'),
      invalid('request.field_unknown', 'pin'),
      invalid('request.key_repeated', 'login'),
      signedIn,
    ])
    expect(out).not.toContain('canary')
    expect(JSON.parse((await place.run(['show', '张三'])).out)).toMatchObject({ loginsCount: 2 })
  })

  it('has nothing to say where nobody signs in', async () => {
    expect(await workplace().run(['sign-in'])).toStrictEqual({ code: 0, out: '', error: '' })
  })
})
