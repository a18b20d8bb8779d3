import type { Envelope } from './envelope.ts'
import type { Language } from './message.ts'

/** Results of a sign-in or of a code that are neither success nor an error in the request. */
export type RefusalCode =
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'otp_required'
  | 'otp_enrolment_required'
  | 'otp_locked'
  | 'password_change_required'
  | 'code_wrong'
  | 'code_missing'
  | 'recovery_code_wrong'
  | 'recovery_code_missing'
  | 'enrolment_token_invalid'

/** A refusal. If the caller can go on, `data` says how. */
export type Refusal = { readonly kind: 'refused'; readonly code: RefusalCode; readonly data?: unknown }

/** Makes a refusal from its code. */
export const refusal = (code: RefusalCode, data?: unknown): Refusal => ({
  kind: 'refused',
  code,
  ...(data === undefined ? {} : { data }),
})

/** The `data` of too many attempts: when the same password may be tried again, and when another one. */
export const toWaits = ({
  retryAt,
  otherPasswordAt,
}: Readonly<Record<'retryAt' | 'otherPasswordAt', number>>): Readonly<
  Record<'retryAt' | 'otherPasswordAt', string>
> => ({
  retryAt: new Date(retryAt).toISOString(),
  otherPasswordAt: new Date(otherPasswordAt).toISOString(),
})

/** 499 is `ClientError` in the published list: the caller has more to do. */
type RefusalText = Readonly<Record<Language, string>> & {
  readonly statusCode: 400 | 403 | 429 | 499
  readonly apiCode?: number
}

/** The codes of the published list. 1002 is only known from the login widget. */
const texts: Readonly<Record<RefusalCode, RefusalText>> = {
  wrong_credentials: {
    statusCode: 403,
    apiCode: 2333,
    'en-US': 'Account not exists or password is incorrect.',
    'zh-CN': '用户名或密码错误',
  },
  too_many_attempts: {
    statusCode: 429,
    apiCode: 1002,
    'en-US': 'There were too many attempts; try again later',
    'zh-CN': '尝试过于频繁，请稍后重试',
  },
  otp_required: {
    statusCode: 499,
    apiCode: 1635,
    'en-US': 'The code of an authenticator is needed as well',
    'zh-CN': '请输入二次认证安全码',
  },
  otp_enrolment_required: {
    statusCode: 499,
    apiCode: 1636,
    'en-US': 'An authenticator must be enrolled first',
    'zh-CN': '请先绑定 OTP',
  },
  otp_locked: {
    statusCode: 499,
    apiCode: 2005,
    'en-US': 'Too many codes were wrong; codes are not looked at any more',
    'zh-CN': '安全码错误次数过多，用户已锁定',
  },
  password_change_required: {
    statusCode: 499,
    apiCode: 1639,
    'en-US': 'The password must be changed first',
    'zh-CN': '首次登录请重置密码',
  },
  code_wrong: {
    statusCode: 499,
    apiCode: 6001,
    'en-US': 'The code is wrong, or was used before',
    'zh-CN': '安全码错误，请重新输入',
  },
  recovery_code_wrong: {
    statusCode: 499,
    apiCode: 6002,
    'en-US': 'The recovery code is wrong, or was used before',
    'zh-CN': '恢复码错误，请重新输入',
  },
  code_missing: {
    statusCode: 400,
    apiCode: 6003,
    'en-US': 'totp is required',
    'zh-CN': '请输入安全码',
  },
  recovery_code_missing: {
    statusCode: 400,
    apiCode: 6004,
    'en-US': 'recoveryCode is required',
    'zh-CN': '请输入恢复码',
  },
  enrolment_token_invalid: {
    statusCode: 400,
    'en-US': 'enrollmentToken is no token of this user, was used before, or has expired',
    'zh-CN': 'enrollmentToken 无效或已过期',
  },
}

/** Makes the envelope of a refusal. */
export const refused = ({ code, data }: Refusal, requestId: string, language: Language): Envelope => {
  const { statusCode, apiCode, [language]: message } = texts[code]
  return {
    statusCode,
    message,
    ...(apiCode === undefined ? {} : { apiCode }),
    requestId,
    ...(data === undefined ? {} : { data }),
  }
}
