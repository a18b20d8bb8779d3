import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { readAuth0Otps } from './foreign-authenticators/auth0.ts'
import { readClerkOtps } from './foreign-authenticators/clerk.ts'
import { readFusionAuthOtps } from './foreign-authenticators/fusionauth.ts'
import { readKeycloakOtps } from './foreign-authenticators/keycloak.ts'
import { readKratosOtps } from './foreign-authenticators/kratos.ts'
import type { ForeignOtps } from './foreign-authenticators/parts.ts'
import { readSuperTokensOtps } from './foreign-authenticators/supertokens.ts'
import { checkShape, text } from './shape.ts'

/** The systems whose records of authenticators can be read in their own form. */
export const foreignOtpSources = [
  'auth0',
  'clerk',
  'fusionauth',
  'keycloak',
  'kratos',
  'supertokens',
] as const

export type { ForeignOtps } from './foreign-authenticators/parts.ts'

/** One of these systems. */
export type ForeignOtpSource = (typeof foreignOtpSources)[number]

const readers: Readonly<Record<ForeignOtpSource, (user: unknown) => Checked<ForeignOtps>>> = {
  auth0: readAuth0Otps,
  clerk: readClerkOtps,
  fusionauth: readFusionAuthOtps,
  keycloak: readKeycloakOtps,
  kratos: readKratosOtps,
  supertokens: readSuperTokensOtps,
}

/**
 * Reads the authenticators of one user from the record that another system exports or imports, in their order. The user's
 * recovery codes go with the first authenticator. The list is empty if the record has no authenticator. Second factors that
 * cannot be imported are listed by their place. Fields that have nothing to do with authenticators are ignored. The values
 * are not checked yet: `draftOtp` or the import does that.
 */
export const readForeignOtps = (source: ForeignOtpSource, user: unknown): Checked<ForeignOtps> =>
  readers[source](user)

/** The field of a record that holds the user's id in the other system. */
export const foreignIdFields: Readonly<Record<ForeignOtpSource, string>> = {
  auth0: 'user_id',
  clerk: 'id',
  fusionauth: 'id',
  keycloak: 'id',
  kratos: 'id',
  supertokens: 'externalUserId',
}

/** The user's id in another system, if the record has it. */
export const readForeignId = (source: ForeignOtpSource, user: unknown): Checked<string | undefined> => {
  const field = foreignIdFields[source]
  return checkShape(z.object({ [field]: text }), user).map((ids) => ids[field])
}
