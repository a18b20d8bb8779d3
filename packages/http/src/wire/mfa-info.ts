import type { Authenticators } from '@keepsake/app'

type Status = 'enabled' | 'disabled'

/** The wire's `GetUserMfaInfoDto`: which second factors a user has. Keepsake has only one kind. */
export type MfaInfoDto = {
  readonly totpStatus: Status
  readonly faceMfaStatus: Status
  readonly smsMfaStatus: Status
  readonly emailMfaStatus: Status
}

/** Says which second factors a user has. */
export const toMfaInfo = ({ authenticators }: Authenticators): MfaInfoDto => ({
  totpStatus: authenticators.length > 0 ? 'enabled' : 'disabled',
  faceMfaStatus: 'disabled',
  smsMfaStatus: 'disabled',
  emailMfaStatus: 'disabled',
})
