import type { User } from '../user/user.ts'
import type { NoticeChannel } from './notice.ts'

/** The fields of a user that say where messages reach them. */
export type Reachable = Pick<User, 'email' | 'phone'>

/** An address that a message can go to. */
export type NoticeAddress = { readonly channel: NoticeChannel; readonly to: string }

/** Whether this address is still one of the user's. */
export const isReachedAt = (address: string, user: Reachable): boolean =>
  noticeAddresses(user).some(({ to }) => to === address)

/** Where a user can be reached, email first. Only what is stored for the user counts, never what a request says. */
export const noticeAddresses = ({ email, phone }: Reachable): readonly NoticeAddress[] => [
  ...(email === undefined ? [] : [{ channel: 'email' as const, to: email.address }]),
  ...(phone === undefined ? [] : [{ channel: 'sms' as const, to: phone.e164 }]),
]
