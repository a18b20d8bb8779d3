import { readFileSync } from 'node:fs'
import { openTotpEngine } from '@keepsake/adapters/totp/otplib'
import {
  foreignAuthenticatorFormats,
  readForeignAuthenticators,
  type ForeignAuthenticatorFormat,
} from '@keepsake/http/wire'
import { stepAt, type NewAuthenticator } from '@keepsake/domain'
import { draftAuthenticator } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'
import { issuesOf } from '../../domain/issues.ts'
import recorded from '../../vectors/totp/foreign.json' with { type: 'json' }

/** The moment of the import. */
const now = Date.UTC(2026, 0, 31, 18)

const userOf = (source: ForeignAuthenticatorFormat): unknown =>
  recorded.vectors.find((vector) => vector.source === source)?.user
const read = (source: ForeignAuthenticatorFormat, user: unknown): readonly NewAuthenticator[] =>
  readForeignAuthenticators(source, user)._unsafeUnwrap().authenticators
const leftBehind = (source: ForeignAuthenticatorFormat, user: unknown): readonly string[] =>
  readForeignAuthenticators(source, user)
    ._unsafeUnwrap()
    .leftBehind.map((at) => at.join('.'))
const faults = (source: ForeignAuthenticatorFormat, user: unknown): readonly string[] =>
  issuesOf(readForeignAuthenticators(source, user))

const secret = 'HZ2F6J3AGNAVSOTVKRSXG5BAGE'

describe.each(foreignAuthenticatorFormats)('a user of %s', (source) => {
  const { user, codes } = recorded.vectors.find((vector) => vector.source === source)!

  it('has authenticators that make the codes that the user’s app makes', async () => {
    const engine = await openTotpEngine()
    const made = read(source, user).map((otp) => {
      const draft = draftAuthenticator(otp, settings.otp, now)._unsafeUnwrap()
      return engine.codeAt(draft.secret, stepAt(recorded.now * 1000, draft.secret.period))
    })
    expect(made).toStrictEqual(codes.map(({ code }) => code))
  })

  it('may have none', () => {
    expect(read(source, {})).toStrictEqual([])
    expect(
      read(source, { mfa_factors: null, totp_secret: null, twoFactor: null, credentials: null }),
    ).toStrictEqual([])
  })

  it('is an object', () => {
    for (const value of [undefined, null, 'canary', 1, []]) expect(faults(source, value)).toHaveLength(1)
  })

  it('is read or refused whatever it is, and no issue shows a text of it', () => {
    const canary = fc.constantFrom('canary', '{"canary":1}', '["canary"]', 'canary{')
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        canary,
        fc.integer(),
        fc.constant(null),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(...namesIn(user), 'type', 'method'),
          fc.oneof(tie('any'), fc.constantFrom('otp', 'authenticator', 'recovery-authn-codes')),
          { maxKeys: 4 },
        ),
      ),
    })).any
    fc.assert(
      fc.property(value, (given) => {
        expect(
          JSON.stringify(
            readForeignAuthenticators(source, given).match(
              () => [],
              (issues) => issues,
            ),
          ),
        ).not.toContain('canary')
      }),
    )
  })
})

/** The names of all fields in a value, at any depth. */
const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...(Array.isArray(value) ? [] : [name]),
        ...namesIn(inner),
      ])
    : []

