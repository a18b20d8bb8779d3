import type { OneTimeCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Authenticators and recovery codes. */
export const otpCodes: Readonly<Record<OneTimeCode, ApiCode>> = {
  'otp.list_empty': { statusCode: 400, en: 'holds no authenticator', zh: '不能为空' },
  'otp.list_too_long': {
    statusCode: 400,
    en: 'holds more than {max} authenticators',
    zh: '不能超过 {max} 项',
  },
  'otp.user_unknown': {
    statusCode: 404,
    apiCode: 2004,
    en: 'is not the id of a user',
    zh: '对应的用户不存在',
  },
  'otp.user_repeated': {
    statusCode: 400,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'otp.secret_malformed': {
    statusCode: 400,
    en: 'is not a secret in {encoding}',
    zh: '不是合法的 {encoding}',
  },
  'otp.secret_encoding_unknown': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'otp.secret_too_short': { statusCode: 400, en: 'has fewer than {min} bits', zh: '少于 {min} 位' },
  'otp.secret_too_long': { statusCode: 400, en: 'has more than {max} bits', zh: '超过 {max} 位' },
  'otp.secret_weak': {
    statusCode: 400,
    en: 'has {bits} bits; {advised} or more are advised',
    zh: '只有 {bits} 位，建议至少 {advised} 位',
  },
  'otp.algorithm_unsupported': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'otp.digits_unsupported': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'otp.period_unsupported': {
    statusCode: 400,
    en: 'must be a whole number of seconds from {min} to {max}',
    zh: '必须是 {min} 到 {max} 之间的整数秒',
  },
  'otp.name_empty': { statusCode: 400, en: 'must not be empty', zh: '不能为空' },
  'otp.code_malformed': { statusCode: 400, en: 'must be {digits} digits', zh: '必须是 {digits} 位数字' },
  'otp.uri_malformed': {
    statusCode: 400,
    en: 'is not an otpauth://totp/ URI with a secret',
    zh: '不是合法的 otpauth URI',
  },
  'otp.uri_contradicted': {
    statusCode: 400,
    en: 'differs from what the URI in secret says',
    zh: '与 secret 中的 URI 不一致',
  },
  'otp.migration_malformed': {
    statusCode: 400,
    en: 'is not an otpauth-migration://offline URI as Google Authenticator exports it',
    zh: '不是 Google Authenticator 导出的 otpauth-migration URI',
  },
  'otp.several_accounts': {
    statusCode: 400,
    en: 'holds {count} authenticators: give each a place of its own',
    zh: '包含 {count} 个 OTP，请逐个提供',
  },
  'otp.counter_based': {
    statusCode: 400,
    en: 'makes codes by counting (HOTP), not by time (TOTP)',
    zh: '是基于计数器的 HOTP，仅支持基于时间的 TOTP',
  },
  'otp.kind_unsupported': {
    statusCode: 400,
    en: 'makes codes in another way than TOTP',
    zh: '不是 TOTP 类型',
  },
  'otp.secret_shared': {
    statusCode: 400,
    en: 'is the secret of another user as well',
    zh: '与其他用户的密钥相同',
  },
  'otp.recovery_code_malformed': {
    statusCode: 400,
    en: 'is not a recovery code such as b471-8ec0-874a-087f-bccb-cd54',
    zh: '格式错误',
  },
  'otp.recovery_code_or_hash': {
    statusCode: 400,
    en: 'must hold either code or hash',
    zh: '必须且只能包含 code、hash 其中之一',
  },
  'otp.recovery_codes_too_many': {
    statusCode: 400,
    en: 'holds more than {max} recovery codes',
    zh: '不能超过 {max} 个恢复码',
  },
  'otp.recovery_hash_malformed': {
    statusCode: 400,
    en: 'is not part of a hash: visible characters without spaces',
    zh: '格式错误',
  },
  'otp.recovery_hash_unreadable': {
    statusCode: 400,
    en: 'is not a hash of the scheme that is named, or of one that can be read',
    zh: '不是可识别的恢复码哈希',
  },
  'otp.used_at_malformed': {
    statusCode: 400,
    en: 'is not a moment in ISO 8601 such as 2026-01-31T12:00:00Z',
    zh: '不是合法的 ISO 8601 时间',
  },
  'otp.used_at_in_future': { statusCode: 400, en: 'lies in the future', zh: '不能晚于当前时间' },
  'otp.used_at_stands_for_none': {
    statusCode: 400,
    en: 'is the zero time of a system: the code counts as unused',
    zh: '是系统的零值时间，该恢复码视为未使用',
  },
  'otp.name_altered': {
    statusCode: 400,
    en: 'holds a name that was shortened or freed of characters that one line cannot hold',
    zh: '中的名称已被缩短或去除了不可用的字符',
  },
  'otp.name_kept': {
    statusCode: 400,
    en: 'holds another name than the authenticator has, which is there already and keeps its own',
    zh: '中的名称与已绑定的 OTP 不同，已绑定的名称保持不变',
  },
  'otp.factor_left_behind': {
    statusCode: 400,
    en: 'is a second factor that cannot come along',
    zh: '是无法迁移的第二因素',
  },
  'otp.proof_wrong': {
    statusCode: 400,
    en: 'is not a code that the authenticator shows at this moment',
    zh: '与该 OTP 当前的验证码不一致',
  },
  'otp.already_enrolled': {
    statusCode: 409,
    en: 'differs from the authenticator that the user has already',
    zh: '与用户已绑定的 OTP 不一致',
  },
  'otp.too_many_authenticators': {
    statusCode: 400,
    en: 'would be one authenticator more than the {max} that a user may have',
    zh: '用户绑定的 OTP 不能超过 {max} 个',
  },
  'otp.not_enrolled': {
    statusCode: 404,
    en: 'leads to a user without an authenticator',
    zh: '对应的用户没有绑定 OTP',
  },
}
