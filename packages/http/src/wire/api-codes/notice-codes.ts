import type { NoticeCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Notices that cannot be sent. */
export const noticeCodes: Readonly<Record<NoticeCode, ApiCode>> = {
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
  'notice.nobody_reached': {
    statusCode: 400,
    en: 'is absent, so that the notice that was asked for is not sent',
    zh: '未提供，因此无法发送所要求的通知',
  },
  'notice.not_offered': {
    statusCode: 400,
    en: 'asks for a notice that is not sent: users are told of generated passwords alone, at the address that is known',
    zh: '所要求的通知不会发送：仅在自动生成密码时，向用户已登记的地址发送通知',
  },
  'notice.login_url_missing': {
    statusCode: 400,
    en: 'is absent, and the user pool has no login address of its own',
    zh: '未提供，且用户池没有登录地址',
  },
}
