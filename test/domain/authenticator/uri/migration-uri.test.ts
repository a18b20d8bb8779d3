import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { draftAuthenticator, readMigrationUri } from '@keepsake/domain/rules'
import fc from 'fast-check'
import protobuf from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { settings } from '../../../builders/settings.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

/** The moment of the import. */
const now = Date.UTC(2026, 0, 31, 18)

const folder = new URL('../../../vectors/totp/', import.meta.url)
const recorded = JSON.parse(readFileSync(new URL('migration.json', folder), 'utf8')) as {
  readonly vectors: readonly { readonly uri: string }[]
}
const [single, several, unusable] = recorded.vectors.map(({ uri }) => uri) as [string, string, string]

const Payload = protobuf
  .loadSync(fileURLToPath(new URL('google-auth.proto', folder)))
  .lookupType('MigrationPayload')

const bytesOf = (payload: Readonly<Record<string, unknown>>): Uint8Array =>
  Payload.encode(Payload.fromObject(payload)).finish()
const uriOf = (bytes: Uint8Array): string =>
  `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(bytes).toString('base64'))}`

const account = { secret: 'PnRfJ2AzQVk6dQ==', name: 'alice', type: 'TOTP' }
const check = (payload: Readonly<Record<string, unknown>>) => readMigrationUri(uriOf(bytesOf(payload)))

