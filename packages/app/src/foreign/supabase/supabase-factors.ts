import type { NewAuthenticator } from '@keepsake/domain'
import type { Reading, ReadUser } from '../foreign-system.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

type Factors = Pick<ReadUser['facts'], 'authenticators' | 'passkeys'>

/** Reads the rows of `auth.mfa_factors`, or the factors that the API lists, which lack the secrets. */
export const readSupabaseFactors = (user: Fields, id: string | undefined, { side }: Reading): Factors => {
  const factors = [...user.objects('factors'), ...side('mfa_factors', id)].map(readFactor)
  return given<Factors>({
    authenticators: factors.flatMap(({ authenticator }) => authenticator ?? []),
    passkeys: factors.flatMap(({ passkey }) => passkey ?? []),
  })
}

type Factor = { readonly authenticator?: NewAuthenticator; readonly passkey?: unknown }

const readFactor = (factor: Fields): Factor => {
  const [type, status] = [factor.text('factor_type'), factor.text('status')]
  if (type === 'webauthn')
    return { passkey: Object.fromEntries(factor.names().map((name) => [name, factor.any(name)])) }
  if (type !== 'totp') {
    factor.loseWhole('factor_not_supported')
    return {}
  }
  if (status !== undefined && status !== 'verified') {
    factor.loseWhole('short_lived')
    return {}
  }
  const secret = factor.text('secret')
  const name = factor.text('friendly_name')
  factor.lose(
    'derived',
    'id',
    'user_id',
    'created_at',
    'updated_at',
    'last_challenged_at',
    'status',
    'factor_type',
  )
  factor.lose('derived', 'last_webauthn_challenge_data', 'web_authn_aaguid')
  if (secret === undefined) {
    factor.loseWhole('no_secret')
    return {}
  }
  // A project can encrypt the secrets with a key of its own: then they are JSON.
  if (secret.trimStart().startsWith('{')) {
    factor.lose('encrypted', 'secret')
    return {}
  }
  return { authenticator: given<NewAuthenticator>({ secret, name }) }
}
