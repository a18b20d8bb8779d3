import type { LanguageTemplates, Line } from './letter.ts'

/** American English. */
export const enUs: LanguageTemplates = {
  greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  closing: (service) =>
    `${service} sent this message because of your account there. Nobody from ${service} will ever ask you for a password or a code.`,
  letters: {
    'account-created': ({ service, link, password }) => ({
      subject: `Your ${service} account`,
      lines: [
        `An account at ${service} has been created for you.`,
        ...(password === undefined
          ? []
          : [{ label: 'Your password', secret: password }, 'Please change it after you have signed in.']),
        signIn(link),
      ],
      sms:
        password === undefined
          ? `${service}: an account has been created for you. Sign in at ${link}`
          : `${service}: an account has been created for you. Password: ${password} Sign in at ${link}`,
    }),
    'account-activation': ({ service, link }) => ({
      subject: `Activate your ${service} account`,
      lines: [
        `An account at ${service} has been created for you. Choose your password to activate it.`,
        { label: 'Choose a password', link },
        'The link works once: use it within five days. If you did not expect this message, do nothing.',
      ],
      sms: `${service}: choose a password within five days to activate your account: ${link}`,
    }),
    'password-generated': ({ service, link, password }) => ({
      subject: `Your new ${service} password`,
      lines: [
        `An administrator of ${service} has given you a new password. The old one no longer works.`,
        { label: 'Your password', secret: password },
        'Please change it after you have signed in.',
        signIn(link),
      ],
      sms: `${service}: an administrator has given you a new password: ${password} Sign in at ${link}`,
    }),
    'password-reset': ({ service, link }) => ({
      subject: `Reset your ${service} password`,
      lines: [
        `Somebody, presumably you, has asked to reset the password of your ${service} account.`,
        { label: 'Choose a new password', link },
        'The link works once and for one hour. If it was not you, do nothing: your password stays as it is.',
      ],
      sms: `${service}: reset your password within an hour: ${link} If you did not ask for this, do nothing.`,
    }),
    'otp-imported': ({ service, link }) => ({
      subject: `Two-step verification on your ${service} account`,
      lines: [
        `An administrator of ${service} has brought in an authenticator for your account. From now on, signing in takes a code that it shows.`,
        ...(link === undefined ? [] : [signIn(link)]),
        unexpected(service),
      ],
      sms: `${service}: an authenticator has been added to your account. If you did not expect this, contact your administrator.`,
    }),
    'recovery-code-used': ({ service, link }) => ({
      subject: `A recovery code of your ${service} account was used`,
      lines: [
        `Somebody has just signed in to your ${service} account with a recovery code, which is used up now.`,
        'If it was you, have new codes made while you still have some. If not, change your password at once.',
        ...(link === undefined ? [] : [signIn(link)]),
      ],
      sms: `${service}: a recovery code was used to sign in to your account. If it was not you, change your password at once.`,
    }),
  },
}

const signIn = (link: string): Line => ({ label: 'Sign in', link })

const unexpected = (service: string): string =>
  `If you did not expect this, tell the people who look after your ${service} account.`
