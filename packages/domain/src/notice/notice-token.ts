import type { PasswordTokenKind } from '../password/password-token.ts'
import type { NoticeKind } from './notice.ts'

/** Which token each kind of notice contains. A new kind does not compile until it is decided here. */
export const tokenOfNotice: Readonly<Record<NoticeKind, PasswordTokenKind | undefined>> = {
  'account-created': undefined,
  'account-activation': 'account_activation',
  'password-generated': undefined,
  'password-reset': 'password_reset',
  'otp-imported': undefined,
  'recovery-code-used': undefined,
}
