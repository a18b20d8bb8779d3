import type { Checked } from '@keepsake/domain'
import { z } from 'zod'
import { readAuth0Otps } from './foreign-otp/auth0.ts'
import { readClerkOtps } from './foreign-otp/clerk.ts'
import { readFusionAuthOtps } from './foreign-otp/fusionauth.ts'
import { readKeycloakOtps } from './foreign-otp/keycloak.ts'
import { readKratosOtps } from './foreign-otp/kratos.ts'
import type { ForeignOtps } from './foreign-otp/parts.ts'
import { readSuperTokensOtps } from './foreign-otp/supertokens.ts'
import { checkShape, text } from './shape.ts'

/** The systems whose users' authenticators are read as those systems write them down. */
export const foreignOtpSources = [
  'auth0',
  'clerk',
  'fusionauth',
  'keycloak',
  'kratos',
  'supertokens',
] as const

export type { ForeignOtps } from './foreign-otp/parts.ts'

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
 * The authenticators of one user, as the record that another system exports or imports of that user has them, in their
 * order, the user's recovery codes with the first; none where the record speaks of none. Second factors that cannot come
 * along are named by their place. Fields that are no business of
 * an authenticator are left alone. What is read is not checked yet: that is `draftOtp`'s part, or the import's.
 */
export const readForeignOtps = (source: ForeignOtpSource, user: unknown): Checked<ForeignOtps> =>
  readers[source](user)

/** The field in which the record of a user has the id by which the system knows that user. */
export const foreignIdFields: Readonly<Record<ForeignOtpSource, string>> = {
  auth0: 'user_id',
  clerk: 'id',
  fusionauth: 'id',
  keycloak: 'id',
  kratos: 'id',
  supertokens: 'externalUserId',
}

/** The id by which another system knows a user, where the record has it. */
export const readForeignId = (source: ForeignOtpSource, user: unknown): Checked<string | undefined> => {
  const field = foreignIdFields[source]
  return checkShape(z.object({ [field]: text }), user).map((ids) => ids[field])
}
