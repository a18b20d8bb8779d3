import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

/** Made by Django 5.2.17; `dumpdata.py` makes it anew. */
const dumped = JSON.parse(
  readFileSync(join(import.meta.dirname, 'dumpdata.json'), 'utf8'),
) as readonly object[]

const argon2 = vectorOf('django-argon2')

/** Records of django-otp and allauth, in the form of their models, and a user of a model of the project's own. */
const ofApps: readonly object[] = [
  {
    model: 'otp_totp.totpdevice',
    pk: 1,
    fields: {
      user: 1,
      name: 'Phone',
      confirmed: true,
      throttling_failure_timestamp: null,
      throttling_failure_count: 0,
      key: '3132333435363738393031323334353637383930',
      step: 30,
      t0: 0,
      digits: 6,
      tolerance: 1,
      drift: 0,
      last_t: 5,
    },
  },
  { model: 'otp_static.staticdevice', pk: 7, fields: { user: 1, name: 'Backup', confirmed: true } },
  { model: 'otp_static.statictoken', pk: 1, fields: { device: 7, token: 'abcd2345' } },
  {
    model: 'socialaccount.socialaccount',
    pk: 1,
    fields: {
      user: 1,
      provider: 'google',
      uid: '1080001',
      extra_data: '{"name":"Ada"}',
      last_login: '2023-05-11T08:15:30Z',
    },
  },
  {
    model: 'account.emailaddress',
    pk: 1,
    fields: { user: 1, email: 'ada@example.com', verified: true, primary: true },
  },
  {
    model: 'account.emailaddress',
    pk: 2,
    fields: { user: 1, email: 'ada@private.example', verified: false },
  },
  {
    model: 'accounts.member',
    pk: '6f0c',
    fields: {
      password: argon2.encoded,
      last_login: '2023-05-11T08:15:30.123Z',
      email: 'di@example.com',
      is_active: true,
      is_superuser: true,
      groups: [['editors'], 99],
      user_permissions: [3],
      plan: 'pro',
    },
  },
]

const records = [...dumped, ...ofApps]

const sides = ['groups', 'totpdevice', 'staticdevice', 'statictoken', 'socialaccount', 'emailaddress']

/** One file, as `dumpdata` writes it. */
export const djangoSample: Sample & { readonly known: readonly Known[] } = {
  source: 'django',
  records,
  files: Object.fromEntries(sides.map((side) => [side, records])),
  known: [
    {
      login: 'ada',
      password: 'nine geese',
      totp: '3132333435363738393031323334353637383930',
      recovery: 'abcd2345',
    },
    { login: 'bo@example.com', password: 'nine geese', blocked: true },
    { login: 'di@example.com', password: argon2.password },
  ],
}
