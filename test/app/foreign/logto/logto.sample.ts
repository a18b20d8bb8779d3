import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const argon2 = vectorOf('argon2', /^\$argon2i\$/u)
const legacy = vectorOf('logto-legacy', /sha256/u)
const md5 = vectorOf('md5', /^[0-9a-f]{32}$/u)

/** Rows of the table `users`, with the JSON columns as objects or as text, and a user as the API answers it. */
export const logtoSample: Sample & { readonly known: readonly Known[] } = {
  source: 'logto',
  records: [
    {
      tenant_id: 'default',
      id: 'be35c2dd7801',
      username: 'ada',
      primary_email: 'ada@example.com',
      primary_phone: '14155550123',
      password_encrypted: argon2.encoded,
      password_encryption_method: 'Argon2i',
      name: 'Ada Berg',
      avatar: 'https://cdn.example.com/a.png',
      profile: '{"givenName":"Ada","familyName":"Berg","address":{"locality":"Malmö"}}',
      application_id: 'app1',
      identities: { google: { userId: '1080001', details: { id: '1080001', name: 'Ada' } } },
      custom_data: { plan: 'pro' },
      logto_config: { hooks: 1 },
      mfa_verifications: [
        {
          id: 'm1',
          type: 'Totp',
          key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
          createdAt: '2023-05-11T08:15:30.000Z',
        },
        {
          id: 'm2',
          type: 'BackupCode',
          createdAt: '2023-05-11T08:15:30.000Z',
          codes: [{ code: 'a1b2c3d4e5' }, { code: 'ffff000011', usedAt: '2023-05-12T08:15:30.000Z' }],
        },
        { id: 'm3', type: 'WebAuthn', credentialId: 'AQ', publicKey: 'AQ' },
      ],
      is_suspended: false,
      last_sign_in_at: '2023-05-12T08:15:30.000Z',
      created_at: '2023-05-11T08:15:30.000Z',
      updated_at: '2023-05-11T08:15:30.000Z',
    },
    {
      tenant_id: 'default',
      id: 'be35c2dd7802',
      username: 'bo',
      primary_email: null,
      primary_phone: null,
      password_encrypted: legacy.encoded,
      password_encryption_method: 'Legacy',
      is_suspended: 't',
      created_at: 1683792930000,
    },
    {
      id: 'be35c2dd7803',
      username: 'cy',
      primary_email: '',
      password_encrypted: md5.encoded,
      password_encryption_method: 'MD5',
    },
    {
      id: 'be35c2dd7804',
      primaryEmail: 'di@example.com',
      primaryPhone: null,
      name: 'Di',
      customData: {},
      identities: {},
      profile: {},
      isSuspended: false,
      hasPassword: true,
      ssoIdentities: [
        {
          tenantId: 'default',
          id: 's1',
          userId: 'be35c2dd7804',
          issuer: 'https://idp.example',
          identityId: 'x1',
          detail: { name: 'Di' },
        },
      ],
      createdAt: 1683792930000,
      lastSignInAt: 1683792931000,
    },
  ],
  known: [
    {
      login: 'ada',
      password: argon2.password,
      totp: '3132333435363738393031323334353637383930',
      recovery: 'a1b2c3d4e5',
    },
    { login: 'bo', password: legacy.password, blocked: true },
    { login: 'cy', password: md5.password },
  ],
}
