import {
  foreignIdFields,
  foreignAuthenticatorFormats,
  type ForeignAuthenticatorFormat,
} from '@keepsake/http/wire'
import { describe, expect, it } from 'vitest'
import recorded from '../../vectors/totp/foreign.json' with { type: 'json' }
import migration from '../../vectors/totp/migration.json' with { type: 'json' }
import { lines, readLines, workplace, type Workplace } from '../keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Everything that a terminal or a report must not show of what the tests bring. */
const secrets = /JBSWY3DP|HZ2F6J3A|GEZDGNBV|DJmQfC73|PnRfJ2Az|VLBJPXND|k3x9v2m8|h3k9z2q8|canary|data=/iu

/** A folder with three users, whose external ids are the ones by which the other system knows them. */
const withUsers = async (): Promise<Workplace & { readonly ids: readonly string[] }> => {
  const place = workplace()
  place.write('users.json', {
    list: ['alice', 'bob', 'eve'].map((username) => ({ username, externalId: `of-${username}` })),
  })
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  const rows = place.query('SELECT id FROM keepsake_users ORDER BY id')
  return { ...place, ids: rows.map(({ id }) => String(id)) }
}

const importAuthenticatorsOf = async (
  place: Workplace,
  from: string,
  content: unknown,
  ...more: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> => {
  place.write('otp.json', content)
  const ran = await place.run(['otp', 'import', 'otp.json', '--from', from, '--report', 'r', ...more])
  expect(ran.out + ran.error + JSON.stringify(readLines(place.at('r')))).not.toMatch(secrets)
  return ran
}

const userOf = (source: ForeignAuthenticatorFormat): object =>
  recorded.vectors.find((vector) => vector.source === source)?.user ?? {}
const enrolled = (place: Workplace): unknown =>
  place.query('SELECT count(*) AS n FROM keepsake_authenticators')[0]

describe('keepsake otp import of another system’s users', () => {
  it.each(foreignAuthenticatorFormats)(
    'takes those of %s by the ids that they have there, as often as it is run',
    async (source) => {
      const place = await withUsers()
      const id = foreignIdFields[source]
      const several = recorded.vectors.find((vector) => vector.source === source)!.codes.length
      const alice = { ...userOf(source), [id]: 'of-alice' }
      const list = [{ [id]: 'a user who is none of ours and has no authenticator' }, alice]
      const { code, out } = await importAuthenticatorsOf(place, source, list)
      expect(code).toBe(0)
      expect(lines(out)).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^enrolled +1$/u),
          expect.stringMatching(new RegExp(`^added +${several - 1}$`, 'u')),
          expect.stringMatching(/^without +1$/u),
          expect.stringMatching(/^refused +0$/u),
        ]),
      )
      expect(enrolled(place)).toEqual({ n: several })
      const again = await importAuthenticatorsOf(place, source, { realm: 'example', users: list })
      expect(again.code).toBe(0)
      expect(again.out).toMatch(new RegExp(`^unchanged +${several}$`, 'mu'))
      expect(enrolled(place)).toEqual({ n: several })
    },
  )

  it('warns of every second factor that cannot come along, and counts only who has none', async () => {
    const place = await withUsers()
    const sms = { id: 'of-bob', twoFactor: { methods: [{ method: 'sms' }] } }
    const { code, out, error } = await importAuthenticatorsOf(place, 'fusionauth', {
      users: [sms, { id: 'of-eve' }],
    })
    expect(code).toBe(0)
    expect(out).toMatch(/^without +1$/mu)
    expect(out + error).toContain('otp.factor_left_behind')
    const [line] = readLines(place.at('r'))
    expect(line).toMatchObject({ row: 0 })
    expect(JSON.stringify(line)).toContain('twoFactor.methods.0')
  })

  it('names every row that cannot be taken, and the field of it', async () => {
    const place = await withUsers()
    const good = { totpDevices: [{ secretKey: secret }] }
    const { code, error } = await importAuthenticatorsOf(place, 'supertokens', {
      users: [
        { ...good, externalUserId: 'of-alice', userId: place.ids[0] },
        { ...good, externalUserId: 'of-nobody' },
        { ...good },
        { ...good, userId: 'canary' },
        'canary',
        { externalUserId: 'of-bob', totpDevices: [{ deviceName: 'canary' }] },
        { userId: place.ids[1], totpDevices: [{ secretKey: secret }, { secretKey: 'canary!' }] },
        { userId: place.ids[2], totpDevices: [{ secretKey: 'canary!' }, { secretKey: secret }] },
      ],
    })
    expect(code).toBe(1)
    expect(lines(error)).toStrictEqual([
      'list.1.externalUserId is not the id of a user (otp.user_unknown)',
      'list.2.externalUserId is required (request.field_missing)',
      'list.3.userId is not the id of a user (otp.user_unknown)',
      'list.4 must be of type object (request.field_of_wrong_type)',
      'list.5.totpDevices.0.secretKey is required (request.field_missing)',
      'list.6.authenticators.1.secret is not a secret in base32 (otp.secret_malformed)',
      'list.7.authenticators.0.secret is not a secret in base32 (otp.secret_malformed)',
      'Warning: list.0.authenticators.0.secret is the secret of another user as well (otp.secret_shared)',
      'Warning: list.6.authenticators.0.secret is the secret of another user as well (otp.secret_shared)',
    ])
    expect(readLines(place.at('r')).filter(({ outcome }) => outcome === 'refused')).toHaveLength(7)
    // Whose first authenticator is refused gets no further one; whose second is refused has the first.
    expect(enrolled(place)).toEqual({ n: 2 })
  })

  it('takes all rows or none where it is told to, each with one authenticator', async () => {
    const place = await withUsers()
    const [one, two] = [{ totpDevices: [{ secretKey: secret }] }, userOf('supertokens')]
    const rows = [
      { ...one, userId: place.ids[0] },
      { ...two, externalUserId: 'of-bob' },
    ]
    const refused = await importAuthenticatorsOf(place, 'supertokens', rows, '--mode', 'all')
    expect(refused).toStrictEqual({
      code: 1,
      out: '',
      error: 'list.1 holds 2 authenticators: give each a place of its own (otp.several_accounts)\n',
    })
    expect(enrolled(place)).toEqual({ n: 0 })
    expect(
      await importAuthenticatorsOf(place, 'supertokens', rows.slice(0, 1), '--mode', 'all'),
    ).toMatchObject({
      code: 0,
    })
    const unknown = [...rows.slice(0, 1), { ...one, userId: 'nobody' }]
    expect(await importAuthenticatorsOf(place, 'supertokens', unknown, '--mode', 'all')).toMatchObject({
      error: 'list.1.userId is not the id of a user (otp.user_unknown)\n',
    })
  })

  it('is told which system it is of', async () => {
    const place = await withUsers()
    const { code, error } = await importAuthenticatorsOf(place, 'nobody', [])
    expect(code).not.toBe(0)
    expect(error).toContain('keycloak')
  })
})

