import type { Instant, NewAuthenticator, NewRecoveryCode, NewUser } from '@keepsake/domain'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import { linkedIdentity } from '../parts/identity.ts'
import type { Fields } from '../record/open-record.ts'

/** What the credentials of an identity hold. */
export type KratosCredentials = {
  readonly row: NewUser
  /** What the user types to sign in with a password or a code. */
  readonly logins: readonly Login[]
  readonly passwordSetAt?: Instant | undefined
  readonly authenticators?: readonly NewAuthenticator[]
  readonly passkeys?: readonly unknown[]
}

/** A login, and how to note that it is lost. */
export type Login = { readonly login: string; readonly lose: () => void }

/** Reads `credentials` by their types. Without `config` the API has left the secret out. */
export const readKratosCredentials = (identity: Fields): KratosCredentials => {
  const credentials = identity.object('credentials')
  const of = (type: string): Credential | undefined => {
    const credential = credentials?.object(type)
    return credential && openCredential(credential)
  }
  const password = of('password')
  const hash = password?.config?.text('hashed_password')
  const clear = hash === undefined ? password?.config?.text('password') : undefined
  if (password !== undefined && hash === undefined && clear === undefined)
    password.credential.lose('hash_not_exported', 'type')
  password?.config?.lose('no_place', 'use_password_migration_hook')
  const code = of('code')
  code?.credential.lose('derived', 'config')
  const [totp, codes] = [readTotp(of('totp')), of('lookup_secret')]
  return given<KratosCredentials>({
    row: given<NewUser>({
      password: hash ?? (clear === undefined ? undefined : `{CLEAR}${clear}`),
      passwordFormat: hash === undefined ? undefined : formatOf(hash),
      identities: [...readProviders(of('oidc')), ...readProviders(of('saml'))],
    }),
    logins: [...loginsOf(password), ...loginsOf(code)],
    passwordSetAt: password?.updatedAt,
    authenticators: withRecoveryCodes(totp, readCodes(codes), () =>
      codes?.credential.lose('no_secret', 'config'),
    ),
    passkeys: ['webauthn', 'passkey'].flatMap((type) => readKeys(of(type))),
  })
}

const loginsOf = (of: Credential | undefined): readonly Login[] =>
  (of?.logins ?? []).map((login, index) => ({
    login,
    lose: () => of?.credential.loseElement('second_address', 'identifiers', index),
  }))

type Credential = {
  readonly credential: Fields
  readonly config: Fields | undefined
  readonly logins: readonly string[]
  readonly updatedAt: Instant | undefined
}

const openCredential = (credential: Fields): Credential => {
  const type = credential.text('type')
  credential.lose('derived', 'type', 'version', 'created_at')
  // Those of a password or a code are logins, and those of providers are ids there. All others are made up.
  if (type !== 'password' && type !== 'code') credential.lose('derived', 'identifiers')
  return {
    credential,
    config: credential.jsonObject('config'),
    logins: credential.texts('identifiers'),
    updatedAt: credential.time('updated_at'),
  }
}

/** Two spellings of Kratos look like those of another system. */
const formatOf = (hash: string): string | undefined => {
  if (hash.startsWith('$scrypt$')) return 'kratos-scrypt'
  return /^\$pbkdf2-sha(?:224|384)\$/u.test(hash) ? 'kratos-pbkdf2' : undefined
}

const readTotp = (totp: Credential | undefined): readonly NewAuthenticator[] => {
  if (totp === undefined) return []
  const secret = totp.config?.text('totp_url')
  if (secret === undefined) totp.credential.lose('no_secret', 'type')
  return secret === undefined ? [] : [{ secret }]
}

/** An import has the codes as `codes`, the database as `recovery_codes`. */
const readCodes = (codes: Credential | undefined): readonly NewRecoveryCode[] => {
  if (codes !== undefined && codes.config === undefined) codes.credential.lose('no_secret', 'type')
  return ['codes', 'recovery_codes'].flatMap((name) =>
    (codes?.config?.objects(name) ?? []).flatMap((each) => {
      const code = each.text('code')
      const usedAt = each.time('used_at')
      if (code === undefined) each.refuse('code', 'string')
      return code === undefined
        ? []
        : [{ code, ...(usedAt !== undefined && { usedAt: new Date(usedAt).toISOString() }) }]
    }),
  )
}

const readProviders = (oidc: Credential | undefined): NonNullable<NewUser['identities']> => {
  const providers = oidc?.config?.objects('providers') ?? []
  if (oidc !== undefined && providers.length === 0) return oidc.logins.flatMap(fromLogin)
  return providers.flatMap((each) => {
    const [connection, subject] = [each.text('provider'), each.id('subject')]
    each.lose(
      'short_lived',
      'initial_id_token',
      'initial_access_token',
      'initial_refresh_token',
      'current_id_token',
      'current_access_token',
      'current_refresh_token',
    )
    each.lose('no_place', 'organization')
    each.lose('derived', 'use_auto_link')
    if (connection === undefined) each.refuse('provider', 'string')
    if (subject === undefined) each.refuse('subject', 'string')
    return connection === undefined || subject === undefined ? [] : [linkedIdentity({ connection, subject })]
  })
}

/** Without `config`, the identifiers name the provider and the user's id there: `google:1092837465`. */
const fromLogin = (login: string): NonNullable<NewUser['identities']> => {
  const [, connection, subject] = /^([^:]+):(.+)$/u.exec(login) ?? []
  return connection === undefined || subject === undefined ? [] : [linkedIdentity({ connection, subject })]
}

const readKeys = (keys: Credential | undefined): readonly unknown[] => {
  keys?.config?.lose('derived', 'user_handle')
  const credentials = keys?.config?.any('credentials')
  if (keys !== undefined && credentials === undefined) keys.credential.lose('no_secret', 'type')
  if (credentials === undefined || Array.isArray(credentials)) return credentials ?? []
  keys?.config?.refuse('credentials', 'array')
  return []
}
