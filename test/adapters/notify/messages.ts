import { conceal, type Message, type NoticeChannel, type NoticeKind } from '@keepsake/domain'

export const loginUrl = 'https://login.example.com/in?app=1&x=2'
export const resetUrl = 'https://login.example.com/reset'
export const activationUrl = 'https://login.example.com/activate'

/** What a test may turn of a message. */
export type MessageChanges = Partial<Pick<Message, 'key' | 'to' | 'locale' | 'name'>> & {
  readonly password?: string
  readonly token?: string
}

/** A message of every kind, with every secret that the kind may tell. */
export const aMessage = (
  kind: NoticeKind,
  { password = 'p<&>"\'w', token = 'to ken&=#?/', ...over }: MessageChanges = {},
  channel: NoticeChannel = 'email',
): Message => {
  const to = channel === 'email' ? 'zoe@example.com' : '+8618812345678'
  const head = { key: '6740b8000000000000000001', channel, to, ...over }
  const told = conceal(password)
  switch (kind) {
    case 'account-created':
    case 'password-generated':
      return { ...head, kind, loginUrl, password: told }
    case 'account-activation':
      return { ...head, kind, activationUrl, token: conceal(token) }
    case 'password-reset':
      return { ...head, kind, resetUrl, token: conceal(token) }
    case 'otp-imported':
    case 'recovery-code-used':
      return { ...head, kind, loginUrl }
  }
}
