import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('clerk', /"bcrypt"/u)
const sha = vectorOf('clerk', /sha256_salted/u)

/** Rows of the CSV file of the dashboard, and a user as the API answers it. */
export const clerkSample: Sample & { readonly known: readonly Known[] } = {
  source: 'clerk',
  records: [
    {
      id: 'user_1ada',
      first_name: 'Ada',
      last_name: 'Berg',
      username: 'ada',
      primary_email_address: 'Ada@Example.com',
      primary_phone_number: '+14155550123',
      verified_email_addresses: 'ada@example.com,ada@private.example',
      unverified_email_addresses: '',
      verified_phone_numbers: '+14155550123',
      unverified_phone_numbers: '',
      totp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      ...fieldsOf(bcrypt),
    },
    {
      id: 'user_2bo',
      first_name: 'Bo',
      primary_email_address: 'bo@example.com',
      unverified_email_addresses: 'bo@example.com',
      ...fieldsOf(sha),
    },
    {
      id: 'user_3cy',
      object: 'user',
      external_id: 'cy-1',
      username: null,
      first_name: 'Cy',
      image_url: 'https://img.example.com/cy.png',
      has_image: true,
      primary_email_address_id: 'idn_2',
      email_addresses: [
        {
          id: 'idn_1',
          object: 'email_address',
          email_address: 'cy@old.example',
          verification: { status: 'verified', strategy: 'email_code' },
        },
        {
          id: 'idn_2',
          object: 'email_address',
          email_address: 'cy@example.com',
          verification: { status: 'verified' },
        },
      ],
      phone_numbers: [],
      external_accounts: [
        {
          object: 'external_account',
          id: 'eac_1',
          provider: 'oauth_google',
          provider_user_id: '1080003',
          email_address: 'cy@gmail.com',
          approved_scopes: 'email',
        },
      ],
      passkeys: [{ id: 'pk' }],
      public_metadata: { plan: 'pro' },
      private_metadata: {},
      password_enabled: true,
      two_factor_enabled: true,
      totp_enabled: true,
      backup_code_enabled: false,
      banned: true,
      locked: false,
      created_at: 1683792930000,
      updated_at: 1683792930000,
      last_sign_in_at: 1683792931000,
    },
  ],
  known: [
    { login: 'ada', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: sha.password },
  ],
}
