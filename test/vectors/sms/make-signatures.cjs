// node make-signatures.cjs > signatures.json, beside node_modules with the SDKs
const { default: Utils } = require('@alicloud/openapi-core/dist/utils')
const { default: Sign } = require('tencentcloud-sdk-nodejs-common/tencentcloud/common/sign')
const { createHash } = require('node:crypto')
const empty = createHash('sha256').update('').digest('hex')
const queries = [
  { PhoneNumbers: '18812345678', SignName: '阿里云', TemplateCode: 'SMS_1', TemplateParam: '{"code":"1"}', OutId: 'k' },
  { PhoneNumbers: '85261234567', SignName: "Shop (one)'s *!~", TemplateCode: 'SMS_2', TemplateParam: '{"a b":"c+d/e=f&g%h"}', OutId: '' },
]
const acs3 = queries.map((query, i) => {
  const headers = { host: 'dysmsapi.aliyuncs.com', 'x-acs-action': 'SendSms', 'x-acs-version': '2017-05-25', 'x-acs-date': '2026-01-0' + (i + 1) + 'T00:00:00Z', 'x-acs-signature-nonce': 'nonce-' + i, 'x-acs-content-sha256': empty }
  return { query, headers, body: '', authorization: Utils.getAuthorization({ method: 'POST', pathname: '/', query, headers }, 'ACS3-HMAC-SHA256', empty, 'key-id', 'key-secret') }
})
const payloads = [{ PhoneNumberSet: ['+8618812345678'], TemplateParamSet: ['重置', 'x"y'] }, { SessionContext: '' }]
const tc3 = payloads.map((payload, i) => {
  const timestamp = 1767225599 + i
  return { host: 'sms.tencentcloudapi.com', contentType: 'application/json', body: JSON.stringify(payload), service: 'sms', timestamp,
    authorization: Sign.sign3({ method: 'POST', url: 'https://sms.tencentcloudapi.com/', payload, timestamp, service: 'sms', secretId: 'secret-id', secretKey: 'secret-key', headers: { 'Content-Type': 'application/json' } }) }
})
console.log(JSON.stringify({ origin: '@alicloud/dysmsapi20170525 4.6.0 (its openapi-core) and tencentcloud-sdk-nodejs-sms 4.1.306', command: 'npm install @alicloud/dysmsapi20170525@4.6.0 tencentcloud-sdk-nodejs-sms@4.1.306 && node make-signatures.cjs > signatures.json', acs3, tc3 }, null, 2))
