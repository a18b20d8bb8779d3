import { expect, test } from 'vitest'
import { lostOf, readOne } from '../moved-in.ts'

const flat = {
  user_id: 'auth0|a1',
  'identities[0].provider': 'google-oauth2',
  'identities[0].connection': 'google-oauth2',
  'identities[0].user_id': '1',
  'identities[1].provider': '',
  'user_metadata.theme': 'dark',
  'user_metadata.size.shoe': 38,
}

test('reads columns whose names are places', () => {
  const { row } = readOne('auth0', flat)
  expect(row.identities).toMatchObject([{ extIdpId: 'google-oauth2', userIdInIdp: '1' }])
  expect(row.customData).toEqual({ theme: 'dark', size: { shoe: 38 } })
})

test('names a column inside another one, and a second one of the same place', () => {
  const user = readOne('auth0', {
    ...flat,
    'user_metadata.theme.dark': 'yes',
    'identities.0.user_id': '2',
    app_metadata: { plan: 'pro' },
    'app_metadata.plan': 'free',
  })
  expect(user.row.customData).toMatchObject({ theme: 'dark', plan: 'pro' })
  expect(lostOf(user)).toEqual(
    expect.arrayContaining([
      'user_metadata.theme.dark unknown_field',
      'identities.0.user_id unknown_field',
      'app_metadata.plan unknown_field',
    ]),
  )
})
