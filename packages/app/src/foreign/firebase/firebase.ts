import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import { photoOf } from '../parts/profile.ts'
import type { Fields } from '../record/open-record.ts'
import { firebaseFiles } from './firebase-files.ts'
import { readFirebaseIdentities } from './firebase-identities.ts'
import { readFirebasePassword } from './firebase-password.ts'
import { readFirebaseFactors } from './firebase-factors.ts'

const read = (user: Fields, reading: Reading): ReadUser => {
  const id = user.id('localId') ?? user.id('uid')
  const custom = openCustomData()
  custom.takeAll(user.jsonObject('customAttributes'))
  custom.takeAll(user.jsonObject('customClaims'))
  const metadata = user.object('metadata')
  const email = user.text('email')
  const verified = user.flag('emailVerified')
  const password = readFirebasePassword(user, reading)
  const passkeys = readFirebaseFactors(user)
  if (email === undefined) user.lose('derived', 'emailVerified')
  if (password.password === undefined) user.lose('derived', 'salt', 'passwordSalt')
  loseRest(user)
  metadata?.lose('derived', 'lastRefreshTime')
  const row = given<NewUser>({
    ...password,
    email,
    // Users without an address are marked as verified in some exports.
    emailVerified: email === undefined ? undefined : verified,
    phone: user.text('phoneNumber'),
    // Firebase takes a number only after a code from it.
    phoneVerified: user.has('phoneNumber') ? true : undefined,
    name: user.text('displayName'),
    photo: photoOf(user, user.has('photoUrl') ? 'photoUrl' : 'photoURL'),
    externalId: id,
    status: user.flag('disabled') === true ? 'Suspended' : undefined,
    identities: readFirebaseIdentities(user),
    customData: custom.data(),
  })
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? '',
      userId: id,
      createdAt: user.time('createdAt') ?? metadata?.time('creationTime'),
      passwordSetAt: user.time('passwordUpdatedAt'),
      lastSignInAt:
        user.time('lastSignedInAt') ?? user.time('lastLoginAt') ?? metadata?.time('lastSignInTime'),
      passkeys,
    }),
  }
}

const loseRest = (user: Fields): void => {
  user.lose('derived', 'version', 'rawUserInfo', 'initialEmail', 'lastRefreshAt', 'screenName', 'customAuth')
  user.lose('short_lived', 'validSince', 'tokensValidAfterTime')
  user.lose('no_place', 'tenantId')
}

/** Firebase: the file of `firebase auth:export`, or the users as the Admin SDK lists them. */
export const firebase: ForeignSystem = {
  id: 'firebase',
  name: 'Firebase Authentication',
  key: 'localId',
  docs: 'docs/moving/firebase.md',
  ...firebaseFiles,
  hashes: ['firebase'],
  staysBehind: [
    'hashes that were imported into Firebase and never renewed: its export leaves them out',
    'second factors by phone, and the secrets of authenticators',
    'accounts at providers other than Google, Facebook, Twitter and GitHub: its export leaves them out',
  ],
  read,
}
