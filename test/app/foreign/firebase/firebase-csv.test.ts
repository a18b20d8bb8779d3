import { recognizeForeign } from '@keepsake/app/foreign'
import { expect, test } from 'vitest'
import { lostOf, readOne } from '../moved-in.ts'

/** A line as `transUserToArray` of firebase-tools writes it, which ends with a comma. */
const row =
  'u1,ada@example.com,true,,,Ada Berg,,1080001,ada@gmail.com,,,,,,,,,,,,,,,1683792930000,1683792931000,+14155550123,,{"role":"admin"},'.split(
    ',',
  )

test('reads a row of auth:export as CSV, which has no header', () => {
  const user = readOne('firebase', row)
  expect(user.row).toMatchObject({
    email: 'ada@example.com',
    emailVerified: true,
    phone: '+14155550123',
    customData: { role: 'admin' },
    identities: [
      { extIdpId: 'google.com', userIdInIdp: '1080001', userInfoInIdp: { email: 'ada@gmail.com' } },
    ],
  })
  expect(user.facts).toMatchObject({ sourceKey: 'u1', createdAt: 1683792930000, lastSignInAt: 1683792931000 })
  expect(lostOf(user)).toEqual([])
})

test('knows such a row, and names a cell beyond the columns', () => {
  expect(recognizeForeign([row])[0]).toMatchObject({ source: 'firebase', file: 'users' })
  expect(lostOf(readOne('firebase', [...row.slice(0, -1), 'more']))).toEqual(['28 unknown_field'])
})
