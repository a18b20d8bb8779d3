import type { Instant, NewUser } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import { lose } from '../record/notes.ts'
import type { Fields } from '../record/open-record.ts'

/** What the login methods of a user make of a row. */
export type LoginMethods = {
  readonly row: NewUser
  readonly joinedAt: readonly (Instant | undefined)[]
  readonly passkeys: readonly unknown[]
}

type Method = {
  readonly fields: Fields
  readonly recipe: string | undefined
  readonly isPrimary: boolean
  readonly isVerified: boolean | undefined
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly joinedAt: Instant | undefined
}

/**
 * Reads `loginMethods`. The address of the method with a password is the user's, else that of the primary method. The
 * addresses of other methods are further ones.
 */
export const readLoginMethods = (user: Fields, reading: Reading): LoginMethods => {
  const methods = user.objects('loginMethods').map(readMethod)
  const byPassword = methods.filter(({ recipe }) => recipe === 'emailpassword')
  const ordered = [
    ...byPassword,
    ...methods.toSorted((one, other) => Number(other.isPrimary) - Number(one.isPrimary)),
  ]
  const ofEmail = ordered.find(({ email }) => email !== undefined)
  const ofPhone = ordered.find(({ phone }) => phone !== undefined)
  for (const { fields, email, phone, isVerified } of methods) {
    fields.contact('email', 'email', email, isVerified)
    fields.contact('phone', 'phoneNumber', phone, isVerified)
  }
  for (const other of byPassword.slice(1)) other.fields.lose('second_address', 'passwordHash')
  const tenants = distinct(methods.flatMap(({ fields }) => fields.texts('tenantIds')))
  return {
    row: given<NewUser>({
      email: ofEmail?.email,
      emailVerified: verifiedIn(methods, (each) => sameText(each.email, ofEmail?.email)),
      phone: ofPhone?.phone,
      phoneVerified: verifiedIn(methods, (each) => each.phone !== undefined && each.phone === ofPhone?.phone),
      ...(byPassword[0] && passwordOf(byPassword[0].fields, reading)),
      identities: methods.flatMap(({ fields, recipe }) =>
        recipe === 'thirdparty' ? readThirdParty(fields) : [],
      ),
      tenantIds: tenants.filter((tenant) => tenant !== 'public'),
    }),
    joinedAt: methods.map(({ joinedAt }) => joinedAt),
    passkeys: methods.flatMap(({ fields, recipe }) =>
      recipe === 'webauthn' ? [fields.json('webauthn') ?? fields.json('credentialIds')].filter(Boolean) : [],
    ),
  }
}

const readMethod = (fields: Fields): Method => {
  const recipe = fields.text('recipeId')
  if (recipe === undefined) fields.refuse('recipeId', 'string')
  else if (!recipes.has(recipe)) fields.lose('no_place', 'recipeId')
  fields.lose('derived', 'isPrimary', 'recipeUserId', 'superTokensUserId', 'externalUserId')
  return {
    fields,
    recipe,
    isPrimary: fields.flag('isPrimary') === true,
    isVerified: fields.flag('isVerified') ?? fields.flag('verified'),
    email: fields.text('email'),
    phone: fields.text('phoneNumber'),
    joinedAt: fields.time('timeJoinedInMSSinceEpoch') ?? fields.time('timeJoined'),
  }
}

const recipes: ReadonlySet<string> = new Set(['emailpassword', 'thirdparty', 'passwordless', 'webauthn'])

const verifiedIn = (methods: readonly Method[], isOf: (method: Method) => boolean): boolean | undefined => {
  const of = methods.filter(isOf)
  return of.length === 0 ? undefined : of.some(({ isVerified }) => isVerified === true)
}

const algorithms: ReadonlySet<string> = new Set(['bcrypt', 'argon2', 'firebase_scrypt'])

/** Hashes of users from Firebase lack the signer key of the project. */
const passwordOf = (method: Fields, { text, notes }: Reading): NewUser => {
  const [hash, clear] = [method.text('passwordHash'), method.text('plainTextPassword')]
  const algorithm = method.text('hashingAlgorithm')?.toLowerCase()
  if (hash === undefined) {
    if (clear !== undefined) return { password: `{CLEAR}${clear}` }
    method.lose('hash_not_exported', 'recipeId')
    return {}
  }
  if (algorithm !== undefined && !algorithms.has(algorithm)) {
    method.lose('hash_not_supported', 'hashingAlgorithm', 'passwordHash')
    return {}
  }
  method.lose('derived', 'hashingAlgorithm')
  if (!hash.startsWith('$f_scrypt') && algorithm !== 'firebase_scrypt')
    return given<NewUser>({ password: hash, passwordFormat: hash.startsWith('$2') ? 'bcrypt' : undefined })
  const signerKey = text('firebase-signer-key')
  if (signerKey === undefined) {
    lose(notes, 'file_not_given', [...method.path, 'passwordHash'])
    return {}
  }
  return { password: hash, passwordFormat: 'firebase', passwordParameters: { signerKey } }
}

const readThirdParty = (method: Fields): NonNullable<NewUser['identities']> => {
  const inner = method.object('thirdParty')
  const connection = method.text('thirdPartyId') ?? inner?.text('id')
  const subject = method.id('thirdPartyUserId') ?? inner?.id('userId')
  const email = method.text('email')
  if (connection === undefined) method.refuse('thirdPartyId', 'string')
  if (subject === undefined) method.refuse('thirdPartyUserId', 'string')
  return connection === undefined || subject === undefined
    ? []
    : [linkedIdentity({ connection, subject, info: email === undefined ? undefined : { email } })]
}
