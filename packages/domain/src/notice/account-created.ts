import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { PoolSettings } from '../pool-settings.ts'
import type { CreateUsersOptions } from '../user/new-user.ts'
import type { NoticeChannel } from './notice.ts'
import { noticeAddresses, type NoticeAddress, type Reachable } from './notice-address.ts'

/** By which channels the users of a batch hear of their account, and which login address they are told. */
export type NoticePlan =
  | { readonly channels: readonly [] }
  | { readonly channels: readonly NoticeChannel[]; readonly loginUrl: string }

/** Reads the batch's wish for notices. Paths are relative to the options. */
export const planNotices = (
  wish: CreateUsersOptions['sendNotification'],
  settings: Pick<PoolSettings, 'apps' | 'loginUrl'>,
): Checked<NoticePlan> => {
  const channels: readonly NoticeChannel[] = [
    ...(wish?.sendEmailNotification === true ? ['email' as const] : []),
    ...(wish?.sendPhoneNotification === true ? ['sms' as const] : []),
  ]
  if (channels.length === 0) return ok({ channels: [] })
  return findLoginUrl(wish?.appId, settings).map((loginUrl) => ({ channels, loginUrl }))
}

const findLoginUrl = (
  appId: string | undefined,
  settings: Pick<PoolSettings, 'apps' | 'loginUrl'>,
): Checked<string> => {
  const path = ['sendNotification', 'appId']
  if (appId === undefined)
    return settings.loginUrl === undefined
      ? err([issue('notice.login_url_missing', path)])
      : ok(settings.loginUrl)
  const app = Object.hasOwn(settings.apps, appId) ? settings.apps[appId] : undefined
  return app === undefined ? err([issue('notice.app_unknown', path)]) : ok(app.loginUrl)
}

/** A notice that a user has earned, not yet written. */
export type EarnedNotice = NoticeAddress & { readonly url: string }

/** One notice for every planned channel by which this user can be reached. */
export const earnedNotices = (plan: NoticePlan, user: Reachable): readonly EarnedNotice[] =>
  'loginUrl' in plan
    ? noticeAddresses(user)
        .filter(({ channel }) => plan.channels.includes(channel))
        .map((address) => ({ ...address, url: plan.loginUrl }))
    : []
