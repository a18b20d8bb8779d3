import { createHash } from 'node:crypto'
import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const argon2 = vectorOf('keycloak', /argon2/u)
const pbkdf2 = vectorOf('keycloak', /pbkdf2-sha256/u)

/** A recorded credential as an export writes it, both parts as JSON in texts. */
const credentialOf = ({ encoded }: { readonly encoded: string }): object => {
  const { secretData, credentialData } = JSON.parse(encoded) as Record<string, unknown>
  const text = (part: unknown): string => (typeof part === 'string' ? part : JSON.stringify(part))
  return { secretData: text(secretData), credentialData: text(credentialData) }
}

const partsOf = ({ encoded }: { readonly encoded: string }): Record<string, never>[] => {
  const credential = JSON.parse(encoded) as Record<string, unknown>
  return ['secretData', 'credentialData'].map((name) => {
    const part = credential[name]
    return (typeof part === 'string' ? JSON.parse(part) : part) as Record<string, never>
  })
}

const [formerSecret, formerData] = partsOf(pbkdf2)

/** An export of a realm of release 26, a user of a release before 8, and a user as people write realm files by hand. */
export const keycloakSample: Sample & { readonly known: readonly Known[] } = {
  source: 'keycloak',
  records: [
    {
      id: '5b0f0c0a-0000-4000-8000-000000000001',
      username: 'ada',
      firstName: 'Ada',
      lastName: 'Berg',
      email: 'ada@example.com',
      emailVerified: true,
      attributes: {
        phoneNumber: ['+14155550123'],
        phoneNumberVerified: ['true'],
        locale: ['sv'],
        picture: ['no address'],
        costCenter: ['4711', '4712'],
        badge: ['17'],
      },
      enabled: true,
      createdTimestamp: 1683792930000,
      totp: true,
      credentials: [
        { id: 'c1', type: 'password', createdDate: 1683792931000, ...credentialOf(argon2) },
        {
          id: 'c2',
          type: 'otp',
          userLabel: 'Phone',
          createdDate: 1683792932000,
          secretData: '{"value":"12345678901234567890"}',
          credentialData: '{"subType":"totp","digits":8,"counter":0,"period":30,"algorithm":"HmacSHA256"}',
        },
        {
          id: 'c3',
          type: 'recovery-authn-codes',
          createdDate: 1683792933000,
          secretData: JSON.stringify({
            codes: [
              {
                number: 1,
                encodedHashedValue: createHash('sha512').update('7QJ2M9XKD4TA').digest('base64'),
              },
            ],
          }),
          credentialData: '{"hashIterations":1,"algorithm":"RS512","totalCodes":12,"remainingCodes":1}',
        },
        {
          id: 'c4',
          type: 'webauthn',
          userLabel: 'Key',
          secretData: '{}',
          credentialData: '{"aaguid":"0","credentialId":"AQ=="}',
        },
        { id: 'c5', type: 'password-history', secretData: '{}', credentialData: '{}' },
      ],
      disableableCredentialTypes: [],
      requiredActions: ['UPDATE_PASSWORD', 'TERMS_AND_CONDITIONS'],
      federatedIdentities: [{ identityProvider: 'corp', userId: 'G-88231', userName: 'ada@corp' }],
      realmRoles: ['default-roles-acme', 'editor'],
      clientRoles: { shop: ['buyer'] },
      notBefore: 0,
      groups: ['/sales/eu'],
    },
    {
      id: '5b0f0c0a-0000-4000-8000-000000000002',
      username: 'bo',
      enabled: false,
      email: 'bo@example.com',
      attributes: { department: 'Sales' },
      credentials: [
        {
          type: 'password',
          hashedSaltedValue: formerSecret?.['value'],
          salt: formerSecret?.['salt'],
          hashIterations: formerData?.['hashIterations'],
          algorithm: formerData?.['algorithm'],
          counter: 0,
          digits: 0,
          createdDate: 1500000000000,
        },
        {
          type: 'totp',
          value: '09876543210987654321',
          digits: 6,
          period: 30,
          algorithm: 'HmacSHA1',
          counter: 0,
        },
      ],
    },
    {
      username: 'cy',
      enabled: true,
      credentials: [{ type: 'password', value: 'nine geese on a raft', temporary: true }],
    },
    { username: 'service-account-shop', enabled: true, serviceAccountClientId: 'shop' },
  ],
  files: {
    identityProviders: [{ alias: 'corp', providerId: 'saml', enabled: true, config: { url: 'x' } }],
  },
  known: [
    {
      login: 'ada',
      password: argon2.password,
      totp: '3132333435363738393031323334353637383930',
      algo: 'sha256',
      digits: 8,
      recovery: '7QJ2M9XKD4TA',
      mustChange: true,
    },
    { login: 'bo', password: pbkdf2.password, blocked: true },
    { login: 'cy', password: 'nine geese on a raft', mustChange: true },
  ],
}
