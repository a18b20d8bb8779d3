import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const bcrypt = vectorOf('bcrypt')
const scrypt = vectorOf('kratos-scrypt')

/** Identities as `GET /admin/identities/{id}?include_credential=...` answers them, and a body of an import. */
export const kratosSample: Sample & { readonly known: readonly Known[] } = {
  source: 'kratos',
  records: [
    {
      id: '29622cf3-f316-4201-8c66-c2f931865701',
      schema_id: 'default',
      schema_url: 'https://kratos.example.com/schemas/ZGVmYXVsdA',
      state: 'active',
      state_changed_at: '2023-05-11T08:15:30.000Z',
      traits: {
        email: 'Ada@Example.com',
        name: { first: 'Ada', last: 'Berg' },
        phone: '+14155550123',
        shoe_size: 38,
      },
      credentials: {
        password: {
          type: 'password',
          identifiers: ['ada@example.com', 'ada'],
          config: { hashed_password: bcrypt.encoded },
          version: 0,
          created_at: '2023-05-11T08:15:30Z',
          updated_at: '2023-05-12T08:15:30Z',
        },
        totp: {
          type: 'totp',
          identifiers: ['29622cf3-f316-4201-8c66-c2f931865701'],
          config: {
            totp_url:
              'otpauth://totp/Acme:ada@example.com?algorithm=SHA1&digits=6&issuer=Acme&period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
          },
        },
        lookup_secret: {
          type: 'lookup_secret',
          config: {
            recovery_codes: [{ code: 'k4xz9q2m' }, { code: 'p8w3n5tb', used_at: '2024-01-02T03:04:05Z' }],
          },
        },
        webauthn: {
          type: 'webauthn',
          config: { credentials: [{ id: 'AQ==', display_name: 'Key' }], user_handle: 'AQ==' },
        },
        code: { type: 'code', identifiers: ['ada@example.com'], config: { addresses: [] } },
      },
      verifiable_addresses: [
        {
          id: 'v1',
          value: 'ada@example.com',
          verified: true,
          via: 'email',
          status: 'completed',
          verified_at: '2023-05-11T08:15:30Z',
        },
      ],
      recovery_addresses: [
        { id: 'r1', value: 'ada@example.com', via: 'email' },
        { id: 'r2', value: 'ada@private.example', via: 'email' },
      ],
      metadata_public: { plan: 'pro' },
      metadata_admin: null,
      created_at: '2023-05-11T08:15:30.123456Z',
      updated_at: '2023-05-11T08:15:30.000Z',
      organization_id: 'o1',
    },
    {
      id: '29622cf3-f316-4201-8c66-c2f931865702',
      schema_id: 'default',
      state: 'inactive',
      traits: { email: 'bo@example.com', name: 'Bo' },
      credentials: {
        password: {
          type: 'password',
          identifiers: ['bo@example.com'],
          config: { hashed_password: scrypt.encoded },
        },
        oidc: {
          type: 'oidc',
          identifiers: ['google:1080001'],
          config: { providers: [{ subject: '1080001', provider: 'google', initial_id_token: 'x' }] },
        },
      },
    },
    {
      schema_id: 'default',
      id: '29622cf3-f316-4201-8c66-c2f931865703',
      traits: { username: 'cy' },
      // Without include_credential the API leaves the secrets out.
      credentials: { password: { type: 'password', identifiers: ['cy'] }, totp: { type: 'totp' } },
    },
  ],
  known: [
    {
      login: 'ada@example.com',
      password: bcrypt.password,
      totp: '3132333435363738393031323334353637383930',
      recovery: 'k4xz9q2m',
    },
    { login: 'ada', password: bcrypt.password, totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: scrypt.password, blocked: true },
  ],
}
