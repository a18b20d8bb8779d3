import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('bcrypt')
const scrypt = vectorOf('scrypt')

/** Users of ExportData with passwords and one-time passwords, the lists beside them, and a user as the API lists it. */
export const zitadelSample: Sample & { readonly known: readonly Known[] } = {
  source: 'zitadel',
  records: [
    {
      userId: '10413339127165184',
      user: {
        userName: 'ada',
        profile: {
          firstName: 'Ada',
          lastName: 'Berg',
          nickName: '',
          displayName: 'Ada Berg',
          preferredLanguage: 'sv',
          gender: 'GENDER_FEMALE',
        },
        email: { email: 'ada@example.com', isEmailVerified: true },
        phone: { phone: '+14155550123', isPhoneVerified: true },
        hashedPassword: { value: bcrypt.encoded },
        passwordChangeRequired: false,
        otpCode: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      },
    },
    {
      userId: '10413339127165185',
      user: {
        userName: 'bo@example.com',
        profile: { firstName: 'Bo', lastName: 'Ek', gender: 'GENDER_DIVERSE' },
        email: { email: 'bo@example.com', isEmailVerified: false },
        hashedPassword: { value: scrypt.encoded, algorithm: 'scrypt' },
        passwordChangeRequired: true,
      },
    },
    {
      userId: '10413339127165186',
      details: { sequence: '2', creationDate: '2023-05-11T08:15:30.123456Z', resourceOwner: '1' },
      state: 'USER_STATE_INACTIVE',
      username: 'cy',
      loginNames: ['cy@acme.example'],
      preferredLoginName: 'cy@acme.example',
      human: {
        profile: { givenName: 'Cy', familyName: 'Lund' },
        email: { email: 'cy@example.com', isVerified: true },
        phone: {},
        passwordChanged: '2023-05-11T08:15:31Z',
      },
    },
    {
      userId: '10413339127165187',
      username: 'robot',
      machine: { name: 'robot' },
      state: 'USER_STATE_ACTIVE',
      human: null,
    },
  ],
  files: {
    userLinks: [
      {
        userId: '10413339127165184',
        idpId: '124425861423228496',
        providedUserId: '1080001',
        providedUserName: 'ada@corp',
        idpType: 'IDP_TYPE_OIDC',
      },
    ],
    userMetadata: [{ userId: '10413339127165184', key: 'plan', value: 'cHJv' }],
    userGrants: [{ userId: '10413339127165184', projectId: 'p1', roleKeys: ['editor'] }],
  },
  known: [
    { login: 'ada', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: scrypt.password, mustChange: true },
  ],
}
