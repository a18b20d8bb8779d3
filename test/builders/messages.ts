import type { Message } from '@keepsake/domain'

/** The password that a message tells in clear, if it tells one. */
export const passwordIn = (message: Message | undefined): string | undefined =>
  message !== undefined && 'password' in message ? message.password?.reveal() : undefined
