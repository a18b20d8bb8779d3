import type { IssueCode } from '@keepsake/domain'

/** What a code means to a caller of the wire: the envelope's numbers, and a sentence in each language. `{name}` is a param. */
export type ApiCode = {
  readonly statusCode: 400 | 403 | 404 | 409 | 413
  /** The detailed code of the published list, where it has one for this. */
  readonly apiCode?: number
  readonly en: string
  readonly zh: string
}

/** Every issue code; one without a translation does not compile. */
export const apiCodes: Readonly<Record<IssueCode, ApiCode>> = {
  'request.not_json': { statusCode: 400, en: 'is not JSON', zh: '不是合法的 JSON' },
  'request.too_large': { statusCode: 413, en: 'is larger than {max} bytes', zh: '超过 {max} 字节' },
  'request.too_deep': { statusCode: 400, en: 'is nested deeper than {max} levels', zh: '嵌套超过 {max} 层' },
  'request.forbidden_key': { statusCode: 400, en: 'is a key that is never accepted', zh: '是不允许的字段名' },
  'request.field_missing': { statusCode: 400, en: 'is required', zh: '为必填参数' },
  'request.field_unknown': { statusCode: 400, en: 'is not a known field', zh: '不是已知的参数' },
  'request.field_of_wrong_type': {
    statusCode: 400,
    en: 'must be of type {expected}',
    zh: '类型错误，应为 {expected}',
  },
  'request.value_not_allowed': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },

  'text.too_long': { statusCode: 400, en: 'is longer than {max} characters', zh: '长度不能超过 {max}' },
  'text.control_character': { statusCode: 400, en: 'holds a control character', zh: '包含控制字符' },
  'text.not_well_formed': {
    statusCode: 400,
    en: 'is not well-formed Unicode',
    zh: '不是合法的 Unicode 文本',
  },

  'user.list_empty': { statusCode: 400, en: 'holds no user', zh: '不能为空' },
  'user.list_too_long': { statusCode: 400, en: 'holds more than {max} users', zh: '不能超过 {max} 个用户' },
  'user.not_found': { statusCode: 404, apiCode: 2004, en: 'leads to no user', zh: '对应的用户不存在' },
  'user.repeated': {
    statusCode: 400,
    en: 'leads to the same user as row {row} of the list',
    zh: '与第 {row} 行指向同一用户',
  },
  'user.overtaken': {
    statusCode: 409,
    en: 'was changed by somebody else since it was read',
    zh: '对应的用户已被他人修改',
  },
  'user.cursor_invalid': {
    statusCode: 400,
    en: 'is not a cursor that this list has answered for the same filters',
    zh: '不是该列表在相同条件下返回的游标',
  },
  'user.limit_out_of_range': {
    statusCode: 400,
    en: 'must be a whole number from {min} to {max}',
    zh: '必须是 {min} 到 {max} 之间的整数',
  },
  'user.identifier_missing': {
    statusCode: 400,
    en: 'must contain one of the following fields: username, phone, email',
    zh: '必须包含 username、phone、email 其中之一',
  },
  'user.email_malformed': { statusCode: 400, apiCode: 2003, en: 'is not an email address', zh: '格式错误' },
  'user.email_taken': { statusCode: 409, apiCode: 2200, en: 'belongs to another user', zh: '该邮箱已被绑定' },
  'user.email_repeated': {
    statusCode: 409,
    apiCode: 2200,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'user.phone_malformed': {
    statusCode: 400,
    apiCode: 2028,
    en: 'is not a valid phone number',
    zh: '格式错误',
  },
  'user.phone_missing': {
    statusCode: 400,
    en: 'is given, but phone cannot be empty then',
    zh: '已提供，但 phone 不能为空',
  },
  'user.phone_country_code_malformed': {
    statusCode: 400,
    en: 'is not a country code such as +86',
    zh: '格式错误',
  },
  'user.phone_country_code_contradicted': {
    statusCode: 400,
    en: 'is not the country code of the phone number',
    zh: '与手机号的区号不一致',
  },
  'user.phone_taken': {
    statusCode: 409,
    apiCode: 2035,
    en: 'belongs to another user',
    zh: '该手机号已被绑定',
  },
  'user.phone_repeated': {
    statusCode: 409,
    apiCode: 2035,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'user.username_malformed': {
    statusCode: 400,
    en: 'must be 1 to {max} visible characters',
    zh: '必须是 1 到 {max} 个可见字符',
  },
  'user.username_taken': {
    statusCode: 409,
    apiCode: 2034,
    en: 'is the username, email or phone of another user',
    zh: '用户名已存在',
  },
  'user.username_repeated': {
    statusCode: 409,
    apiCode: 2034,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'user.external_id_empty': { statusCode: 400, en: 'must not be empty', zh: '不能为空' },
  'user.external_id_taken': {
    statusCode: 409,
    apiCode: 2026,
    en: 'belongs to another user',
    zh: '对应的用户已存在',
  },
  'user.external_id_repeated': {
    statusCode: 409,
    apiCode: 2026,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'user.status_unknown': { statusCode: 400, en: 'must be one of {allowed}', zh: '必须是 {allowed} 之一' },
  'user.gender_unknown': { statusCode: 400, en: 'must be one of {allowed}', zh: '必须是 {allowed} 之一' },
  'user.birthdate_malformed': { statusCode: 400, en: 'is not a date such as 2022-06-03', zh: '格式错误' },
  'user.department_unknown': {
    statusCode: 404,
    en: 'is not the id of a department',
    zh: '不是合法的部门 ID',
  },
  'user.department_id_type_unknown': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'user.tenant_unknown': { statusCode: 404, en: 'is not the id of a tenant', zh: '不是合法的租户 ID' },
  'user.custom_field_undeclared': {
    statusCode: 400,
    en: 'is not a custom field of this user pool',
    zh: '不是用户池已定义的自定义字段',
  },
  'user.custom_value_of_wrong_type': {
    statusCode: 400,
    en: 'must be {expected}',
    zh: '类型错误，应为 {expected}',
  },

  'identity.field_empty': { statusCode: 400, en: 'must not be empty', zh: '不能为空' },
  'identity.taken': {
    statusCode: 409,
    apiCode: 2215,
    en: 'is linked to another user',
    zh: '已被其他账号绑定',
  },
  'identity.repeated': {
    statusCode: 409,
    apiCode: 2215,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'identity.not_linked': {
    statusCode: 404,
    en: 'is linked to no account at this provider',
    zh: '未绑定该身份源',
  },
  'identity.info_too_large': { statusCode: 400, en: 'is larger than {max} bytes', zh: '超过 {max} 字节' },

  'password.empty': { statusCode: 400, en: 'must not be empty', zh: '不能为空' },
  'password.too_long': { statusCode: 400, en: 'is longer than {max} characters', zh: '长度不能超过 {max}' },
  'password.not_text': { statusCode: 400, en: 'is not well-formed Unicode', zh: '不是合法的 Unicode 文本' },
  'password.encrypt_type_unknown': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'password.encrypt_type_not_offered': {
    statusCode: 400,
    en: 'is encrypted in a way for which this user pool has no key',
    zh: '的加密方式未启用',
  },
  'password.undecryptable': {
    statusCode: 400,
    apiCode: 2016,
    en: 'cannot be decrypted with the key of this user pool',
    zh: '解密客户端密码出错',
  },
  'password.wrong_key': {
    statusCode: 400,
    apiCode: 2016,
    en: 'holds {rows} passwords that cannot be decrypted: it seems to be encrypted under another key, so nothing was written',
    zh: '中有 {rows} 个密码无法解密，可能使用了错误的公钥，未写入任何数据',
  },
  'password.keep_and_generate': {
    statusCode: 400,
    en: 'contradicts keepPassword: a password is either kept or generated',
    zh: '与 keepPassword 矛盾',
  },
  'password.given_and_generate': {
    statusCode: 400,
    en: 'is given, though autoGeneratePassword asks to generate one',
    zh: '与 autoGeneratePassword 矛盾',
  },
  'password.format_without_keep': {
    statusCode: 400,
    en: 'names a format, though keepPassword does not ask to keep a hash',
    zh: '指定了哈希格式，但未开启 keepPassword',
  },
  'password.kept_is_no_hash': {
    statusCode: 400,
    en: 'is to be kept, but is not a password hash of a known format, or not of the one that is named',
    zh: '不是可识别的密码哈希格式',
  },
  'password.kept_hash_ambiguous': {
    statusCode: 400,
    en: 'is a hash that several formats could have made: name its format',
    zh: '的哈希可能属于多种格式，请指明其格式',
  },
  'password.kept_hash_too_costly': {
    statusCode: 400,
    en: 'is a hash whose parameters would take too much memory or time to check',
    zh: '的哈希参数超出允许范围',
  },
  'password.kept_hash_weak': {
    statusCode: 400,
    en: 'is a hash too fast to guard a password, which this user pool does not keep',
    zh: '的哈希强度过低，用户池不予保留',
  },
  'password.canary_failed': {
    statusCode: 400,
    en: 'is not the password that is known of this user, so nothing was written',
    zh: '与该用户的已知密码不一致，未写入任何数据',
  },
  'password.too_many_to_hash': {
    statusCode: 400,
    en: 'holds more than {max} passwords to hash; send smaller batches, or hashes with keepPassword',
    zh: '需要计算哈希的密码不能超过 {max} 个',
  },
  'password.generated_and_not_sent': {
    statusCode: 400,
    en: 'was generated, but no notice tells it to the user: it must be reset before it can be used',
    zh: '已自动生成，但没有通知发送给用户',
  },
  'password.already_set': {
    statusCode: 409,
    en: 'leads to a user who has a password already',
    zh: '对应的用户已设置密码',
  },
  'password.unchanged': {
    statusCode: 400,
    apiCode: 2229,
    en: 'is the password that it should replace',
    zh: '新密码不能与原密码相同',
  },
  'password.too_short': {
    statusCode: 400,
    en: 'is shorter than {min} characters',
    zh: '长度不能少于 {min} 个字符',
  },
  'password.lacks_character_class': {
    statusCode: 400,
    en: 'has fewer than {min} characters of the kind: {class}',
    zh: '至少需要 {min} 个此类字符：{class}',
  },
  'password.too_few_character_classes': {
    statusCode: 400,
    en: 'must mix {min} kinds of characters, such as capitals, digits and symbols',
    zh: '至少需要包含 {min} 种字符，例如大写字母、数字和符号',
  },
  'password.resembles_identifier': {
    statusCode: 400,
    en: 'has fewer than {min} characters beside names, emails and numbers that belong to its user or this service',
    zh: '除去用户或本服务的名称、邮箱和号码后，少于 {min} 个字符',
  },
  'password.common': {
    statusCode: 400,
    en: 'is among the first that anybody would guess; choose one that others do not',
    zh: '过于常见，容易被猜到，请更换',
  },
  'password.breached': {
    statusCode: 400,
    en: 'has leaked from another service; choose one that was never used elsewhere',
    zh: '已在其他服务的泄露数据中出现，请更换',
  },
  'password.used_before': {
    statusCode: 400,
    en: 'is one of the last {last} passwords of this user',
    zh: '不能与最近 {last} 次使用过的密码相同',
  },
  'password.not_for_administrators': {
    statusCode: 403,
    en: 'is for the user alone to choose in this user pool',
    zh: '只能由用户本人设置',
  },

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

  'notice.app_unknown': {
    statusCode: 404,
    apiCode: 2011,
    en: 'is not the id of an app',
    zh: '对应的应用不存在',
  },
  'notice.reset_url_missing': {
    statusCode: 400,
    en: 'has nowhere to lead: the user pool has no address of a page that resets passwords',
    zh: '无法发送：用户池没有重置密码页面的地址',
  },
  'notice.activation_url_missing': {
    statusCode: 400,
    en: 'asks for links, and the user pool has no address of a page where new users set their passwords',
    zh: '无法发送激活链接：用户池没有设置初始密码页面的地址',
  },
  'notice.address_missing': {
    statusCode: 400,
    en: 'leads to a user who has neither email nor phone, and cannot be told',
    zh: '对应的用户没有邮箱或手机号，无法通知',
  },
  'notice.login_url_missing': {
    statusCode: 400,
    en: 'is absent, and the user pool has no login address of its own',
    zh: '未提供，且用户池没有登录地址',
  },
}
