import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const vector = vectorOf('firebase', /passwordHash/u)
const hash: Readonly<Record<string, string>> = fieldsOf(vector)

/** The parameters as the console of Firebase prints them. */
export const hashConfig = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: ${hash['base64_signer_key']},
  base64_salt_separator: ${hash['base64_salt_separator']},
  rounds: ${hash['rounds']},
  mem_cost: ${hash['mem_cost']},
}
`

/** The shapes that `accountExporter.ts` of firebase-tools writes, as JSON and as CSV, and that of the Admin SDK. */
export const firebaseSample: Sample & { readonly known: readonly Known[] } = {
  source: 'firebase',
  records: [
    {
      localId: 'fb804c7d24b1ebefb3c6ff6773b9',
      email: 'Ada@Example.com',
      emailVerified: true,
      passwordHash: hash['passwordHash'],
      salt: hash['salt'],
      displayName: 'Ada Berg',
      photoUrl: 'https://cdn.example.com/ada.png',
      lastSignedInAt: '1683792931000',
      createdAt: '1683792930000',
      phoneNumber: '+14155550123',
      customAttributes: '{"role":"admin"}',
      providerUserInfo: [
        {
          providerId: 'google.com',
          rawId: '1080001',
          email: 'ada@gmail.com',
          displayName: 'Ada',
          photoUrl: '',
        },
        { providerId: 'password', rawId: 'ada@example.com', email: 'ada@example.com' },
      ],
      mfaInfo: [{ phoneInfo: '+14155550123', mfaEnrollmentId: 'm1' }],
    },
    {
      uid: 'u2',
      email: 'bo@example.com',
      emailVerified: false,
      displayName: 'Bo',
      disabled: true,
      metadata: {
        creationTime: '2023-05-11T08:15:30.000Z',
        lastSignInTime: '2023-05-12T08:15:30.000Z',
        lastRefreshTime: '2023-05-12T08:15:30.000Z',
      },
      // base64 as the SDKs write it
      passwordHash: hash['passwordHash']?.replaceAll('+', '-').replaceAll('/', '_'),
      passwordSalt: hash['salt']?.replaceAll('+', '-').replaceAll('/', '_'),
      customClaims: { plan: 'pro' },
      tokensValidAfterTime: '2023-05-11T08:15:30.000Z',
      providerData: [{ providerId: 'phone', uid: '+1', phoneNumber: '+1' }],
      multiFactor: {
        enrolledFactors: [{ uid: 'f', factorId: 'totp', enrollmentTime: '2023-05-11T08:15:30.000Z' }],
      },
    },
    {
      localId: 'u3',
      email: 'cy@example.com',
      emailVerified: 'true',
      passwordHash: '',
      salt: '',
      displayName: 'Cy, Jr.',
      'github.com/rawId': '583231',
      'github.com/email': 'cy@example.com',
      createdAt: '1683792930000',
      disabled: 'false',
    },
  ],
  files: { 'hash-config': hashConfig },
  known: [
    { login: 'ada@example.com', password: vector.password },
    { login: 'bo@example.com', password: vector.password, blocked: true },
  ],
}