describe('what is read of an authenticator', () => {
  it('of Auth0 is its secret', () => {
    expect(read('auth0', userOf('auth0'))).toStrictEqual([{ secret }])
    expect(faults('auth0', { mfa_factors: [{ totp: {} }] })).toStrictEqual([
      'mfa_factors.0.totp.secret request.field_missing',
    ])
  })

  it('of Clerk is its secret, with codes in clear and hashed', () => {
    expect(read('clerk', userOf('clerk'))).toStrictEqual([
      {
        secret,
        recoveryCodes: [
          'k3x9v2m8q1',
          {
            hash: {
              scheme: 'bcrypt',
              encoded: '$2b$10$abcdefghijklmnopqrstuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu',
            },
          },
        ],
      },
    ])
  })

  it('of FusionAuth is its secret in base64, with its parameters and the recovery codes', () => {
    expect(read('fusionauth', userOf('fusionauth'))).toStrictEqual([
      {
        secret: 'PnRfJ2AzQVk6dVRlc3QgMQ==',
        secretEncoding: 'base64',
        algorithm: 'HmacSHA1',
        digits: 6,
        period: 30,
        recoveryCodes: ['VLBJPXNDPB', 'T7NBXZ4C3L'],
      },
    ])
  })

  it('of FusionAuth has hashed recovery codes where they are whole bcrypt hashes', () => {
    const twoFactor = {
      methods: [{ method: 'authenticator', secret: 'PnRfJ2AzQVk6dVRlc3QgMQ==' }],
      recoveryCodes: ['$2a$10$x'],
    }
    const [otp] = read('fusionauth', { twoFactor: { ...twoFactor, recoveryCodeEncryptionScheme: 'bcrypt' } })
    expect(otp?.recoveryCodes).toStrictEqual([{ hash: { scheme: 'bcrypt', encoded: '$2a$10$x' } }])
    expect(
      faults('fusionauth', { twoFactor: { ...twoFactor, recoveryCodeEncryptionScheme: 'salted-sha256' } }),
    ).toStrictEqual(['twoFactor.recoveryCodeEncryptionScheme request.value_not_allowed'])
    expect(faults('fusionauth', { twoFactor: { methods: [{ method: 'authenticator' }] } })).toStrictEqual([
      'twoFactor.methods.0.secret request.field_missing',
    ])
  })

  it('of Keycloak is all that it has, the recovery codes as hashes with the first', () => {
    const [first, second, ...others] = read('keycloak', userOf('keycloak'))
    expect(others).toStrictEqual([])
    expect(first).toStrictEqual({
      secret: 'DJmQfC73VGFhw7D4QJ8A',
      secretEncoding: 'text',
      algorithm: 'HmacSHA1',
      digits: 6,
      period: 30,
      name: 'Phone',
      recoveryCodes: [
        { hash: { scheme: 'sha512', encoded: expect.stringMatching(/^[\w+/]{86}==$/u) as unknown } },
        { hash: { scheme: 'sha512', encoded: expect.stringMatching(/^[\w+/]{86}==$/u) as unknown } },
      ],
    })
    expect(second).toEqual({
      secret,
      secretEncoding: 'base32',
      algorithm: 'HmacSHA256',
      digits: 8,
      period: 60,
    })
    expect(draftAuthenticator(first!, settings.otp, now)._unsafeUnwrap().recoveryCodes).toHaveLength(2)
  })

  it('of Keycloak is refused where it counts, lacks its secret, or is not the JSON that it ought to be', () => {
    const good = {
      type: 'otp',
      secretData: '{"value":"DJmQfC73VGFhw7D4QJ8A"}',
      credentialData: '{"subType":"totp"}',
    }
    const of = (...credentials: readonly object[]): readonly string[] => faults('keycloak', { credentials })
    expect(of(good)).toStrictEqual([])
    expect(of({ ...good, credentialData: '{"subType":"hotp","counter":3}' })).toStrictEqual([
      'credentials.0.credentialData.subType otp.counter_based',
    ])
    expect(of(good, { type: 'otp', credentialData: '{"digits":"6"}' })).toStrictEqual([
      'credentials.1.secretData request.field_missing',
      'credentials.1.credentialData.digits request.field_of_wrong_type',
    ])
    expect(of({ ...good, secretData: 'canary', credentialData: '{"__proto__":{}}' })).toStrictEqual([
      'credentials.0.secretData request.not_json',
      'credentials.0.credentialData.__proto__ request.forbidden_key',
    ])
  })

  it('of Keycloak has recovery codes under both names of their hash, and under no other', () => {
    const codes = (data: object): object => ({
      credentials: [
        { type: 'otp', secretData: '{"value":"DJmQfC73VGFhw7D4QJ8A"}', credentialData: '{}' },
        {
          type: 'recovery-authn-codes',
          secretData: '{"codes":[{"number":1,"encodedHashedValue":"YQ=="}]}',
          credentialData: JSON.stringify(data),
        },
      ],
    })
    for (const algorithm of ['RS512', 'SHA-512'])
      expect(read('keycloak', codes({ algorithm, hashIterations: null }))[0]?.recoveryCodes).toHaveLength(1)
    expect(faults('keycloak', codes({ algorithm: 'MD5', hashIterations: 2 }))).toStrictEqual([
      'credentials.1.credentialData.algorithm request.value_not_allowed',
      'credentials.1.credentialData.hashIterations request.value_not_allowed',
    ])
  })

  it('of Kratos is its URI, with the codes as an import or the database has them', () => {
    const [otp] = read('kratos', userOf('kratos'))
    expect(otp?.secret).toMatch(/^otpauth:/u)
    const expected = [
      { code: 'h3k9z2q8' },
      { code: 'w8r4n6t1', usedAt: '2026-01-31T12:00:00.123456789Z' },
      { code: 'b5m2x7c4' },
    ]
    expect(otp?.recoveryCodes).toStrictEqual(expected)
    const stored = { recovery_codes: [{ code: 'h3k9z2q8', used_at: '0001-01-01T00:00:00Z' }] }
    const credentials = { totp: { config: { totp_url: secret } }, lookup_secret: { config: stored } }
    expect(read('kratos', { credentials })).toStrictEqual([{ secret, recoveryCodes: [{ code: 'h3k9z2q8' }] }])
    expect(draftAuthenticator(otp!, settings.otp, now)._unsafeUnwrap().recoveryCodes).toHaveLength(3)
  })

  it('of SuperTokens is its secret, its period and its name', () => {
    expect(read('supertokens', userOf('supertokens'))).toEqual([
      { secret, period: 60, name: 'Phone' },
      { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    ])
    expect(
      read('supertokens', { totpDevices: [{ secretKey: secret, deviceName: ' ' }] })[0]?.name,
    ).toBeUndefined()
  })
})

describe('the second factors of earlier releases', () => {
  it('of Keycloak are type `totp`, with the secret as `value` or `hashedSaltedValue`', () => {
    const rest = { type: 'totp', digits: 6, period: 30, algorithm: 'HmacSHA1' }
    const expected = {
      secret: 'DJmQfC73VGFhw7D4QJ8A',
      secretEncoding: 'text',
      algorithm: 'HmacSHA1',
      digits: 6,
      period: 30,
    }
    for (const name of ['value', 'hashedSaltedValue'])
      expect(read('keycloak', { credentials: [{ ...rest, [name]: expected.secret }] })).toStrictEqual([
        expected,
      ])
    expect(faults('keycloak', { credentials: [rest] })).toStrictEqual([
      'credentials.0.value request.field_missing',
    ])
    expect(faults('keycloak', { credentials: [{ type: 'hotp', value: 'x' }] })).toStrictEqual([
      'credentials.0.type otp.counter_based',
    ])
  })

  it('of FusionAuth are `twoFactorSecret`, unless codes came by text message', () => {
    const former = {
      twoFactorEnabled: true,
      twoFactorDelivery: 'None',
      twoFactorSecret: 'PnRfJ2AzQVk6dVRlc3QgMQ==',
    }
    expect(read('fusionauth', former)).toStrictEqual([
      { secret: 'PnRfJ2AzQVk6dVRlc3QgMQ==', secretEncoding: 'base64' },
    ])
    expect(leftBehind('fusionauth', { ...former, twoFactorDelivery: 'TextMessage' })).toStrictEqual([
      'twoFactorDelivery',
    ])
    expect(read('fusionauth', { ...former, twoFactorEnabled: false })).toStrictEqual([])
  })
})

describe('second factors that cannot come along', () => {
  it.each([
    [
      'auth0',
      { mfa_factors: [{ totp: { secret } }, { phone: { value: '+15551234567' } }] },
      ['mfa_factors.1'],
    ],
    ['clerk', { backup_codes: ['k3x9v2m8q1'] }, ['backup_codes']],
    [
      'fusionauth',
      { twoFactor: { methods: [{ method: 'sms' }, { method: 'email' }] } },
      ['twoFactor.methods.0', 'twoFactor.methods.1'],
    ],
    ['fusionauth', { twoFactor: { recoveryCodes: ['VLBJPXNDPB'] } }, ['twoFactor.recoveryCodes']],
    [
      'keycloak',
      { credentials: [{ type: 'password' }, { type: 'webauthn' }, {}] },
      ['credentials.1', 'credentials.2'],
    ],
    [
      'kratos',
      {
        credentials: {
          webauthn: { config: { credentials: [{}] } },
          passkey: { config: { credentials: [] } },
        },
      },
      ['credentials.webauthn'],
    ],
    [
      'kratos',
      { credentials: { lookup_secret: { config: { codes: [{ code: 'h3k9z2q8' }] } } } },
      ['credentials.lookup_secret'],
    ],
    ['supertokens', { totpDevices: [] }, []],
    ['clerk', { phone_numbers: [{}, { reserved_for_second_factor: true }] }, ['phone_numbers.1']],
  ] as const)('of %s are named by their place', (source, user, places) => {
    expect(leftBehind(source, user)).toStrictEqual(places)
  })

  it.each([
    ['auth0', { multifactor: ['google-authenticator'] }, ['multifactor']],
    ['auth0', { mfa_factors: [], guardian_authenticators: [{ type: 'totp' }] }, ['guardian_authenticators']],
    ['auth0', { authentication_methods: [{ type: 'totp' }] }, ['authentication_methods']],
    ['clerk', { totp_enabled: true, two_factor_enabled: true }, ['totp_enabled', 'two_factor_enabled']],
    ['clerk', { backup_code_enabled: true }, ['backup_code_enabled']],
    ['fusionauth', { twoFactorEnabled: true }, ['twoFactorEnabled']],
    ['fusionauth', { twoFactorEnabled: true, twoFactorDelivery: 'None' }, ['twoFactorEnabled']],
    ['keycloak', { totp: true }, ['totp']],
    ['keycloak', { totp: true, credentials: [{ type: 'password' }] }, ['totp']],
    ['kratos', { credentials: { totp: { type: 'totp', identifiers: ['1'] } } }, ['credentials.totp']],
    ['kratos', { credentials: { totp: { config: {} } } }, ['credentials.totp']],
    [
      'kratos',
      { credentials: { webauthn: { type: 'webauthn' }, lookup_secret: { type: 'lookup_secret' } } },
      ['credentials.webauthn', 'credentials.lookup_secret'],
    ],
  ] as const)(
    'of %s are named where the record only says that they are there: %j',
    (source, user, places) => {
      expect(read(source, user)).toStrictEqual([])
      expect(leftBehind(source, user)).toStrictEqual(places)
    },
  )

  it.each([
    ['auth0', { multifactor: [], guardian_authenticators: [] }],
    ['auth0', { mfa_factors: [{ totp: { secret } }], multifactor: ['google-authenticator'] }],
    ['clerk', { totp_secret: secret, totp_enabled: true, two_factor_enabled: true }],
    [
      'clerk',
      { totp_enabled: false, backup_code_enabled: false, two_factor_enabled: false, phone_numbers: [{}] },
    ],
    ['fusionauth', { twoFactorEnabled: false, twoFactor: {} }],
    ['keycloak', { totp: false, credentials: [{ type: 'password' }] }],
    ['kratos', { credentials: { password: { type: 'password' } } }],
  ] as const)('of %s are none where it says nothing beyond what is read: %j', (source, user) => {
    expect(leftBehind(source, user)).toStrictEqual([])
  })
})

describe('the page on authenticators', () => {
  it('has a row for every system that is read', () => {
    const page = readFileSync(new URL('../../../docs/authenticators.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `(\w+)` +\|.*\|.*\|$/gmu)].map(([, name]) => name)
    expect(rows).toEqual(expect.arrayContaining([...foreignAuthenticatorFormats]))
  })
})
