import type { Known, Sample } from '../moved-in.ts'

/** Users as the API lists them. */
export const workosSample: Sample & { readonly known: readonly Known[] } = {
  source: 'workos',
  records: [
    {
      object: 'user',
      id: 'user_0147C13C34749F278A93DBFA01',
      email: 'Ada@Example.com',
      first_name: 'Ada',
      last_name: 'Berg',
      email_verified: true,
      profile_picture_url: 'https://cdn.example.com/a.png',
      last_sign_in_at: '2023-05-12T08:15:30.000Z',
      external_id: 'ada-1',
      metadata: { plan: 'pro' },
      locale: 'sv',
      created_at: '2023-05-11T08:15:30.000Z',
      updated_at: '2023-05-11T08:15:30.000Z',
    },
    {
      object: 'user',
      id: 'user_0147C13C34749F278A93DBFA02',
      email: 'bo@example.com',
      email_verified: false,
      identities: [{ idp_id: '1080001', type: 'OAuth', provider: 'GoogleOAuth' }],
      auth_factors: [{ object: 'authentication_factor', id: 'f1', type: 'totp' }],
      organization_memberships: [{ id: 'om1' }],
    },
  ],
  known: [],
}
