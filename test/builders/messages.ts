import type { Message } from '@keepsake/domain'

/** The token that a message tells in clear, if it tells one. */
export const tokenIn = (message: Message | undefined): string | undefined =>
  message !== undefined && 'token' in message ? message.token.reveal() : undefined

/** The password that a message tells in clear, if it tells one. */
export const passwordIn = (message: Message | undefined): string | undefined =>
  message !== undefined && 'password' in message ? message.password?.reveal() : undefined
