import type { LinkedIdentityCode, UserCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Users, and their linked identities. */
export const userCodes: Readonly<Record<UserCode | LinkedIdentityCode, ApiCode>> = {
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
  'user.damaged': {
    statusCode: 503,
    en: 'leads to user {userId}, whose record is damaged and cannot be read',
    zh: '对应的用户 {userId} 的记录已损坏，无法读取',
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
  'user.id_malformed': {
    statusCode: 400,
    en: 'is not an id of at most {max} letters, digits and . _ : @ | ~ + = -, which begins with a letter or digit',
    zh: '格式错误，须以字母或数字开头，最多 {max} 个字符，仅含字母、数字与 . _ : @ | ~ + = -',
  },
  'user.id_taken': { statusCode: 409, en: 'is the id of another user', zh: '该 ID 已被使用' },
  'user.id_repeated': {
    statusCode: 409,
    en: 'stands in row {row} of the list too',
    zh: '与第 {row} 行重复',
  },
  'user.time_before_creation': {
    statusCode: 400,
    en: 'is before the user was created',
    zh: '早于用户的创建时间',
  },
  'user.sign_ins_count_malformed': {
    statusCode: 400,
    en: 'must be a whole number from 0 to {max}',
    zh: '必须是 0 到 {max} 之间的整数',
  },
  'user.sign_ins_contradicted': {
    statusCode: 400,
    en: 'cannot be 0, because a last sign-in is given',
    zh: '不能为 0，因为已提供最近登录时间',
  },
  'user.addresses_too_many': {
    statusCode: 400,
    en: 'holds more than {max} addresses',
    zh: '不能超过 {max} 个',
  },
  'user.address_repeated': {
    statusCode: 400,
    en: 'is there twice, or is the main one',
    zh: '重复，或与主要联系方式相同',
  },
  'user.email_malformed': { statusCode: 400, apiCode: 2003, en: 'is not an email address', zh: '格式错误' },
  'user.email_dots_irregular': {
    statusCode: 400,
    en: 'has dots that only a quoted local part may have, as in "a..b"@example.com',
    zh: '@ 之前含有连续或首尾的点，需加引号，例如 "a..b"@example.com',
  },
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
  'user.phone_country_code_missing': {
    statusCode: 400,
    en: 'is a phone number without its country code, and no country is chosen for such numbers',
    zh: '缺少国家区号，且未设置默认国家区号',
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
  'user.username_mixes_scripts': {
    statusCode: 400,
    en: 'mixes letters of two scripts in one word, and looks like another name',
    zh: '同一单词混用了两种文字的字母，与其他用户名难以区分',
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
  'user.photo_malformed': {
    statusCode: 400,
    en: 'is not an http or https address',
    zh: '不是合法的 http 或 https 地址',
  },
  'user.nothing_to_verify': {
    statusCode: 400,
    en: 'is true, but the user has no address that it could be said of',
    zh: '为 true，但用户没有对应的邮箱或手机号',
  },
  'user.status_unknown': { statusCode: 400, en: 'must be one of {allowed}', zh: '必须是 {allowed} 之一' },
  'user.gender_unknown': { statusCode: 400, en: 'must be one of {allowed}', zh: '必须是 {allowed} 之一' },
  'user.birthdate_has_time': {
    statusCode: 400,
    en: 'has a time of day beside it: send the day alone, or name the dateZone in which it was meant',
    zh: '包含时间：请只发送日期，或通过 dateZone 指定时区',
  },
  'user.birthdate_implausible': {
    statusCode: 400,
    en: 'lies before {earliest} or after {latest}',
    zh: '必须在 {earliest} 到 {latest} 之间',
  },
  'user.birthdate_time_dropped': {
    statusCode: 400,
    en: 'had a time of day in its time zone, which was dropped',
    zh: '在所指定时区中的时间部分已被去除',
  },
  'user.date_zone_unknown': {
    statusCode: 400,
    en: 'is not a time zone such as Asia/Shanghai',
    zh: '不是合法的时区，例如 Asia/Shanghai',
  },
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
  'user.tenant_missing': {
    statusCode: 400,
    en: 'lacks the tenant that the call is made for',
    zh: '必须包含当前租户 ID',
  },
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
  'user.value_left_behind': {
    statusCode: 400,
    en: 'does not come along ({reason})',
    zh: '无法迁移（{reason}）',
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
}
