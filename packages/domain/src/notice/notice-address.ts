import type { Reachable } from '../user/reachable.ts'
import type { NoticeChannel } from './notice.ts'

/** An address that a message can go to. */
export type NoticeAddress = { readonly channel: NoticeChannel; readonly to: string }

/** Where a user can be reached, email first. Only what is stored for the user counts, never what a request says. */
export const noticeAddresses = ({ email, phone }: Reachable): readonly NoticeAddress[] => [
  ...(email === undefined ? [] : [{ channel: 'email' as const, to: email.address }]),
  ...(phone === undefined ? [] : [{ channel: 'sms' as const, to: phone.e164 }]),
]
