import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const hash = vectorOf('devise-bcrypt')

/** The pepper of the recorded hashes: their command has it. */
const pepper = 'f6b0'.repeat(32)

/** Rows of the table of users as CSV has them, and a row of devise-two-factor from JSON. */
export const deviseSample: Sample & { readonly known: readonly Known[] } = {
  source: 'devise',
  records: [
    {
      id: '1',
      email: 'ada@example.com',
      encrypted_password: hash.encoded,
      reset_password_token: 'gone',
      reset_password_sent_at: '',
      remember_created_at: '',
      sign_in_count: '3',
      current_sign_in_at: '2024-02-01 09:00:00',
      last_sign_in_at: '2024-01-01 09:00:00.123456',
      last_sign_in_ip: '203.0.113.9',
      confirmation_token: '',
      confirmed_at: '2020-01-01 00:00:00 UTC',
      unconfirmed_email: 'ada@new.example',
      failed_attempts: '2',
      locked_at: '',
      first_name: 'Ada',
      last_name: 'Berg',
      role: 'editor',
      provider: 'google_oauth2',
      uid: '1080001',
      plan: 'pro',
      created_at: '2020-01-01 00:00:00',
      updated_at: '2024-02-01 09:00:00',
    },
    {
      id: 2,
      email: 'bo@example.com',
      username: 'bo',
      encrypted_password: hash.encoded,
      confirmed_at: null,
      locked_at: '2024-02-01T09:00:00.000Z',
      otp_secret: '{"p":"c0ffee","h":{"iv":"a","at":"b"}}',
      otp_required_for_login: true,
      otp_backup_codes: ['$2a$04$i.oESLVyqzLwnVnkUC0QruJufOqXgGC9aTUVYWd.1X5U4ps/iygOW'],
      consumed_timestep: 5,
    },
    {
      id: 3,
      email: 'cy@example.com',
      username: 'CY@example.com',
      encrypted_password: hash.encoded,
      otp_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      otp_required_for_login: 't',
    },
  ],
  files: { pepper: `${pepper}\n` },
  known: [
    { login: 'ada@example.com', password: hash.password },
    { login: 'bo', password: hash.password, blocked: true },
    { login: 'cy@example.com', password: hash.password, totp: '3132333435363738393031323334353637383930' },
  ],
}
