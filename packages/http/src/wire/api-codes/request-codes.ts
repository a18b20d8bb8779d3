import type { RequestCode, TextCode, ValueCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Requests of the wrong shape, and values that are not valid. */
export const requestCodes: Readonly<Record<RequestCode | TextCode | ValueCode, ApiCode>> = {
  'request.not_json': { statusCode: 400, en: 'is not JSON', zh: '不是合法的 JSON' },
  'request.content_encoded': {
    statusCode: 415,
    en: 'has a body under a Content-Encoding, which is not read here; send it as it is',
    zh: '的请求体带有 Content-Encoding，不受支持，请直接发送原文',
  },
  'request.charset_not_utf8': {
    statusCode: 415,
    en: 'has a charset in its Content-Type that is not UTF-8',
    zh: '的 Content-Type 指定了 UTF-8 以外的字符集',
  },
  'request.content_type_not_json': {
    statusCode: 415,
    en: 'has a body that is not JSON, as its Content-Type says; send it as application/json',
    zh: '的请求体不是 JSON，请以 application/json 发送',
  },
  'request.too_large': { statusCode: 413, en: 'is larger than {max} bytes', zh: '超过 {max} 字节' },
  'request.too_slow': {
    statusCode: 408,
    en: 'took longer than {seconds} seconds to arrive',
    zh: '未能在 {seconds} 秒内发送完毕',
  },
  'request.server_busy': {
    statusCode: 503,
    en: 'came while others took all the memory there is for them; send it again later',
    zh: '到达时服务器繁忙，请稍后重试',
  },
  'request.too_deep': { statusCode: 400, en: 'is nested deeper than {max} levels', zh: '嵌套超过 {max} 层' },
  'request.too_many_values': {
    statusCode: 413,
    en: 'holds more values than may be read, which is {max}',
    zh: '包含的值超过 {max} 个',
  },
  'request.key_repeated': { statusCode: 400, en: 'is a key that is there twice', zh: '是重复的字段名' },
  'request.forbidden_key': { statusCode: 400, en: 'is a key that is never accepted', zh: '是不允许的字段名' },
  'request.field_missing': { statusCode: 400, en: 'is required', zh: '为必填参数' },
  'request.field_unknown': { statusCode: 400, en: 'is not a known field', zh: '不是已知的参数' },
  'request.field_unreadable': { statusCode: 400, en: 'cannot be read', zh: '无法读取' },
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
  'request.tenant_not_allowed': {
    statusCode: 403,
    en: 'names another tenant than the access key, or than another header',
    zh: '与 Access Key 或其他请求头的租户不一致',
  },
  'request.ambiguous': {
    statusCode: 400,
    en: 'reads as another request too, under the same signature; sign the digest of the body (x-authing-content-sha256), or send a management token',
    zh: '在同一签名下可被理解为另一个请求；请对请求体摘要签名（x-authing-content-sha256），或改用管理令牌',
  },
  'request.endpoint_unknown': { statusCode: 404, en: 'leads to no endpoint', zh: '的接口不存在' },
  'request.method_not_allowed': {
    statusCode: 405,
    en: 'has a method that the endpoint does not take, which are {allowed}',
    zh: '的方法不受支持，应为 {allowed}',
  },
  'request.not_offered': {
    statusCode: 501,
    en: 'asks for {method}, which is not offered here; nothing was done',
    zh: '的 {method} 暂不提供，未执行任何操作',
  },

  'time.malformed': {
    statusCode: 400,
    en: 'is no time: give milliseconds since 1970, or ISO 8601 with a time zone',
    zh: '不是合法的时间，请使用 1970 年以来的毫秒数，或带时区的 ISO 8601',
  },
  'time.implausible': {
    statusCode: 400,
    en: 'is before {earliest} or in the future',
    zh: '早于 {earliest} 或晚于当前时间',
  },
  'json.too_large': {
    statusCode: 400,
    en: 'is larger than {max} bytes as JSON',
    zh: '的 JSON 超过 {max} 字节',
  },
  'json.too_deep': { statusCode: 400, en: 'is nested deeper than {max} levels', zh: '嵌套超过 {max} 层' },
  'json.value_not_exact': {
    statusCode: 400,
    en: 'is a value that JSON cannot keep exactly, such as a whole number beyond 2^53',
    zh: '无法以 JSON 精确保存，例如超过 2^53 的整数',
  },
  'text.too_long': { statusCode: 400, en: 'is longer than {max} characters', zh: '长度不能超过 {max}' },
  'text.control_character': { statusCode: 400, en: 'holds a control character', zh: '包含控制字符' },
  'text.not_well_formed': {
    statusCode: 400,
    en: 'is not well-formed Unicode',
    zh: '不是合法的 Unicode 文本',
  },
}
