import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { loadConfig, variableName, type Config, type Environment } from 'keepsake/inversify'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../packages/cli/src/composition/config.ts'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { errorOf } from '../../builders/keepsake.ts'

const accessKeySecret = 'an access key secret of 33 signs!'
const sealingKey = Buffer.alloc(32, 7).toString('base64')

/** What a configuration must say; everything else has a default. */
const least = { databaseUrl: 'memory:', accessKeyId: 'pool-one', accessKeySecret, sealingKey }

const leastEnvironment: Environment = {
  KEEPSAKE_DATABASE_URL: 'memory:',
  KEEPSAKE_ACCESS_KEY_ID: 'pool-one',
  KEEPSAKE_ACCESS_KEY_SECRET: accessKeySecret,
  KEEPSAKE_SEALING_KEY: sealingKey,
}

const write = (content: unknown): string => {
  const file = join(temporaryDirectory(), 'keepsake.config.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
  return file
}

const noFile = (): string => join(temporaryDirectory(), 'keepsake.config.json')

const load = (file: string, environment: Environment = {}): Promise<Config> => loadConfig(file, environment)

/** What the command prints. */
const reasonOf = async (file: string, environment: Environment = {}): Promise<string> =>
  (await errorOf(readConfig(file, environment))).reason

const keysIn = ({ sealing }: Config): readonly string[] => sealing.keys.map(({ key }) => key.reveal())

describe('transport keys', () => {
  const rsaPrivateKeys = [
    { file: 'new.pem', padding: 'oaep-sha512', passphraseVariable: 'NEW_KEY_PASSPHRASE' },
    { file: 'old.pem' },
  ]

  test('have the padding of their kind, or one of their own', async () => {
    const one = await load(
      write({ ...least, rsaPrivateKeyFile: 'rsa.pem', rsaPadding: 'oaep-sha256-mgf1-sha1' }),
    )
    expect(one.rsaPrivateKeys).toMatchObject([{ padding: 'oaep-sha256-mgf1-sha1' }])
    const usual = await load(write({ ...least, rsaPrivateKeyFile: 'rsa.pem' }))
    expect(usual.rsaPrivateKeys).toMatchObject([{ padding: 'pkcs1' }])
    const list = await load(write({ ...least, rsaPrivateKeys, rsaPadding: 'oaep-sha256' }), {
      NEW_KEY_PASSPHRASE: 'new',
    })
    expect(list.rsaPrivateKeys).toMatchObject([{ padding: 'oaep-sha512' }, { padding: 'oaep-sha256' }])
  })

  test('have a passphrase from the environment, that of their kind or one of their own', async () => {
    const config = await load(
      write({ ...least, rsaPrivateKeys, sm2PrivateKeyFile: 'sm2.pem', sm2PrivateKeyPassphrase: 'of sm2' }),
      { NEW_KEY_PASSPHRASE: 'of the new one', KEEPSAKE_RSA_PRIVATE_KEY_PASSPHRASE: '12345' },
    )
    const [passphrases, ofSm2] = [config.rsaPrivateKeys, config.sm2PrivateKeys].map((keys) =>
      keys.map(({ passphrase }) => passphrase?.reveal()),
    )
    expect({ passphrases, ofSm2 }).toEqual({ passphrases: ['of the new one', '12345'], ofSm2: ['of sm2'] })
    expect(inspect(config, { depth: 9 })).not.toContain('of the new one')
    expect((await load(write({ ...least, sm2PrivateKeyFile: 'sm2.pem' }))).sm2PrivateKeys).not.toContain(
      'passphrase',
    )
  })

  test('whose variable of a passphrase is not set are refused by its name', async () => {
    for (const environment of [{}, { NEW_KEY_PASSPHRASE: '' }])
      expect(await reasonOf(write({ ...least, rsaPrivateKeys }), environment)).toBe(
        'rsaPrivateKeys[0]: the variable NEW_KEY_PASSPHRASE of its passphrase is not set',
      )
  })
})

describe('access keys', () => {
  const secret = 's'.repeat(32)

  test('of tenants and of the pool are read from the file and the environment', async () => {
    const accessKeys = [
      { accessKeyId: 'key-a', accessKeySecret: secret, tenantId: 'a', contentDigest: 'demanded' },
      { accessKeyId: 'key-pool', accessKeySecret: secret },
    ]
    for (const config of [
      await load(write({ ...least, accessKeys })),
      await load(noFile(), { ...leastEnvironment, KEEPSAKE_ACCESS_KEYS: JSON.stringify(accessKeys) }),
    ]) {
      expect(config.accessKeys).toMatchObject([
        { accessKeyId: 'key-a', tenantId: 'a', contentDigest: 'demanded' },
        { accessKeyId: 'key-pool' },
      ])
      expect(config.accessKeys[1]).not.toHaveProperty('tenantId')
      expect(config.accessKeys[0]?.accessKeySecret.reveal()).toBe(secret)
      expect(inspect(config, { depth: 9 })).not.toContain(secret)
    }
    expect((await load(write(least))).accessKeys).toEqual([])
  })

  test.each([
    ['one id twice', [{ accessKeyId: 'a' }, { accessKeyId: 'a' }], /two access keys have one accessKeyId/u],
    ['the pool’s own id', [{ accessKeyId: 'pool-one' }], /two access keys have one accessKeyId/u],
    ['a tenant that is not listed', [{ accessKeyId: 'a', tenantId: 'c' }], /not among `tenants`/u],
    ['a tenant without an id', [{ accessKeyId: 'a', tenantId: '' }], /accessKeys\[0\]\.tenantId/u],
    ['an id that no header can name', [{ accessKeyId: 'a:b' }], /accessKeys\[0\]\.accessKeyId/u],
    ['a short secret', [{ accessKeyId: 'a', accessKeySecret: 'short-canary' }], /accessKeySecret/u],
    ['an unknown field', [{ accessKeyId: 'a', tenant: 'a' }], /tenant/u],
    ['an unknown demand', [{ accessKeyId: 'a', contentDigest: 'yes' }], /contentDigest/u],
  ])('are refused with %s, in words without a secret', async (_, given, words) => {
    const accessKeys = given.map((key) => ({ accessKeySecret: secret, ...key }))
    const reason = await reasonOf(write({ ...least, tenants: ['a', 'b'], accessKeys }))
    expect(reason).toMatch(words)
    for (const hidden of [secret, 'short-canary']) expect(reason).not.toContain(hidden)
  })
})

describe('a configuration', () => {
  test('of the least that is needed has safe defaults', async () => {
    const config = await load(write(least))
    expect(config).toMatchObject({
      database: { kind: 'memory' },
      host: '127.0.0.1',
      port: 3000,
      behindTlsProxy: false,
      http: {
        maxBodyBytes: 10 * 1024 * 1024,
        maxOpenBodyBytes: 16 * 1024,
        maxBodiesBytes: 64 * 1024 * 1024,
        maxConnections: 10_000,
        arrivalSeconds: 30,
        stopSeconds: 25,
        contentDigest: 'accepted',
      },
      accessKeyId: 'pool-one',
      departments: 'any',
      tenants: 'any',
      secretFiles: 'private',
      pool: {
        pool: 'pool-one',
        customFields: {},
        apps: {},
        limits: { rows: 1000, rowsToHash: 200 },
        otp: { minSecretBits: 80, pastSteps: 1 },
      },
    })
    expect(config.pool).not.toHaveProperty('phoneCountryCode')
    expect(config.accessKeySecret.reveal()).toBe(accessKeySecret)
    expect(config.sealing).toMatchObject({ keys: [{ field: ['sealingKey'] }], cryptography: 'international' })
    expect(keysIn(config)).toEqual([sealingKey])
    expect(config).toMatchObject({ rsaPrivateKeys: [], sm2PrivateKeys: [] })
  })

  test('is the same from a file and from the environment alone', async () => {
    const [one, other] = [await load(write(least)), await load(noFile(), leastEnvironment)]
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(keysIn(other)).toEqual([sealingKey])
  })

  test('may be printed: its secrets stay hidden', async () => {
    const config = await load(write(least))
    const text = JSON.stringify(config) + inspect(config, { depth: null, showHidden: true })
    expect(text).toContain('[secret]')
    expect(text).not.toContain(accessKeySecret)
    expect(text).not.toContain(sealingKey)
  })

  const departments = [{ departmentId: 'd1', openDepartmentId: 'sales' }]
  const customFields = { level: { type: 'enum', options: ['gold'] } }
  // date --utc --date=2027-01-01 +%s gives 1798761600.
  const rsaKeys = [
    { file: '/new.pem', padding: 'oaep-sha256' },
    { file: '/old.pem', retiresAt: '2027-01-01T00:00:00Z' },
  ]
  const sm2Keys = [{ file: '/sm2.pem', retiresAt: '2027-01-01T08:00:00.500+08:00' }]
  const kindOf = ({ database }: Config): string => database.kind
  const fieldRows: readonly (readonly [string, string, unknown, (config: Config) => unknown, unknown?])[] = [
    ['databaseUrl', 'memory:', 'memory:', ({ database }) => database, { kind: 'memory' }],
    [
      'databaseUrl',
      'postgresql://me:pass@host/db',
      'postgresql://me:pass@host/db',
      ({ database }) => ('url' in database ? [database.kind, database.url.reveal()] : []),
      ['postgres', 'postgresql://me:pass@host/db'],
    ],
    ['databaseUrl', 'mariadb://me:pass@host/db', 'mariadb://me:pass@host/db', kindOf, 'mysql'],
    ['host', '::1', '::1', ({ host }) => host],
    ['port', '8080', 8080, ({ port }) => port],
    ['behindTlsProxy', 'true', true, ({ behindTlsProxy }) => behindTlsProxy],
    ['http', '{"maxConnections":50}', { maxConnections: 50 }, ({ http }) => http.maxConnections, 50],
    [
      'http',
      '{"contentDigest":"demanded"}',
      { contentDigest: 'demanded' },
      ({ http }) => http.contentDigest,
      'demanded',
    ],
    [
      'accessKeyId',
      '123456',
      '123456',
      ({ accessKeyId, pool }) => [accessKeyId, pool.pool],
      ['123456', '123456'],
    ],
    ['accessKeySecret', '1'.repeat(32), '1'.repeat(32), (config) => config.accessKeySecret.reveal()],
    ['sealingKey', 'other', 'other', keysIn, ['other']],
    ['cryptography', 'shangmi', 'shangmi', ({ sealing }) => sealing.cryptography],
    [
      'rsaPrivateKeyFile',
      '/rsa.pem',
      '/rsa.pem',
      (config) => config.rsaPrivateKeys,
      [{ field: ['rsaPrivateKeyFile'], file: resolve('/rsa.pem'), padding: 'pkcs1' }],
    ],
    [
      'sm2PrivateKeyFile',
      '/sm2.pem',
      '/sm2.pem',
      (config) => config.sm2PrivateKeys,
      [{ field: ['sm2PrivateKeyFile'], file: resolve('/sm2.pem') }],
    ],
    [
      'rsaPrivateKeys',
      JSON.stringify(rsaKeys),
      rsaKeys,
      (config) => config.rsaPrivateKeys,
      [
        { field: ['rsaPrivateKeys', 0], file: resolve('/new.pem'), padding: 'oaep-sha256' },
        {
          field: ['rsaPrivateKeys', 1],
          file: resolve('/old.pem'),
          padding: 'pkcs1',
          retiresAt: 1_798_761_600_000,
        },
      ],
    ],
    [
      'sm2PrivateKeys',
      JSON.stringify(sm2Keys),
      sm2Keys,
      (config) => config.sm2PrivateKeys,
      [{ field: ['sm2PrivateKeys', 0], file: resolve('/sm2.pem'), retiresAt: 1_798_761_600_500 }],
    ],
    ['departments', JSON.stringify(departments), departments, (config) => config.departments],
    ['tenants', '["t1","t2"]', ['t1', 't2'], (config) => config.tenants],
    ['tenants', 'any', 'any', (config) => config.tenants],
    ['phoneCountryCode', '+44', '+44', ({ pool }) => pool.phoneCountryCode],
    ['customFields', JSON.stringify(customFields), customFields, ({ pool }) => pool.customFields],
    ['loginUrl', 'https://a.example', 'https://a.example', ({ pool }) => pool.loginUrl],
    [
      'apps',
      '{"shop":{"loginUrl":"https://b.example"}}',
      { shop: { loginUrl: 'https://b.example' } },
      ({ pool }) => pool.apps,
    ],
    ['resetUrl', 'https://a.example/reset', 'https://a.example/reset', ({ pool }) => pool.resetUrl],
    [
      'activationUrl',
      'https://a.example/activate',
      'https://a.example/activate',
      ({ pool }) => pool.activationUrl,
    ],
    ['newAccounts', 'generated-password', 'generated-password', ({ pool }) => pool.newAccounts],
    [
      'argon2',
      '{"engine":"@node-rs/argon2","passes":3}',
      { engine: '@node-rs/argon2', passes: 3 },
      (config) => config.passwordAdapters.argon2,
      { engine: '@node-rs/argon2', memory: 19_456, passes: 3, parallelism: 1 },
    ],
    [
      'legacyHashes',
      '{"bcryptOver72":"truncate"}',
      { bcryptOver72: 'truncate' },
      (config) => config.passwordAdapters.legacyHashes,
    ],
    [
      'passwordVerifiersFile',
      '/verifiers.mjs',
      resolve('/verifiers.mjs'),
      (config) => config.passwordAdapters.passwordVerifiersFile,
    ],
    [
      'breachedPasswordsUrl',
      'https://a.example/range',
      'https://a.example/range',
      (config) => config.passwordAdapters.breachedPasswordsUrl,
    ],
    [
      'passwords',
      '{"imported":"enforce"}',
      { imported: 'enforce' },
      ({ pool }) => pool.passwords.imported,
      'enforce',
    ],
    ['limits', '{"rows":5}', { rows: 5 }, ({ pool }) => pool.limits, { rows: 5, rowsToHash: 200 }],
    [
      'otp',
      '{"pastSteps":2}',
      { pastSteps: 2 },
      ({ pool }) => pool.otp,
      { minSecretBits: 80, pastSteps: 2, futureSteps: 1, required: false, recoveryCodes: 10 },
    ],
  ]
  test.each(
    fieldRows.map(([field, text, value, read, expected = value]) => ({ field, text, value, read, expected })),
  )(
    'takes $field from its variable ($text), as from the file',
    async ({ field, text, value, read, expected }) => {
      const environment = { ...leastEnvironment, [variableName(field)]: text }
      expect(read(await load(noFile(), environment))).toEqual(expected)
      expect(read(await load(write({ ...least, [field]: value })))).toEqual(expected)
    },
  )

  test.each([
    ['databaseUrl', 'KEEPSAKE_DATABASE_URL'],
    ['rsaPrivateKeyFile', 'KEEPSAKE_RSA_PRIVATE_KEY_FILE'],
    ['sm2PrivateKeyFile', 'KEEPSAKE_SM2_PRIVATE_KEY_FILE'],
    ['rsaPrivateKeys', 'KEEPSAKE_RSA_PRIVATE_KEYS'],
    ['sm2PrivateKeys', 'KEEPSAKE_SM2_PRIVATE_KEYS'],
    ['behindTlsProxy', 'KEEPSAKE_BEHIND_TLS_PROXY'],
    ['otp', 'KEEPSAKE_OTP'],
  ])('has for %s the variable %s', (field, variable) => {
    expect(variableName(field)).toBe(variable)
  })

  test('is read from the environment over the file; an empty variable says nothing', async () => {
    const file = write({ ...least, port: 1, host: '::1', loginUrl: 'https://file.example' })
    const config = await load(file, { KEEPSAKE_PORT: '2', KEEPSAKE_HOST: '', KEEPSAKE_LIMITS: '{"rows":9}' })
    expect(config).toMatchObject({ port: 2, host: '::1' })
    expect(config.pool).toMatchObject({ loginUrl: 'https://file.example', limits: { rows: 9 } })
  })

  test('tells of a database server its schema, its connections and who migrates it', async () => {
    const server = { ...least, databaseUrl: 'postgres://me:pass@host/db' }
    const { database } = await load(write(server))
    expect(database).toMatchObject({ schema: undefined, connections: 10, migrate: 'at-open' })
    const timeouts = { connect: 1000, statement: 2000 }
    const chosen = {
      databaseSchema: 'users',
      databaseConnections: 3,
      databaseMigration: 'never',
      databaseTimeouts: timeouts,
    }
    const other = await load(write({ ...server, ...chosen }))
    expect(other.database).toMatchObject({ schema: 'users', connections: 3, migrate: 'never', timeouts })
    expect(JSON.stringify(other)).not.toContain('pass@')
  })

  test('means files relative to itself, and the environment relative to the present folder', async () => {
    const file = write({
      ...least,
      databaseUrl: 'sqlite:data/users.db',
      rsaPrivateKeyFile: './rsa.pem',
      sm2PrivateKeys: [{ file: '../sm2.pem' }, { file: 'old-sm2.pem' }],
    })
    expect(await load(file)).toMatchObject({
      database: { kind: 'sqlite', file: join(file, '../data/users.db') },
      rsaPrivateKeys: [{ file: join(file, '../rsa.pem') }],
      sm2PrivateKeys: [{ file: join(file, '../../sm2.pem') }, { file: join(file, '../old-sm2.pem') }],
    })
    const environment = {
      KEEPSAKE_DATABASE_URL: 'sqlite:users.db',
      KEEPSAKE_RSA_PRIVATE_KEY_FILE: 'rsa.pem',
      KEEPSAKE_SM2_PRIVATE_KEYS: '[{"file":"sm2.pem"}]',
    }
    expect(await load(file, environment)).toMatchObject({
      database: { kind: 'sqlite', file: resolve('users.db') },
      rsaPrivateKeys: [{ file: resolve('rsa.pem') }],
      sm2PrivateKeys: [{ file: resolve('sm2.pem') }],
    })
    const absolute = await load(file, { KEEPSAKE_DATABASE_URL: `sqlite:${resolve('/data/users.db')}` })
    expect(absolute.database).toEqual({ kind: 'sqlite', file: resolve('/data/users.db') })
  })

  const canary = 'canary-which-must-not-be-quoted'
  test.each<readonly [string, unknown]>([
    ['databaseUrl', `mongodb://user:${canary}@host/db`],
    ['databaseUrl', `postgres://user:${canary}@host`],
    ['databaseUrl', `mysql:${canary}`],
    ['databaseSchema', ''],
    ['databaseConnections', 0],
    ['databaseMigration', canary],
    ['databaseTimeouts', canary],
    ['databaseTimeouts', { statement: 0 }],
    ['databaseTimeouts', { lock: canary }],
    ['databaseUrl', 'sqlite:'],
    ['databaseUrl', 5],
    ['host', '0.0.0.0'],
    ['port', 65_536],
    ['port', canary],
    ['behindTlsProxy', canary],
    ['http', { maxConnections: 0 }],
    ['http', { arrivalSeconds: canary }],
    ['http', { maxBodyBytes: 20_000_000 }],
    ['http', { maxOpenBodyBytes: 5_000_000, maxBodiesBytes: 16_000_000, maxBodyBytes: 1_000_000 }],
    ['accessKeyId', ''],
    ['accessKeySecret', canary],
    ['accessKeySecret', [canary]],
    ['sealingKey', { canary }],
    ['sealingKey', ''],
    ['sealingKeys', canary],
    ['sealingKeys', []],
    ['sealingKeys', [canary]],
    ['sealingKeys', [{ id: canary }]],
    ['sealingKeys', [{ key: '' }]],
    ['sealingKeys', [{ key: [canary] }]],
    ['sealingKeys', [{ id: 5, key: canary }]],
    ['sealingKeys', [{ key: canary, retiresAt: '2027-01-01T00:00:00Z' }]],
    ['cryptography', canary],
    ['rsaPrivateKeyFile', [canary]],
    ['rsaPrivateKeys', canary],
    ['rsaPrivateKeys', []],
    ['rsaPrivateKeys', [canary]],
    ['rsaPrivateKeys', [{ file: 'rsa.pem', padding: canary }]],
    ['rsaPrivateKeys', [{ file: 'rsa.pem', passphrase: canary }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', padding: 'pkcs1' }]],
    ['rsaPadding', canary],
    ['rsaPrivateKeyPassphrase', [canary]],
    ['sm2PrivateKeys', [null]],
    ['sm2PrivateKeys', [{ retiresAt: '2027-01-01T00:00:00Z' }]],
    ['sm2PrivateKeys', [{ file: [canary] }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retiresAt: canary }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retiresAt: '2027-01-01' }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retiresAt: '2027-01-01T00:00:00' }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retiresAt: '2027-02-29T00:00:00Z' }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retiresAt: 1_798_761_600_000 }]],
    ['sm2PrivateKeys', [{ file: 'sm2.pem', retires: '2027-01-01T00:00:00Z' }]],
    ['departments', canary],
    ['departments', [{ departmentId: 5 }]],
    ['tenants', [5]],
    ['phoneCountryCode', canary],
    ['customFields', { x: { type: canary } }],
    ['loginUrl', canary],
    ['apps', { shop: canary }],
    ['limits', { rows: 0 }],
    ['otp', { minSecretBits: 8 }],
    ['unheardOf', canary],
  ])('with a bad %s is refused by its name, and %j is not quoted', async (field, value) => {
    const reason = await reasonOf(write({ ...least, [field]: value }))
    expect(reason).toContain(field)
    expect(reason).not.toContain(canary)
    expect(reason).not.toContain(accessKeySecret)
    expect(reason).not.toContain(sealingKey)
  })

  test('names every bad field at once', async () => {
    const reason = await reasonOf(write({ ...least, port: -1, accessKeySecret: 'short' }))
    expect(reason).toContain('port')
    expect(reason).toContain('accessKeySecret')
    expect(reason).toContain('at least 32 characters')
  })

  test.each(['rsa', 'sm2'])(
    'that names %s keys in both ways is refused, whichever comes from where',
    async (kind) => {
      const [single, listed] = [
        { [`${kind}PrivateKeyFile`]: 'new.pem' },
        { [`${kind}PrivateKeys`]: [{ file: 'old.pem' }] },
      ]
      const reason = `${kind}PrivateKeyFile and ${kind}PrivateKeys both name keys: list them all in ${kind}PrivateKeys`
      expect(await reasonOf(write({ ...least, ...single, ...listed }))).toBe(reason)
      const variable = `KEEPSAKE_${kind.toUpperCase()}_PRIVATE_KEY_FILE`
      expect(await reasonOf(write({ ...least, ...listed }), { [variable]: 'new.pem' })).toBe(reason)
    },
  )

  const { sealingKey: _, ...unsealed } = least
  const { KEEPSAKE_SEALING_KEY: __, ...unsealedEnvironment } = leastEnvironment
  const listed = [{ key: 'newest' }, { id: '2026', key: 'older' }]

  test('lists several sealing keys in the place of one, and hides them', async () => {
    const environment = { ...unsealedEnvironment, KEEPSAKE_SEALING_KEYS: JSON.stringify(listed) }
    for (const config of [
      await load(write({ ...unsealed, sealingKeys: listed })),
      await load(noFile(), environment),
    ]) {
      expect(keysIn(config)).toEqual(['newest', 'older'])
      expect(config.sealing.keys).toMatchObject([
        { field: ['sealingKeys', 0] },
        { field: ['sealingKeys', 1], id: '2026' },
      ])
      expect(JSON.stringify(config) + inspect(config, { depth: null })).not.toMatch(/newest|older/u)
    }
  })

  test('that names sealing keys in both ways is refused, whichever comes from where', async () => {
    const reason = 'sealingKey and sealingKeys both name keys: list them all in sealingKeys'
    expect(await reasonOf(write({ ...least, sealingKeys: listed }))).toBe(reason)
    const environment = { KEEPSAKE_SEALING_KEY: sealingKey }
    expect(await reasonOf(write({ ...unsealed, sealingKeys: listed }), environment)).toBe(reason)
  })

  test.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('may serve on %s', async (host) => {
    expect((await load(write({ ...least, host }))).host).toBe(host)
  })

  test.each(['0.0.0.0', '::', '192.0.2.1', 'example.com', '127.example.com', '127.0.0.1.example.com', ''])(
    'may serve on %j behind a proxy that adds TLS, and not otherwise',
    async (host) => {
      const reason = await reasonOf(write({ ...least, host }))
      expect(reason).toContain('host is not a loopback address')
      expect(reason).toContain('behindTlsProxy')
      expect((await load(write({ ...least, host, behindTlsProxy: true }))).host).toBe(host)
    },
  )

  test('that is nowhere is refused with the two ways to one', async () => {
    const file = noFile()
    const reason = await reasonOf(file, { PATH: '/bin' })
    expect(reason).toContain(`no file ${file}`)
    expect(reason).toContain('`keepsake init`')
    for (const name of Object.keys(leastEnvironment)) expect(reason).toContain(name)
  })

  test('that is half there is refused with what is missing, and nothing else', async () => {
    const { databaseUrl, accessKeyId } = least
    const half = await reasonOf(write({ databaseUrl, accessKeyId }))
    expect(half).toMatch(
      /lacks accessKeySecret, sealingKey: .*KEEPSAKE_ACCESS_KEY_SECRET, KEEPSAKE_SEALING_KEY$/u,
    )
    const { KEEPSAKE_SEALING_KEY: _, ...rest } = leastEnvironment
    const alone = await reasonOf(noFile(), rest)
    expect(alone).toMatch(/`keepsake init` to write one, or set KEEPSAKE_SEALING_KEY$/u)
  })

  test.each([
    ['no JSON', `{"sealingKey": "${sealingKey}"`],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', `"${sealingKey}"`],
    ['empty', ''],
  ])('in a file that is %s is refused, and nothing of it quoted', async (_, content) => {
    const file = write(content)
    expect(await reasonOf(file, leastEnvironment)).toBe(`${file} is not a JSON object`)
  })

  test('in a file that says a field twice is refused, and the field named', async () => {
    const file = write(`{"sealingKey":"${sealingKey}","otp":{"pastSteps":0,"pastSteps":1}}`)
    expect(await reasonOf(file, leastEnvironment)).toBe(`${file}: otp.pastSteps is a key that is there twice`)
    const { KEEPSAKE_SEALING_KEY: _, ...rest } = leastEnvironment
    const twice = write(`{"sealingKey":"${sealingKey}","sealingKey":"${sealingKey}"}`)
    expect(await reasonOf(twice, rest)).toBe(`${twice}: sealingKey is a key that is there twice`)
  })

  test('in a variable that says a key twice is refused, and the field named', async () => {
    const KEEPSAKE_OTP = '{"pastSteps":0,"pastSteps":1}'
    expect(await reasonOf(noFile(), { ...leastEnvironment, KEEPSAKE_OTP })).toContain('otp')
  })

  test('in a file that cannot be read is refused with the reason', async () => {
    const folder = temporaryDirectory()
    expect(await reasonOf(folder, leastEnvironment)).toBe(`${folder} cannot be read: EISDIR`)
    const inFile = join(write(least), 'keepsake.config.json')
    expect(await reasonOf(inFile, leastEnvironment)).toBe(`${inFile} cannot be read: ENOTDIR`)
  })

  test('with a key named like something of JavaScript’s is refused like any unknown one', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const content = JSON.stringify(least).replace('{', `{"${name}":"x",`)
      expect(await reasonOf(write(content))).toContain(name)
    }
  })
})
