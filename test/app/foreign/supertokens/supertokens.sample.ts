import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('bcrypt')
const firebase = vectorOf('firebase', /passwordHash/u)
const parts: Readonly<Record<string, string>> = fieldsOf(firebase)
/** SuperTokens writes everything but the signer key into one text. */
const hash = `$f_scrypt$${parts['passwordHash']}$${parts['salt']}$m=${parts['mem_cost']}$r=${parts['rounds']}$s=${parts['base64_salt_separator']}`
const key = parts['base64_signer_key'] ?? ''

/** Users as the bulk import takes them, and a user as the core lists it. */
export const supertokensSample: Sample & { readonly known: readonly Known[] } = {
  source: 'supertokens',
  records: [
    {
      externalUserId: 'ada-1',
      userMetadata: { first_name: 'Ada', last_name: 'Berg', plan: 'pro' },
      userRoles: [
        { role: 'editor', tenantIds: ['public'] },
        { role: 'owner', tenantIds: ['t1'] },
      ],
      totpDevices: [
        { secretKey: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', period: 30, skew: 1, deviceName: 'Phone' },
      ],
      loginMethods: [
        {
          recipeId: 'thirdparty',
          tenantIds: ['public'],
          email: 'ada@gmail.com',
          thirdPartyId: 'google',
          thirdPartyUserId: '1080001',
          isVerified: true,
          isPrimary: true,
          timeJoinedInMSSinceEpoch: 1683792930000,
        },
        {
          recipeId: 'emailpassword',
          tenantIds: ['public', 't1'],
          email: 'ada@example.com',
          isVerified: true,
          isPrimary: false,
          timeJoinedInMSSinceEpoch: 1683792931000,
          passwordHash: bcrypt.encoded,
          hashingAlgorithm: 'bcrypt',
        },
        { recipeId: 'passwordless', tenantIds: ['public'], phoneNumber: '+14155550123', isVerified: true },
      ],
    },
    {
      externalUserId: 'bo-1',
      loginMethods: [
        {
          recipeId: 'emailpassword',
          tenantIds: ['public'],
          email: 'bo@example.com',
          isVerified: false,
          passwordHash: hash,
          hashingAlgorithm: 'firebase_scrypt',
        },
      ],
    },
    {
      id: 'c0ffee',
      timeJoined: 1683792930000,
      isPrimaryUser: false,
      tenantIds: ['public'],
      emails: ['cy@example.com'],
      phoneNumbers: [],
      thirdParty: [],
      loginMethods: [
        {
          recipeId: 'emailpassword',
          recipeUserId: 'c0ffee',
          tenantIds: ['public'],
          email: 'cy@example.com',
          verified: true,
          timeJoined: 1683792930000,
        },
      ],
    },
  ],
  files: { 'firebase-signer-key': `${key}\n` },
  known: [
    { login: 'ada@example.com', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: firebase.password },
  ],
}
