import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { readAuth0Authenticators } from './foreign-authenticators/auth0.ts'
import { readClerkAuthenticators } from './foreign-authenticators/clerk.ts'
import { readFusionAuthAuthenticators } from './foreign-authenticators/fusionauth.ts'
import { readKeycloakAuthenticators } from './foreign-authenticators/keycloak.ts'
import { readKratosAuthenticators } from './foreign-authenticators/kratos.ts'
import type { ForeignAuthenticators } from './foreign-authenticators/parts.ts'
import { readSuperTokensAuthenticators } from './foreign-authenticators/supertokens.ts'
import { checkShape, text } from './shape.ts'

/** The systems whose records of authenticators can be read in their own form. */
export const foreignAuthenticatorFormats = [
  'auth0',
  'clerk',
  'fusionauth',
  'keycloak',
  'kratos',
  'supertokens',
] as const

export type { ForeignAuthenticators } from './foreign-authenticators/parts.ts'

/** One of these systems. */
export type ForeignAuthenticatorFormat = (typeof foreignAuthenticatorFormats)[number]

const readers: Readonly<
  Record<ForeignAuthenticatorFormat, (user: unknown) => Checked<ForeignAuthenticators>>
> = {
  auth0: readAuth0Authenticators,
  clerk: readClerkAuthenticators,
  fusionauth: readFusionAuthAuthenticators,
  keycloak: readKeycloakAuthenticators,
  kratos: readKratosAuthenticators,
  supertokens: readSuperTokensAuthenticators,
}

/**
 * Reads the authenticators of one user from the record that another system exports or imports, in their order. The user's
 * recovery codes go with the first authenticator. The list is empty if the record has no authenticator. Second factors that
 * cannot be imported are listed by their place. Fields that have nothing to do with authenticators are ignored. The values
 * are not checked yet: `draftAuthenticator` or the import does that.
 */
export const readForeignAuthenticators = (
  source: ForeignAuthenticatorFormat,
  user: unknown,
): Checked<ForeignAuthenticators> => readers[source](user)

/** The field of a record that holds the user's id in the other system. */
export const foreignIdFields: Readonly<Record<ForeignAuthenticatorFormat, string>> = {
  auth0: 'user_id',
  clerk: 'id',
  fusionauth: 'id',
  keycloak: 'id',
  kratos: 'id',
  supertokens: 'externalUserId',
}

/** The user's id in another system, if the record has it. */
export const readForeignId = (
  source: ForeignAuthenticatorFormat,
  user: unknown,
): Checked<string | undefined> => {
  const field = foreignIdFields[source]
  return checkShape(z.object({ [field]: text }), user).map((ids) => ids[field])
}
