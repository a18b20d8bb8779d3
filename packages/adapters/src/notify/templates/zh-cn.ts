import type { LanguageTemplates, Line } from './letter.ts'

/** 简体中文. */
export const zhCn: LanguageTemplates = {
  greeting: (name) => (name === undefined ? '您好：' : `${name}，您好：`),
  closing: (service) =>
    `您收到这封邮件，是因为您在 ${service} 有账号。${service} 的工作人员不会向您索要密码或验证码。`,
  letters: {
    'account-created': ({ service, link, password }) => ({
      subject: `您的 ${service} 账号已创建`,
      lines: [
        `我们已为您创建 ${service} 账号。`,
        ...(password === undefined
          ? []
          : [{ label: '您的密码', secret: password }, '请在登录后尽快修改密码。']),
        signIn(link),
      ],
      sms:
        password === undefined
          ? `【${service}】您的账号已创建，请登录：${link}`
          : `【${service}】您的账号已创建，密码：${password} 请登录后尽快修改：${link}`,
    }),
    'account-activation': ({ service, link }) => ({
      subject: `激活您的 ${service} 账号`,
      lines: [
        `我们已为您创建 ${service} 账号，请设置密码以激活账号。`,
        { label: '设置密码', link },
        '此链接仅可使用一次，请在五天内使用。如果您不了解此事，请忽略本邮件。',
      ],
      sms: `【${service}】请在五天内设置密码以激活您的账号：${link}`,
    }),
    'password-generated': ({ service, link, password }) => ({
      subject: `您的 ${service} 新密码`,
      lines: [
        `${service} 的管理员已为您重置密码，原密码不再有效。`,
        { label: '您的新密码', secret: password },
        '请在登录后尽快修改密码。',
        signIn(link),
      ],
      sms: `【${service}】管理员已为您重置密码，新密码：${password} 请登录后尽快修改：${link}`,
    }),
    'password-reset': ({ service, link }) => ({
      subject: `重置您的 ${service} 密码`,
      lines: [
        `有人（可能是您本人）申请重置您的 ${service} 账号密码。`,
        { label: '设置新密码', link },
        '此链接一小时内有效，仅可使用一次。如果不是您本人操作，请忽略本邮件，您的密码不会改变。',
      ],
      sms: `【${service}】请在一小时内重置密码：${link} 如非本人操作，请忽略。`,
    }),
    'otp-imported': ({ service, link }) => ({
      subject: `您的 ${service} 账号已启用两步验证`,
      lines: [
        `${service} 的管理员已为您的账号导入身份验证器。今后登录时需输入其显示的动态验证码。`,
        ...(link === undefined ? [] : [signIn(link)]),
        `如果您不了解此事，请联系 ${service} 的管理员。`,
      ],
      sms: `【${service}】您的账号已绑定身份验证器。如您不了解此事，请联系管理员。`,
    }),
    'recovery-code-used': ({ service, link }) => ({
      subject: `您的 ${service} 账号使用了恢复码`,
      lines: [
        `刚刚有人使用恢复码登录了您的 ${service} 账号，该恢复码已失效。`,
        '如果是您本人操作，请及时生成新的恢复码；如果不是，请立即修改密码。',
        ...(link === undefined ? [] : [signIn(link)]),
      ],
      sms: `【${service}】有人使用恢复码登录了您的账号。如非本人操作，请立即修改密码。`,
    }),
  },
}

const signIn = (link: string): Line => ({ label: '登录', link })
