import { err, ok } from 'neverthrow'
import { gather, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { EarnedNotice } from './account-created.ts'
import type { Reachable } from '../user/reachable.ts'
import { noticeAddresses, type NoticeAddress } from './notice-address.ts'
import type { NoticeLinks } from './notice-settings.ts'

/** The notice with a generated password, or every reason why it cannot be sent. */
export const earnGeneratedNotice = (
  user: Reachable,
  { loginUrl }: Pick<NoticeLinks, 'loginUrl'>,
): Checked<EarnedNotice> =>
  gather(
    findAddress(user),
    loginUrl === undefined ? err([issue('notice.login_url_missing')]) : ok(loginUrl),
  ).map(([address, url]) => ({ ...address, kind: 'password-generated', url }))

/**
 * The notice with a link that sets the first password, or every reason why it cannot be sent. Only a user without a
 * password gets it.
 */
export const earnActivationNotice = (
  user: Reachable,
  hasPassword: boolean,
  { activationUrl }: Pick<NoticeLinks, 'activationUrl'>,
): Checked<EarnedNotice> =>
  gather(
    hasPassword ? err([issue('password.already_set', ['userId'])]) : ok(),
    findAddress(user),
    activationUrl === undefined ? err([issue('notice.activation_url_missing')]) : ok(activationUrl),
  ).map(([, address, url]) => ({ ...address, kind: 'account-activation', url }))

const findAddress = (user: Reachable): Checked<NoticeAddress> => {
  const [address] = noticeAddresses(user)
  return address === undefined ? err([issue('notice.address_missing', ['userId'])]) : ok(address)
}
