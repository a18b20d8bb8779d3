import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const sha = vectorOf('fusionauth', /salted-sha256/u)
const pbkdf2 = vectorOf('fusionauth', /pbkdf2/u)

/** Users as the import takes them, which is how they are written out of the database. */
export const fusionauthSample: Sample & { readonly known: readonly Known[] } = {
  source: 'fusionauth',
  records: [
    {
      active: true,
      birthDate: '1990-05-13',
      data: { favoriteColor: 'red' },
      email: 'ada@example.com',
      ...fieldsOf(sha),
      firstName: 'Ada',
      lastName: 'Berg',
      fullName: 'Ada Berg',
      imageUrl: 'https://cdn.example.com/a.png',
      insertInstant: 1683792930000,
      lastLoginInstant: 1683792931000,
      passwordLastUpdateInstant: 1683792932000,
      id: 'ef7189d6-9906-49fb-812d-c4c90e30b901',
      memberships: [{ groupId: '6612a976-f19c-4822-a50b-4a8f3c884be5' }],
      mobilePhone: '+14155550123',
      preferredLanguages: ['sv', 'en'],
      registrations: [
        {
          applicationId: 'cacc5d14-86d3-4e88-bdb2-edeb0c8e676a',
          roles: ['editor'],
          verified: true,
          data: { tier: 1 },
        },
      ],
      timezone: 'Europe/Stockholm',
      twoFactor: {
        methods: [
          {
            method: 'authenticator',
            secret: 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=',
            authenticator: { algorithm: 'HmacSHA1', codeLength: 6, timeStep: 30 },
          },
          { method: 'sms', mobilePhone: '+14155550123' },
        ],
        recoveryCodes: ['VLRR7-ZRC5M'],
      },
      username: 'ada',
      verified: true,
      tenantId: 't1',
    },
    {
      active: false,
      email: 'bo@example.com',
      ...fieldsOf(pbkdf2),
      id: 'ef7189d6-9906-49fb-812d-c4c90e30b902',
      insertInstant: 1683792930000,
      passwordChangeRequired: true,
      verified: false,
    },
    {
      active: true,
      email: 'cy@example.com',
      encryptionScheme: 'phpass-sha512',
      factor: 2048,
      salt: 'x',
      password: 'y',
      id: 'ef7189d6-9906-49fb-812d-c4c90e30b903',
      expiry: 1600000000000,
      verified: true,
    },
  ],
  known: [
    {
      login: 'ada',
      password: sha.password,
      totp: '3132333435363738393031323334353637383930',
      recovery: 'VLRR7-ZRC5M',
    },
    { login: 'bo@example.com', password: pbkdf2.password, blocked: true },
  ],
}
