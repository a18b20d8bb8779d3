import { inspect } from 'node:util'
import type { NewAuthenticator } from '@keepsake/domain'
import { draftAuthenticator, type DraftAuthenticator } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'
import { hostileTexts, soon, timed } from '../hostile-texts.ts'
import { issuesOf } from '../issues.ts'

/** The moment of the import. */
const now = Date.UTC(2026, 0, 31, 18)

const example = { secret: 'HZ2F6J3AGNAVSOTV', recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' }
const uri = 'otpauth://totp/Example:alice@example.com?secret=HZ2F6J3AGNAVSOTV&issuer=Example'

const check = (given: Partial<NewAuthenticator>) =>
  draftAuthenticator({ secret: example.secret, ...given }, settings.otp, now)
const draft = (given: Partial<NewAuthenticator>): DraftAuthenticator => check(given)._unsafeUnwrap()
const key = ({ secret: { base32, algorithm, digits, period } }: DraftAuthenticator): string =>
  [base32.reveal(), algorithm, digits, period].join(' ')

describe('an authenticator to import', () => {
  it('is the contract’s example, as every app assumes it', () => {
    const otp = draft(example)
    expect(key(otp)).toBe('HZ2F6J3AGNAVSOTV SHA1 6 30')
    expect(otp.recoveryCodes).toMatchObject([{ code: expect.anything() as unknown }])
    expect(Object.keys(otp)).toStrictEqual(['secret', 'recoveryCodes', 'warnings'])
  })

  it('may lack a recovery code', () => {
    expect(draft({}).recoveryCodes).toStrictEqual([])
  })

  it.each([
    ['base32', 'gezd gnbv gy3t qojq'],
    ['hex', '31323334353637383930'],
    ['hex', '31:32:33:34:35-36 37 38 39 30'],
    ['base64', 'MTIzNDU2Nzg5MA=='],
    ['base64', 'MTIzNDU2Nzg5MA'],
    ['text', '1234567890'],
  ])('in %s is the same: %o', (secretEncoding, secret) => {
    expect(key(draft({ secret, secretEncoding }))).toBe('GEZDGNBVGY3TQOJQ SHA1 6 30')
  })

  it.each([
    ['base32', 'GEZDGNBVGY3TQOJ1'],
    ['hex', '3132333435363738393'],
    ['hex', '0x31323334353637383930'],
    ['base64', 'MTIzNDU2Nzg5MA==='],
    ['base64', 'MTIzN'],
    ['text', '123456789\ud800'],
  ])('is not, in %s, %o', (secretEncoding, secret) => {
    const checked = check({ secret, secretEncoding })
    expect(checked._unsafeUnwrapErr()).toStrictEqual([
      { code: 'otp.secret_malformed', path: ['secret'], params: { encoding: secretEncoding } },
    ])
  })

  it('takes a text as it stands for its key, spaces and all', () => {
    expect(key(draft({ secret: ' 12345678 ', secretEncoding: 'text' }))).toMatch(/^EAYTEMZUGU3DOOBA /u)
    expect(key(draft({ secret: '密钥密钥', secretEncoding: 'text' }))).toMatch(/^4WXYN2MSUXS27BXJSKSQ /u)
  })

  it('has the parameters that it is given', () => {
    expect(key(draft({ algorithm: 'HmacSHA512', digits: 8, period: 60 }))).toBe(
      'HZ2F6J3AGNAVSOTV SHA512 8 60',
    )
  })

  it('has a name of one line, trimmed', () => {
    expect(draft({ name: '  Work phone\n' }).name).toBe('Work phone')
    expect(draft({ name: 'x'.repeat(128) }).name).toHaveLength(128)
    for (const name of ['', ' \t']) expect(draft({ name })).not.toHaveProperty('name')
  })

  it.each([
    ['a line break', 'Work\r\nphone', 'Work phone'],
    ['a control character', 'Work\u0000phone', 'Work phone'],
    ['marks of direction', '\u202eWork phone\u202c', 'Work phone'],
    ['half a character', 'Work \ud800', 'Work \ufffd'],
    ['too many letters', 'x'.repeat(129), 'x'.repeat(128)],
    ['too many letters, the last one of two units', `${'x'.repeat(127)}😀`, 'x'.repeat(127)],
  ])('whose name has %s is taken with what one line holds of it, and a warning', (_, given, name) => {
    const otp = draft({ name: given })
    expect(otp.name).toBe(name)
    expect(otp.warnings).toContainEqual({ code: 'otp.name_altered', path: ['name'] })
  })

  it('may prove itself by a code of as many digits as it shows', () => {
    expect(draft({ code: ' 123 456\n' }).proof?.reveal()).toBe('123456')
    expect(draft({ code: '12345678', digits: 8 }).proof?.reveal()).toBe('12345678')
    for (const code of ['１２３-４５６', '\u202a123\u2013456\u202c', '١٢٣٤٥٦'])
      expect(draft({ code }).proof?.reveal()).toBe('123456')
    for (const code of ['', '12345', '1234567', '12345x', `123456${' '.repeat(64)}`])
      expect(issuesOf(check({ code }))).toStrictEqual(['code otp.code_malformed'])
    expect(issuesOf(check({ code: '12345678' }))).toStrictEqual(['code otp.code_malformed'])
  })

  it('does not say of a code what it cannot know', () => {
    expect(issuesOf(check({ code: '12345678', digits: 7 }))).toStrictEqual(['digits otp.digits_unsupported'])
    expect(issuesOf(check({ code: '12345678', secret: `${uri}&digits=7` }))).toStrictEqual([
      'secret.digits otp.digits_unsupported',
    ])
  })

  it('lists all of its issues, and shows none of its texts', () => {
    const checked = check({
      secret: 'canary!',
      algorithm: 'canary!',
      digits: 7,
      period: 0.5,
      name: 'canary!\u0000',
      code: 'canary!',
      recoveryCode: 'canary!',
      recoveryCodes: ['canary!', { code: 'canary!', usedAt: 'canary!' }],
    })
    expect(issuesOf(checked)).toStrictEqual([
      'secret otp.secret_malformed',
      'algorithm otp.algorithm_unsupported',
      'digits otp.digits_unsupported',
      'period otp.period_unsupported',
      'recoveryCode otp.recovery_code_malformed',
      'recoveryCodes.0 otp.recovery_code_malformed',
      'recoveryCodes.1.code otp.recovery_code_malformed',
      'recoveryCodes.1.usedAt otp.used_at_malformed',
    ])
    expect(JSON.stringify(checked._unsafeUnwrapErr())).not.toContain('canary')
  })

  it('says nothing of a secret whose encoding it does not know', () => {
    expect(check({ secret: '!', secretEncoding: 'base58' })._unsafeUnwrapErr()).toStrictEqual([
      {
        code: 'otp.secret_encoding_unknown',
        path: ['secretEncoding'],
        params: { allowed: 'base32, hex, base64, text' },
      },
    ])
  })

  it('has no fewer bits than its pool asks for, in whatever encoding', () => {
    expect(issuesOf(check({ secret: '313233343536373839', secretEncoding: 'hex' }))).toStrictEqual([
      'secret otp.secret_too_short',
    ])
    expect(issuesOf(check({ secret: 'otpauth://totp/a?secret=GEZDGNBVGY3TQOI' }))).toStrictEqual([
      'secret otp.secret_too_short',
    ])
  })

  it('does not show', () => {
    const otp = draft({ ...example, code: '123456' })
    const shown = inspect(otp, { showHidden: true, depth: 9 }) + JSON.stringify(otp)
    expect(shown).not.toMatch(/HZ2F|b471|123456/u)
  })

  it('is judged at once, however long its texts', () => {
    const long = [...hostileTexts, '1'.repeat(1_000_000), `otpauth://totp/a?secret=${'A'.repeat(1_000_000)}`]
    for (const text of long)
      for (const secretEncoding of ['base32', 'hex', 'base64', 'text'])
        expect(
          timed(() =>
            check({
              secret: text,
              secretEncoding,
              algorithm: text,
              name: text,
              code: text,
              recoveryCode: text,
            }),
          ),
        ).toBeLessThan(soon)
  })

  it('is judged whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }).map((rest) => `otpauth://totp/${rest}`),
      fc.string({ unit: 'binary' }).map((rest) => `${uri}&${rest}`),
    )
    const texts = fc.record(
      {
        secret: text,
        secretEncoding: fc.constantFrom('base32', 'hex', 'base64', 'text'),
        algorithm: text,
        digits: fc.double(),
        period: fc.double(),
        name: text,
        code: text,
        recoveryCode: text,
        recoveryCodes: fc.array(fc.oneof(text, fc.record({ code: text, usedAt: text }))),
      },
      { requiredKeys: ['secret'] },
    )
    fc.assert(
      fc.property(texts, (given) => {
        expect(typeof draftAuthenticator(given, settings.otp, now).isOk()).toBe('boolean')
      }),
    )
  })
})

