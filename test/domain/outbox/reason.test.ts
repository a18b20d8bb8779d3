import { longestReason } from '@keepsake/domain'
import { toReason } from '@keepsake/domain/rules'
import { describe, expect, it, test } from 'vitest'

describe('the words of a sender about what failed', () => {
  test.each([
    'the mail server answered 535 5.7.8 to AUTH',
    'the mail server did not take a mail: CERT_HAS_EXPIRED (its certificate has expired)',
    'the mail server did not take a mail: UNABLE_TO_GET_ISSUER_CERT_LOCALLY (nobody who is trusted vouches for its certificate)',
    'the webhook at hooks.shop.example.com:8443 did not answer: ENOTPUBLIC (its address is not public)',
    'Alibaba Cloud answered 200, isv.BLACK_KEY_CONTROL_LIMIT',
    'Tencent Cloud answered 200, InvalidParameterValue.TemplateParameterLengthLimit',
    'Twilio answered 400, 21211',
    'connect ECONNREFUSED 192.168.100.200:25',
    '邮箱已满',
  ])('stay as they are: %s', (words) => {
    expect(toReason(new Error(words))).toBe(words)
    expect(toReason(words)).toBe(words)
  })

  test.each<readonly [string, string]>([
    ['no way to zoe@example.com or "a b"@x.example today', 'no way to <address> or "a <address> today'],
    ['see https://shop.example/reset?token=abc and smtp://me:pw@host/.', 'see <link> and <link>'],
    ['javascript:alert(1) https://x', 'javascript:alert(1) <link>'],
    [
      'to +8618812345678, (188) 1234-5678, 188 1234 5678 and 18812345678',
      'to <number>, <number>, <number> and <number>',
    ],
    ['Basic bWU6cGFzcw== was refused', 'Basic … was refused'],
    [
      'authorization: Bearer-x password=hunter2 api_key="abc" token: t1',
      'authorization: … password=… api_key=… token: …',
    ],
    // As headers, cookies, bodies and queries spell it.
    ['Authorization: Token s3cr3t and more', 'Authorization: … and more'],
    ['Authorization: ApiKey s3cr3t', 'Authorization: …'],
    ['X-Auth-Token: abc, proxy-authorization: Digest abc', 'X-Auth-Token: …, proxy-authorization: …'],
    [
      'POST /hook?access_token=abc&client_secret=def was refused',
      'POST /hook?access_token=…&client_secret=… was refused',
    ],
    ['/hook?sig=abc&signature=def&x-api-key=ghi', '/hook?sig=…&signature=…&x-api-key=…'],
    ['Set-Cookie: session=abc; Path=/', 'Set-Cookie: …; Path=/'],
    ['{"password":"two words","user_pass": "x"}', '{"password":…,"user_pass": …}'],
    [String.raw`{\"smtp_password\":\"hunter2\"}`, String.raw`{\"smtp_password\":…}`],
    ["the passphrase 'x' with pwd='two words'", "the passphrase 'x' with pwd=…"],
    ['key 0a1b2c3d4e5f60718293a4b5c6d7e8f9 is unknown', 'key … is unknown'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x', 'jwt …'],
    ['two\r\nlines\u0000 and\u202e a turn\u2028', 'two lines and a turn'],
    ['\u001b[31mred\u001b[0m', '[31mred [0m'],
  ])('lose what may be a secret, and stay one line: %j', (words, shown) => {
    expect(toReason(new Error(words))).toBe(shown)
  })

  test.each([
    'canary-Pass*w(o)rd',
    'to ken&=#?/',
    '6740b8000000000000000002.v1.aes-256-gcm.k1.x.y.z',
    '$2b$10$abc\\d',
  ])('never repeat what is to be told: %s', (secret) => {
    for (const words of [
      secret,
      `"${secret}"`,
      `no ${secret}!`,
      `x${secret}${secret}y`,
      secret.toUpperCase(),
    ]) {
      const shown = toReason(new Error(words), [secret]) ?? ''
      expect(shown.toLowerCase()).not.toContain(secret.toLowerCase())
    }
  })

  it('are of bounded length, whole characters, and no half of a secret where they are cut', () => {
    const cut = toReason('邮'.repeat(150) + '📮'.repeat(150)) ?? ''
    expect([...cut]).toHaveLength(longestReason)
    expect(cut.isWellFormed()).toBe(true)
    expect(cut.endsWith('📮…')).toBe(true)
    const secret = 'canary-password'
    for (let before = 1980; before < 2001; before += 1)
      expect(toReason(`${'\n'.repeat(before)}${secret}`, [secret]) ?? '').not.toMatch(/can/u)
  })

  it('are none where there are none', () => {
    for (const cause of [undefined, null, 1, {}, { message: 'x' }, '', ' \n', new Error('')])
      expect(toReason(cause)).toBeUndefined()
  })
})