describe('keepsake otp import of the URIs of apps', () => {
  const several = migration.vectors[1]!

  it('takes every account that a user’s QR code holds', async () => {
    const place = await withUsers()
    const list = [
      { userId: place.ids[0], uri: `otpauth://totp/Example:alice?secret=${secret}&issuer=Example` },
      { userId: place.ids[1], uri: several.uri },
    ]
    const { code, out } = await importAuthenticatorsOf(place, 'otpauth', { list })
    expect(code).toBe(0)
    expect(out).toMatch(/^enrolled +2$/mu)
    expect(out).toMatch(/^added +2$/mu)
    expect(place.query('SELECT name FROM keepsake_authenticators ORDER BY user_id, slot')).toMatchObject([
      { name: 'Example (alice)' },
      { name: '示例公司 (alice@example.com)' },
      { name: 'bob' },
      {},
    ])
  })

  it('names what is wrong with one by its row, and an account of it by its place', async () => {
    const place = await withUsers()
    const list = [
      { userId: place.ids[0], uri: 'https://canary.example.com' },
      { userId: place.ids[0], uri: `otpauth://hotp/canary?secret=${secret}&counter=1` },
      { userId: place.ids[0], uri: 'otpauth://totp/canary?secret=MFRGG' },
      { userId: place.ids[0], uri: 'otpauth-migration://offline?data=canary' },
      { userId: 'canary', uri: several.uri },
      { userId: place.ids[0] },
    ]
    const { code, error } = await importAuthenticatorsOf(place, 'otpauth', { list })
    expect(code).toBe(1)
    expect(lines(error)).toStrictEqual([
      'list.0.uri is not an otpauth://totp/ URI with a secret (otp.uri_malformed)',
      'list.1.uri makes codes by counting (HOTP), not by time (TOTP) (otp.counter_based)',
      'list.2.uri.0.secret has fewer than 80 bits (otp.secret_too_short)',
      'list.3.uri is not an otpauth-migration://offline URI as Google Authenticator exports it (otp.migration_malformed)',
      'list.4.userId is not the id of a user (otp.user_unknown)',
      'list.5.uri is required (request.field_missing)',
    ])
    expect(enrolled(place)).toEqual({ n: 0 })
  })
})

describe('keepsake otp import of rows of our own', () => {
  it('says of two rows for one user in which row of the file the other one stands', async () => {
    const place = await withUsers()
    const row = { userId: place.ids[0], otp: { secret } }
    const { error } = await importAuthenticatorsOf(place, 'keepsake', { list: ['canary', row, row] })
    expect(lines(error)).toStrictEqual([
      'list.0 must be of type object (request.field_of_wrong_type)',
      'list.2.userId stands in row 1 of the list too (otp.user_repeated)',
    ])
  })
})
