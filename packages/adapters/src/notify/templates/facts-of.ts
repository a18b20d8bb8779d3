import type { Message, Secret, Undeliverable } from '@keepsake/domain'
import { ok, type Result } from 'neverthrow'
import type { MessageFacts } from '../written-message.ts'
import { checkedLink, type LinkOrigins } from './checked-link.ts'
import { shownName } from './shown-name.ts'

/** The facts of a message: its link is checked, and a name that must not be shown is left out. */
export const factsOf = (
  message: Message,
  service: string,
  origins: LinkOrigins,
): Result<MessageFacts, Undeliverable> => {
  const { url, token, password } = told(message)
  const name = shownName(message.name)
  const rest = {
    service,
    ...(name === undefined ? {} : { name }),
    ...(token === undefined ? {} : { token: token.reveal() }),
    ...(password === undefined ? {} : { password: password.reveal() }),
  }
  return url === undefined ? ok(rest) : checkedLink(url, token, origins).map((link) => ({ ...rest, link }))
}

type Told = {
  readonly url?: string | undefined
  readonly token?: Secret<string>
  readonly password?: Secret<string> | undefined
}

const told = (message: Message): Told => {
  switch (message.kind) {
    case 'account-created':
    case 'password-generated':
      return { url: message.loginUrl, password: message.password }
    case 'account-activation':
      return { url: message.activationUrl, token: message.token }
    case 'password-reset':
      return { url: message.resetUrl, token: message.token }
    case 'otp-imported':
    case 'recovery-code-used':
      return { url: message.loginUrl }
  }
}
