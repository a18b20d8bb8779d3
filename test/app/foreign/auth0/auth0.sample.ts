import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('bcrypt')
const custom = vectorOf('auth0', /sha256/u)

/** The shape of an export job with all fields, the file of password hashes, and the factors as an import takes them. */
export const auth0Sample: Sample & { readonly known: readonly Known[] } = {
  source: 'auth0',
  records: [
    {
      user_id: 'auth0|65f0c0ffee0000000000a001',
      email: 'Ada.Berg@Example.com',
      email_verified: true,
      username: 'ada',
      phone_number: '+14155550123',
      phone_verified: true,
      name: 'Ada Berg',
      given_name: 'Ada',
      family_name: 'Berg',
      nickname: 'ada',
      picture: 'https://cdn.example.com/ada.png',
      locale: 'sv',
      identities: [
        { connection: 'Users', provider: 'auth0', user_id: '65f0c0ffee0000000000a001', isSocial: false },
        {
          connection: 'google-oauth2',
          provider: 'google-oauth2',
          user_id: '108000000000000000001',
          isSocial: true,
          access_token: 'ya29.gone',
          profileData: { email: 'ada.berg@gmail.com', name: 'Ada B' },
        },
        { connection: 'Old', provider: 'auth0', user_id: '65f0c0ffee0000000000a0ff', isSocial: false },
      ],
      app_metadata: { plan: 'pro', roles: ['editor'] },
      user_metadata: { theme: 'dark', plan: 'free' },
      multifactor: ['google-authenticator'],
      roles: ['admin'],
      created_at: '2021-03-04T05:06:07.890Z',
      updated_at: '2024-01-02T03:04:05.000Z',
      last_login: '2024-01-02T03:04:05.000Z',
      last_ip: '203.0.113.7',
      logins_count: 12,
      tenant_hint: 'eu',
    },
    {
      user_id: 'auth0|65f0c0ffee0000000000a002',
      email: 'bo@example.com',
      email_verified: false,
      blocked: true,
      identities: [
        { connection: 'Users', provider: 'auth0', user_id: '65f0c0ffee0000000000a002', isSocial: false },
      ],
      authentication_methods: [
        { type: 'passkey', id: 'pk1', key_id: 'k', public_key: 'MFk' },
        { type: 'totp', id: 't1', confirmed: true },
      ],
    },
    // The columns of an export as CSV, which has lists and objects flat.
    {
      user_id: 'google-oauth2|108000000000000000002',
      email: 'cy@example.com',
      email_verified: 'true',
      phone_number: "'+14155550124",
      'identities[0].connection': 'google-oauth2',
      'identities[0].provider': 'google-oauth2',
      'identities[0].user_id': '108000000000000000002',
      'user_metadata.theme': 'light',
      logins_count: '3',
    },
    // A record of a bulk import.
    {
      user_id: 'd4',
      email: 'di@example.com',
      email_verified: true,
      custom_password_hash: fieldsOf(custom),
      mfa_factors: [
        { totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } },
        { email: { value: 'di@example.com' } },
      ],
    },
  ],
  files: {
    passwords: [
      {
        _id: { $oid: '65f0c0ffee0000000000a001' },
        email: 'ada.berg@example.com',
        email_verified: true,
        passwordHash: bcrypt.encoded,
        password_set_date: { $date: '2023-05-11T08:15:30.000Z' },
        tenant: 'acme',
        connection: 'Users',
        _tmp_is_unique: true,
      },
      {
        _id: { $oid: '65f0c0ffee0000000000a002' },
        email: 'bo@example.com',
        passwordHash: bcrypt.encoded,
        password_set_date: { $date: { $numberLong: '1683792930000' } },
        connection: 'Users',
        tenant: 'acme',
      },
    ],
    mfa: [
      {
        user_id: 'auth0|65f0c0ffee0000000000a001',
        mfa_factors: [
          { totp: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
          { phone: { value: '+14155550123' } },
        ],
      },
    ],
  },
  known: [
    {
      login: 'ada.berg@example.com',
      password: bcrypt.password,
      totp: '3132333435363738393031323334353637383930',
    },
    { login: 'ada', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: bcrypt.password, blocked: true },
    {
      login: 'di@example.com',
      password: custom.password,
      totp: Buffer.from('Hello!\xde\xad\xbe\xefHello!\xde\xad\xbe\xef', 'latin1').toString('hex'),
    },
  ],
}