describe('an authenticator that comes as a URI', () => {
  it('has what the URI says', () => {
    const otp = draft({ secret: `${uri}&algorithm=SHA256&digits=8&period=60` })
    expect(key(otp)).toBe('HZ2F6J3AGNAVSOTV SHA256 8 60')
    expect(otp.name).toBe('Example (alice@example.com)')
  })

  it('has the name that it is given, if it is given one', () => {
    expect(draft({ secret: uri, name: 'Work' }).name).toBe('Work')
  })

  it('may be given again what the URI says, and what it does not', () => {
    const given = {
      secret: `${uri}&algorithm=SHA256`,
      secretEncoding: 'base32',
      algorithm: 'sha-256',
      period: 60,
    }
    expect(key(draft(given))).toBe('HZ2F6J3AGNAVSOTV SHA256 6 60')
  })

  it('may not be given something else', () => {
    const given = { secretEncoding: 'text', algorithm: 'SHA1', digits: 6, period: 30 }
    expect(issuesOf(check({ ...given, secret: `${uri}&algorithm=SHA256&digits=8&period=60` }))).toStrictEqual(
      [
        'secretEncoding otp.uri_contradicted',
        'algorithm otp.uri_contradicted',
        'digits otp.uri_contradicted',
        'period otp.uri_contradicted',
      ],
    )
  })

  it('has its issues under the secret, beside those of the fields', () => {
    expect(issuesOf(check({ secret: `${uri}&algorithm=MD5&period=0`, digits: 5 }))).toStrictEqual([
      'secret.algorithm otp.algorithm_unsupported',
      'secret.period otp.period_unsupported',
      'digits otp.digits_unsupported',
    ])
    expect(issuesOf(check({ secret: 'otpauth://totp/a?secret=canary!' }))).toStrictEqual([
      'secret otp.secret_malformed',
    ])
  })

  it.each([
    ['100% Shop:bob', '100% Shop (bob)'],
    ['C#:bob', 'C# (bob)'],
    ['Who?:bob', 'Who? (bob)'],
    ['50%25:a/b', '50% (a/b)'],
    ['Q?a=b:bob', 'Q?a=b (bob)'],
  ])('keeps its secret and its name where nobody escaped the label: %s', (label, name) => {
    const otp = draft({ secret: `otpauth://totp/${label}?secret=${example.secret}&digits=8` })
    expect(key(otp)).toBe('HZ2F6J3AGNAVSOTV SHA1 8 30')
    expect(otp.name).toBe(name)
    expect(otp.warnings.map(({ code }) => code)).not.toContain('otp.name_altered')
  })

  it.each([
    ['M%FCller:bob', '', 'M\ufffdller (bob)'],
    ['%D5%C5', '', '\ufffd'],
    ['bob', '&issuer=M%FCller', 'M\ufffdller (bob)'],
    ['a%0Ab', '', 'a b'],
    ['x'.repeat(200), '', 'x'.repeat(128)],
  ])('keeps its secret where the label makes no name, and warns: %s%s', (label, more, name) => {
    const otp = draft({ secret: `otpauth://totp/${label}?secret=${example.secret}${more}` })
    expect(key(otp)).toBe('HZ2F6J3AGNAVSOTV SHA1 6 30')
    expect(otp.name).toBe(name)
    expect(otp.warnings).toContainEqual({ code: 'otp.name_altered', path: ['secret'] })
  })
})
