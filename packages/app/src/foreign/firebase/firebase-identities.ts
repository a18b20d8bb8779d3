import type { NewLinkedIdentity } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'

/** Providers in this list are the user's own password, phone and mail. */
const own = new Set(['password', 'phone', 'emailLink', 'anonymous', 'firebase'])

/**
 * Reads `providerUserInfo` of an export, `providerData` of the Admin SDK, or the columns of a CSV file. The user's own
 * profile at each provider is kept as its information.
 */
export const readFirebaseIdentities = (user: Fields): readonly NewLinkedIdentity[] => [
  ...[...user.objects('providerUserInfo'), ...user.objects('providerData')].flatMap(readIdentity),
  ...['google.com', 'facebook.com', 'twitter.com', 'github.com'].flatMap((provider) =>
    readColumns(user, provider),
  ),
]

const readIdentity = (identity: Fields): readonly NewLinkedIdentity[] => {
  const connection = identity.text('providerId')
  if (connection !== undefined && own.has(connection)) {
    identity.loseWhole('derived')
    return []
  }
  const ids = ['rawId', 'uid', 'federatedId'].map((name) => identity.id(name))
  const subject = ids.find((id) => id !== undefined)
  if (connection === undefined) identity.refuse('providerId', 'string')
  if (subject === undefined) identity.refuse('rawId', 'string')
  if (connection === undefined || subject === undefined) return []
  const info = given<Record<string, unknown>>({
    email: identity.text('email'),
    displayName: identity.text('displayName'),
    photoUrl: identity.text('photoUrl') ?? identity.text('photoURL'),
    screenName: identity.text('screenName'),
    phoneNumber: identity.text('phoneNumber'),
  })
  return [linkedIdentity({ connection, subject, info: orNothing(info) })]
}

const readColumns = (user: Fields, provider: string): readonly NewLinkedIdentity[] => {
  const column = (name: string): string | undefined => user.text(`${provider}/${name}`)
  const [subject, email, displayName, photoUrl] = ['rawId', 'email', 'displayName', 'photoUrl'].map(column)
  const info = given<Record<string, unknown>>({ email, displayName, photoUrl })
  if (subject !== undefined) return [linkedIdentity({ connection: provider, subject, info: orNothing(info) })]
  if (orNothing(info) !== undefined) user.refuse(`${provider}/rawId`, 'string')
  return []
}

const orNothing = (info: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined =>
  Object.keys(info).length === 0 ? undefined : info
