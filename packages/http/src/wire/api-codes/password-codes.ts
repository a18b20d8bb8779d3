import type { PasswordCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Passwords and their hashes. */
export const passwordCodes: Readonly<Record<PasswordCode, ApiCode>> = {
  'password.empty': { statusCode: 400, en: 'must not be empty', zh: '不能为空' },
  'password.too_long': { statusCode: 400, en: 'is longer than {max} characters', zh: '长度不能超过 {max}' },
  'password.not_text': { statusCode: 400, en: 'is not well-formed Unicode', zh: '不是合法的 Unicode 文本' },
  'password.looks_hashed': {
    statusCode: 400,
    en: 'is the hash of a password and not a password: keepPassword keeps it as that',
    zh: '是密码哈希而不是密码，如需保留哈希请使用 keepPassword',
  },
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
  'password.too_short_for_padding': {
    statusCode: 400,
    en: 'is shorter than {leastBytes} bytes: encrypted with PKCS#1 v1.5, it cannot be told from what a wrong key yields',
    zh: '短于 {leastBytes} 字节，使用 PKCS#1 v1.5 加密时无法与错误公钥的解密结果区分',
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
    en: 'speaks of a hash, though keepPassword does not ask to keep one',
    zh: '描述了密码哈希，但未开启 keepPassword',
  },
  'password.prehash_unknown': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'password.encoding_unknown': {
    statusCode: 400,
    en: 'must be one of {allowed}',
    zh: '必须是 {allowed} 之一',
  },
  'password.detail_not_taken': {
    statusCode: 400,
    en: 'is given, but the format of the hash has no place for it',
    zh: '与该密码哈希的格式不符，该格式不接受此字段',
  },
  'password.detail_missing': {
    statusCode: 400,
    en: 'is not given, but the hash is made of it',
    zh: '缺失，而该密码哈希需要此字段',
  },
  'password.expression_malformed': {
    statusCode: 400,
    en: 'is no expression of how a digest is made, such as sha1(salt + sha1(password))',
    zh: '不是合法的哈希表达式，例如 sha1(salt + sha1(password))',
  },
  'password.format_unknown': {
    statusCode: 400,
    en: 'is no format of password hashes that is known here, no system of which hashes are known, and no expression',
    zh: '不是已知的密码哈希格式、系统名称或哈希表达式',
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
  'password.kept_marks_no_password': {
    statusCode: 400,
    en: 'is no hash but a mark that the account has no usable password: the user has none until one is set',
    zh: '不是哈希，而是账号没有可用密码的标记：该用户在设置密码之前没有密码',
  },
  'password.kept_in_clear': {
    statusCode: 400,
    en: 'is to be kept, but is a password in clear: it was hashed',
    zh: '不是哈希而是明文密码，已计算哈希后保存',
  },
  'password.origin_field_empty': { statusCode: 400, en: 'is empty', zh: '不能为空' },
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
  'password.none_to_change': {
    statusCode: 400,
    en: 'is absent, so that there is nothing that must be changed at the next sign-in',
    zh: '未提供，因此下次登录时没有需要重置的密码',
  },
  'password.none_to_speak_of': {
    statusCode: 400,
    en: 'speaks of a password, but there is none beside it',
    zh: '描述了密码，但没有提供密码',
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
    en: 'is for the user alone to choose: the setting passwords.chosenByAdministrators of this user pool is off',
    zh: '只能由用户本人设置：用户池未开启 passwords.chosenByAdministrators',
  },
}
