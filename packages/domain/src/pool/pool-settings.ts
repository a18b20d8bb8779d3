import type { AuthenticatorSettings } from '../authenticator/authenticator-settings.ts'
import type { NoticeLinks, NoticeSettings } from '../notice/notice-settings.ts'
import type { PasswordSettings } from '../password/password-settings.ts'
import type { DraftSettings } from '../user/draft-settings.ts'
import type { UserPoolId } from '../user/user-pool.ts'

/** What an operator decides for one user pool. */
export type PoolSettings = DraftSettings &
  NoticeLinks & {
    readonly pool: UserPoolId
    /** Whether what happens to users is recorded as events, for a sender to send to other services. */
    readonly events: boolean
    readonly notices: NoticeSettings
    readonly limits: PoolLimits
    readonly otp: AuthenticatorSettings
    readonly passwords: PasswordSettings
  }

export type PoolLimits = {
  /** The most rows of one batch. */
  readonly rows: number
  /** The most rows of one batch whose passwords must be hashed: each hash takes tens of milliseconds of a core. */
  readonly rowsToHash: number
}