describe('an export of Google Authenticator', () => {
  it('is read, and says which of the export’s codes it is', () => {
    expect(readMigrationUri(single)._unsafeUnwrap()).toStrictEqual({
      accounts: [
        { secret: 'HZ2F6J3AGNAVSOTV', algorithm: 'SHA1', digits: 6, name: 'Example (alice@example.com)' },
      ],
      batch: { id: -1_320_898_453, index: 0, size: 1 },
    })
    expect(readMigrationUri(several)._unsafeUnwrap()).toStrictEqual({
      accounts: [
        {
          secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
          algorithm: 'SHA256',
          digits: 8,
          name: '示例公司 (alice@example.com)',
        },
        { secret: '7777777777777777777777777777777A', algorithm: 'SHA512', digits: 6, name: 'bob' },
        { secret: 'AAAAAAAAAAAAAAAAAAAAAAAAAA', algorithm: 'SHA1', digits: 6 },
      ],
      batch: { id: 2_147_483_647, index: 2, size: 3 },
    })
  })

  it('names by their index the accounts that are of no use', () => {
    expect(issuesOf(readMigrationUri(unusable))).toStrictEqual([
      '0 otp.counter_based',
      '2.algorithm otp.algorithm_unsupported',
      '3 otp.kind_unsupported',
    ])
    expect(issuesOf(check({ otpParameters: [{ ...account, digits: 3, algorithm: 9 }] }))).toStrictEqual([
      '0.algorithm otp.algorithm_unsupported',
      '0.digits otp.digits_unsupported',
    ])
  })

  it('gives accounts that can be imported as they stand', () => {
    for (const given of readMigrationUri(several)._unsafeUnwrap().accounts)
      expect(draftAuthenticator(given, settings.otp, now).isOk()).toBe(true)
  })

  it('is read back, whatever protobufjs wrote', () => {
    const parameters = fc.record({
      secret: fc.uint8Array({ minLength: 10, maxLength: 64 }),
      name: fc.string({ unit: 'grapheme', maxLength: 20 }),
      issuer: fc.string({ unit: 'grapheme', maxLength: 20 }),
      algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
      digits: fc.constantFrom('SIX', 'EIGHT'),
      type: fc.constant('TOTP'),
      counter: fc.nat(),
    })
    const payloads = fc.record({
      otpParameters: fc.array(parameters, { minLength: 1, maxLength: 10 }),
      version: fc.nat(),
      batchSize: fc.constant(5),
      batchIndex: fc.nat({ max: 4 }),
      batchId: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    })
    fc.assert(
      fc.property(payloads, (payload) => {
        const { accounts, batch } = check(payload)._unsafeUnwrap()
        expect(batch).toStrictEqual({ id: payload.batchId, index: payload.batchIndex, size: 5 })
        for (const [index, given] of payload.otpParameters.entries()) {
          const read = draftAuthenticator(
            accounts[index] ?? { secret: '' },
            settings.otp,
            now,
          )._unsafeUnwrap().secret
          expect(
            draftAuthenticator(
              { secret: Buffer.from(given.secret).toString('hex'), secretEncoding: 'hex' },
              settings.otp,
              now,
            )
              ._unsafeUnwrap()
              .secret.base32.reveal(),
          ).toBe(read.base32.reveal())
          expect([read.algorithm, read.digits]).toStrictEqual([
            given.algorithm,
            given.digits === 'SIX' ? 6 : 8,
          ])
        }
      }),
    )
  })

  it('is the same where its base64 was not escaped, or written for URLs', () => {
    const bytes = bytesOf({
      otpParameters: [
        { ...account, secret: Buffer.from('fbefbe'.repeat(4) + 'efbefb'.repeat(4) + 'ff'.repeat(6), 'hex') },
      ],
    })
    const encoded = Buffer.from(bytes).toString('base64')
    expect(encoded).toMatch(/\+.*\//u)
    const expected = readMigrationUri(uriOf(bytes))._unsafeUnwrap()
    for (const data of [encoded, encoded.replaceAll('=', ''), Buffer.from(bytes).toString('base64url')])
      expect(readMigrationUri(`otpauth-migration://offline?data=${data}`)._unsafeUnwrap()).toStrictEqual(
        expected,
      )
  })

  it('may hold fields that nobody knows', () => {
    const unknown = Buffer.from([0xa2, 0x06, 0x01, 0x41, 0xa8, 0x06, 0x07, 0xad, 0x06, 1, 2, 3, 4])
    const bytes = Buffer.concat([bytesOf({ otpParameters: [account] }), unknown])
    expect(readMigrationUri(uriOf(bytes))._unsafeUnwrap().accounts).toHaveLength(1)
  })

  it('is not one cut short anywhere', () => {
    const whole = bytesOf({ otpParameters: [account, account], batchSize: 300, batchId: -1 })
    // Behind the accounts come the size and the id, which a payload may lack.
    const accounts = bytesOf({ otpParameters: [account, account] }).length
    const readable = Array.from({ length: whole.length }, (_, length) => length).filter((length) =>
      readMigrationUri(uriOf(whole.subarray(0, length))).isOk(),
    )
    expect(readable).toStrictEqual([accounts / 2, accounts, accounts + 3])
  })

  it.each([
    ['', 'nothing'],
    ['otpauth-migration://offline', 'without data'],
    ['otpauth-migration://offline?data=', 'with empty data'],
    ['otpauth-migration://offline?data=!!!!', 'with data that is no base64'],
    ['otpauth-migration://offline?data=AAAA', 'with data that is no message'],
    [`${single}&data=AAAA`, 'with data twice'],
    [single.replace('offline', 'online'), 'of another kind'],
    [single.replace('otpauth-migration', 'otpauth'), 'of another scheme'],
    [single.replace('otpauth-migration:', 'https:'), 'of the web'],
    [uriOf(bytesOf({ batchSize: 1 })), 'without an account'],
    [
      uriOf(bytesOf({ otpParameters: [account], batchSize: 2, batchIndex: 2 })),
      'beyond the last of its batch',
    ],
    [uriOf(bytesOf({ otpParameters: [account], batchIndex: -1 })), 'before the first of its batch'],
    [uriOf(Buffer.from([0x0a, 0x02, 0x0a, 0x05])), 'with an account cut short'],
  ])('is not %j, %s', (uri) => {
    expect(issuesOf(readMigrationUri(uri))).toStrictEqual(['otp.migration_malformed'])
  })

  it('loses no secret to a name in another encoding', () => {
    const bytes = Buffer.from(bytesOf({ otpParameters: [account] }))
    // 中文 in GBK.
    bytes.set([0xd6, 0xd0, 0xce, 0xc4], bytes.indexOf('alice'))
    const [read] = readMigrationUri(uriOf(bytes))._unsafeUnwrap().accounts
    expect(read).toMatchObject({ secret: 'HZ2F6J3AGNAVSOTV', name: '\ufffde' })
    expect(
      draftAuthenticator({ secret: uriOf(bytes) }, settings.otp, now)._unsafeUnwrap().warnings,
    ).toContainEqual({
      code: 'otp.name_altered',
      path: ['secret'],
    })
  })

  it('shows nothing of a secret in its issues', () => {
    const canary = Buffer.from('canary-canary-canary').toString('base64')
    const checked = check({ otpParameters: [{ ...account, secret: canary, name: 'canary', type: 'HOTP' }] })
    expect(JSON.stringify(checked._unsafeUnwrapErr())).toBe('[{"code":"otp.counter_based","path":[0]}]')
  })

  it('is judged at once, however long, and whatever it is', () => {
    for (const text of [...hostileTexts, 'A'.repeat(1_000_000), 'CgA'.repeat(300_000)])
      expect(timed(() => readMigrationUri(`otpauth-migration://offline?data=${text}`))).toBeLessThan(soon)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.string({ unit: 'binary' }), (bytes, text) => {
        expect(typeof readMigrationUri(uriOf(bytes)).isOk()).toBe('boolean')
        expect(typeof readMigrationUri(`otpauth-migration://${text}`).isOk()).toBe('boolean')
      }),
    )
  })
})

describe('an authenticator that comes as an export of Google Authenticator', () => {
  const checkSecret = (secret: string) => draftAuthenticator({ secret }, settings.otp, now)

  it('is the one account in it', () => {
    const otp = checkSecret(single)._unsafeUnwrap()
    expect(otp.secret.base32.reveal()).toBe('HZ2F6J3AGNAVSOTV')
    expect(otp.name).toBe('Example (alice@example.com)')
  })

  it('is refused where there are several, without a look at them', () => {
    expect(checkSecret(several)._unsafeUnwrapErr()).toStrictEqual([
      { code: 'otp.several_accounts', path: ['secret'], params: { count: 3 } },
    ])
    expect(issuesOf(checkSecret(unusable))).toStrictEqual(['secret otp.several_accounts'])
  })

  it('is refused where it counts, or where the export is none', () => {
    const counting = uriOf(bytesOf({ otpParameters: [{ ...account, type: 'HOTP' }] }))
    expect(issuesOf(checkSecret(counting))).toStrictEqual(['secret otp.counter_based'])
    expect(issuesOf(checkSecret('otpauth-migration://offline?data=AAAA'))).toStrictEqual([
      'secret otp.migration_malformed',
    ])
  })
})
