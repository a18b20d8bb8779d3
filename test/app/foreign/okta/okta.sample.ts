import type { Known, Sample } from '../moved-in.ts'
import { fieldsOf, vectorOf } from '../vectors.ts'

const sha = vectorOf('okta', /^(?=.*SHA-512).*"value"/u)
const pbkdf2 = vectorOf('okta', /^\{"algorithm":"PBKDF2"/u)

/** Users as the API answers them, and the bodies by which they were imported to Okta. */
export const oktaSample: Sample & { readonly known: readonly Known[] } = {
  source: 'okta',
  records: [
    {
      id: '00u1ada',
      status: 'ACTIVE',
      created: '2023-05-11T08:15:30.000Z',
      activated: '2023-05-11T08:15:30.000Z',
      statusChanged: '2023-05-11T08:15:30.000Z',
      lastLogin: '2023-05-12T08:15:30.000Z',
      lastUpdated: '2023-05-12T08:15:30.000Z',
      passwordChanged: '2023-05-11T08:15:31.000Z',
      type: { id: 'oty1' },
      profile: {
        login: 'ada',
        email: 'ada@example.com',
        secondEmail: 'ada@private.example',
        firstName: 'Ada',
        lastName: 'Berg',
        mobilePhone: '+14155550123',
        primaryPhone: '+14155550199',
        department: 'Sales',
        employeeNumber: '17',
      },
      credentials: {
        password: {},
        emails: [{ value: 'ada@example.com', status: 'VERIFIED', type: 'PRIMARY' }],
        recovery_question: { question: 'Where?' },
        provider: { type: 'OKTA', name: 'OKTA' },
      },
      _links: { self: { href: 'https://acme.okta.example/api/v1/users/00u1ada' } },
    },
    {
      id: '00u2bo',
      status: 'PASSWORD_EXPIRED',
      profile: { login: 'bo@example.com', email: 'Bo@Example.com', firstName: 'Bo' },
      credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
    },
    {
      id: '00u3cy',
      status: 'SUSPENDED',
      profile: { login: 'cy@example.com', email: 'cy@example.com' },
      credentials: { password: { hash: fieldsOf(sha) } },
    },
  ],
  files: {
    'import-bodies': [
      {
        profile: { login: 'Ada', email: 'ada@example.com', firstName: 'Ada' },
        credentials: { password: { hash: fieldsOf(sha) } },
        groupIds: ['00g1'],
      },
      {
        profile: { login: 'bo@example.com', email: 'Bo@Example.com' },
        credentials: { password: { hash: fieldsOf(pbkdf2) } },
      },
    ],
  },
  known: [
    { login: 'ada', password: sha.password },
    { login: 'ada@example.com', password: sha.password },
    { login: 'bo@example.com', password: pbkdf2.password, mustChange: true },
    { login: 'cy@example.com', password: sha.password, blocked: true },
  ],
}
