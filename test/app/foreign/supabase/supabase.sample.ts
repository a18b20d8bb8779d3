import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('bcrypt')

/** Rows of `auth.users` as CSV has them, and a user as the API lists it. */
export const supabaseSample: Sample & { readonly known: readonly Known[] } = {
  source: 'supabase',
  records: [
    {
      instance_id: '00000000-0000-0000-0000-000000000000',
      id: '395cd8ef-9767-4d57-bc9c-131e83549001',
      aud: 'authenticated',
      role: 'authenticated',
      email: 'ada@example.com',
      encrypted_password: bcrypt.encoded,
      email_confirmed_at: '2023-05-11 08:15:30.123456+00',
      invited_at: '',
      confirmation_token: '',
      recovery_token: 'gone',
      last_sign_in_at: '2023-05-12 08:15:30.123456+00',
      raw_app_meta_data: '{"provider":"email","providers":["email","google"],"plan":"pro"}',
      raw_user_meta_data:
        '{"full_name":"Ada Berg","avatar_url":"https://cdn.example.com/a.png","sub":"1080001","email_verified":true,"city":"Malmö"}',
      is_super_admin: '',
      created_at: '2023-05-11 08:15:30.123456+00',
      updated_at: '2023-05-11 08:15:30.123456+00',
      phone: '14155550123',
      phone_confirmed_at: '',
      confirmed_at: '2023-05-11 08:15:30.123456+00',
      banned_until: '2023-06-01 00:00:00+00',
      is_sso_user: 'f',
      deleted_at: '',
      is_anonymous: 'f',
    },
    {
      id: '395cd8ef-9767-4d57-bc9c-131e83549002',
      aud: 'authenticated',
      role: 'editor',
      email: 'bo@example.com',
      email_confirmed_at: null,
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { first_name: 'Bo', name: 'Bo' },
      identities: [
        {
          id: '1080002',
          user_id: '395cd8ef-9767-4d57-bc9c-131e83549002',
          provider: 'github',
          identity_data: { sub: '1080002' },
        },
      ],
      factors: [{ id: 'f', factor_type: 'phone', status: 'verified' }],
      banned_until: '2099-01-01T00:00:00Z',
      created_at: '2023-05-11T08:15:30.123456Z',
      is_anonymous: false,
    },
  ],
  files: {
    identities: [
      {
        provider_id: '395cd8ef-9767-4d57-bc9c-131e83549001',
        user_id: '395cd8ef-9767-4d57-bc9c-131e83549001',
        identity_data: '{"sub":"395cd8ef-9767-4d57-bc9c-131e83549001","email":"ada@example.com"}',
        provider: 'email',
        email: 'ada@example.com',
        id: 'i1',
      },
      {
        provider_id: '1080001',
        user_id: '395cd8ef-9767-4d57-bc9c-131e83549001',
        identity_data: '{"sub":"1080001","iss":"https://accounts.google.com"}',
        provider: 'google',
        last_sign_in_at: '2023-05-11 08:15:30.123456+00',
        created_at: '2023-05-11 08:15:30.123456+00',
        updated_at: '2023-05-11 08:15:30.123456+00',
        email: 'ada@gmail.com',
        id: 'i2',
      },
    ],
    mfa_factors: [
      {
        id: 'm1',
        user_id: '395cd8ef-9767-4d57-bc9c-131e83549001',
        friendly_name: 'Phone',
        factor_type: 'totp',
        status: 'verified',
        created_at: '2023-05-11 08:15:30.123456+00',
        updated_at: '2023-05-11 08:15:30.123456+00',
        secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
        phone: '',
        last_challenged_at: '2023-05-11 08:15:30.123456+00',
      },
      {
        id: 'm2',
        user_id: '395cd8ef-9767-4d57-bc9c-131e83549001',
        factor_type: 'totp',
        status: 'unverified',
        secret: 'GEZDGNBV',
      },
    ],
  },
  known: [
    { login: 'ada@example.com', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: '+1 415 555 0123', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
  ],
}
