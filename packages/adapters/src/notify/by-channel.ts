import { undeliverable, type NoticeChannel, type NoticeSender } from '@keepsake/domain'
import { errAsync } from 'neverthrow'

/**
 * Sends every message through the sender of its channel. A message without a sender for its channel is undeliverable,
 * as `not-prepared`.
 */
export const openByChannel = (
  senders: Partial<Readonly<Record<NoticeChannel, NoticeSender>>>,
): NoticeSender => ({
  send: (message) =>
    senders[message.channel]?.send(message) ??
    errAsync(undeliverable('not-prepared', new Error(`there is no sender for ${message.channel}`))),
  close: async () => {
    for (const sender of Object.values(senders)) await sender.close?.()
  },
})
