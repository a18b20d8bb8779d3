import type { Message, Secret, Undeliverable } from '@keepsake/domain'
import { ok, type Result } from 'neverthrow'
import { checkedLink, type LinkOrigins } from './checked-link.ts'
import type { Letter, Letters } from './letter.ts'

/** Writes the letter for a message: what it tells is laid open here, and its links are checked. */
export const letterFor = (
  message: Message,
  letters: Letters,
  service: string,
  origins: LinkOrigins,
): Result<Letter, Undeliverable> => {
  const link = (url: string, token?: Secret<string>): Result<string, Undeliverable> =>
    checkedLink(url, token, origins)
  switch (message.kind) {
    case 'account-created': {
      const password = message.password?.reveal()
      return link(message.loginUrl).map((to) =>
        letters['account-created']({ service, link: to, ...(password === undefined ? {} : { password }) }),
      )
    }
    case 'account-activation':
      return link(message.activationUrl, message.token).map((to) =>
        letters['account-activation']({ service, link: to }),
      )
    case 'password-generated':
      return link(message.loginUrl).map((to) =>
        letters['password-generated']({ service, link: to, password: message.password.reveal() }),
      )
    case 'password-reset':
      return link(message.resetUrl, message.token).map((to) =>
        letters['password-reset']({ service, link: to }),
      )
    case 'otp-imported':
    case 'recovery-code-used': {
      const letter = letters[message.kind]
      return message.loginUrl === undefined
        ? ok(letter({ service }))
        : link(message.loginUrl).map((to) => letter({ service, link: to }))
    }
  }
}
