/**
 * An OpenID provider for the applications of one service, by oidc-provider, with Keepsake as its accounts. It asks no consent: its
 * clients are the service's own.
 */
import type { Account, Keepsake } from '@keepsake/app'
import { maySignIn } from '@keepsake/domain/rules'
import { interactionPolicy, Provider, type ClientMetadata, type Configuration } from 'oidc-provider'

const { base, Check } = interactionPolicy

/** What the provider of a service is made of. */
export type ProviderOptions = {
  /** The address of the provider, such as `https://login.example.com`. */
  readonly issuer: string
  readonly clients: ClientMetadata[]
  /** Private keys that sign id tokens. */
  readonly jwks: NonNullable<Configuration['jwks']>
  /** Secrets that sign the cookies of the provider, the newest first. */
  readonly cookieKeys: readonly string[]
}

/** Makes the provider. Without an `adapter` it keeps its sessions and tokens in memory, which suits one process only. */
export const openProvider = (
  keepsake: Pick<Keepsake, 'users'>,
  { issuer, clients, jwks, cookieKeys }: ProviderOptions,
): Provider => {
  const find = async (userId: string): Promise<Account | undefined> => {
    const found = await keepsake.users.get({ userId })
    if (found.isErr()) throw new Error('The accounts do not answer', { cause: found.error })
    return found.value !== undefined && maySignIn(found.value.user) ? found.value : undefined
  }
  return new Provider(issuer, {
    clients,
    jwks,
    cookies: { keys: [...cookieKeys] },
    ttl,
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    // Asked for every token and for user info: a user who was deleted or suspended gets nothing more.
    findAccount: async (_, userId) => {
      const account = await find(userId)
      return account && { accountId: userId, claims: () => ({ sub: userId, ...claimsOf(account) }) }
    },
    interactions: {
      url: (_, { uid }) => `/interaction/${uid}`,
      policy: signInAgainAfterChange(find),
    },
    loadExistingGrant: async ({ oidc }) => {
      const [clientId, accountId] = [oidc.client?.clientId, oidc.session?.accountId]
      if (clientId === undefined || accountId === undefined) return undefined
      const grant = new oidc.provider.Grant({ clientId, accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    features: { devInteractions: { enabled: false } },
  })
}

const [minute, day] = [60, 24 * 60 * 60]

/** How long each thing lives, in seconds. */
const ttl = {
  Session: 14 * day,
  Grant: 14 * day,
  Interaction: 60 * minute,
  AuthorizationCode: minute,
  AccessToken: 60 * minute,
  IdToken: 60 * minute,
}

const claimsOf = ({ user }: Account): Readonly<Record<string, string | boolean>> => ({
  ...(user.profile.name !== undefined && { name: user.profile.name }),
  ...(user.username !== undefined && { preferred_username: user.username.text }),
  ...(user.email !== undefined && { email: user.email.address, email_verified: user.emailVerified }),
})

/** A session of the provider from before the present password was set is over. */
const signInAgainAfterChange = (
  find: (userId: string) => Promise<Account | undefined>,
): ReturnType<typeof base> => {
  const policy = base()
  policy.get('login')?.checks.add(
    new Check('password_changed', 'the password was changed', 'login_required', async ({ oidc }) => {
      const { accountId, loginTs = 0 } = oidc.session ?? {}
      if (accountId === undefined) return Check.NO_NEED_TO_PROMPT
      const setAt = (await find(accountId))?.password?.setAt ?? Infinity
      return Math.floor(setAt / 1000) > loginTs ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT
    }),
  )
  return policy
}
