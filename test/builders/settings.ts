import { userPoolId, type CustomFields, type PoolSettings } from '@keepsake/domain'
import { defaultPasswordPolicy } from '@keepsake/domain/rules'

/** One custom field of every type. */
export const customFields: CustomFields = {
  school: { type: 'string' },
  age: { type: 'number' },
  member: { type: 'boolean' },
  joined: { type: 'datetime' },
  level: { type: 'enum', options: ['gold', 'silver'] },
  app: { type: 'json' },
  tags: { type: 'list' },
  scores: { type: 'list', of: 'number' },
}

/** The settings of a Chinese pool with every custom field, one app and its own login page. */
export const settings: PoolSettings = {
  pool: userPoolId('pool'),
  phoneCountryCode: '+86',
  usernames: { ignoreCase: false },
  emails: { irregularDots: false },
  birthdates: { earliest: '1850-01-01' },
  identityOnlyUsers: false,
  customFields,
  loginUrl: 'https://login.example.com',
  activationUrl: 'https://login.example.com/activate',
  newAccounts: 'activation-link',
  apps: { appid1: { loginUrl: 'https://app.example.com/login' } },
  events: false,
  notices: { otpImported: false },
  limits: { rows: 1000, rowsToHash: 200 },
  otp: { minSecretBits: 80, pastSteps: 1, futureSteps: 1, required: false, recoveryCodes: 10 },
  passwords: {
    policy: defaultPasswordPolicy,
    imported: 'accept',
    weakHashes: 'keep',
    weakAtSignIn: 'accept',
    chosenByAdministrators: false,
    knownNames: [],
  },
}
