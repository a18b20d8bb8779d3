import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { BatchPasswordFields } from '../password/batch-password-fields.ts'
import type { PasswordIntent } from '../password/password-intent.ts'
import type { Notice, NoticeChannel } from './notice.ts'
import type { Reachable } from '../user/reachable.ts'
import { noticeAddresses } from './notice-address.ts'
import type { NoticeLinks } from './notice-settings.ts'
import type { NoticeOptions } from './notice-options.ts'

/**
 * The channels through which the users of a batch get a notice about their account, the kind of notice, and where it
 * leads.
 */
export type NoticePlan =
  | { readonly channels: readonly [] }
  | {
      readonly channels: readonly NoticeChannel[]
      readonly kind: 'account-created' | 'account-activation'
      readonly url: string
    }

type Addresses = Pick<NoticeLinks, 'apps' | 'loginUrl' | 'activationUrl' | 'newAccounts'>

type Options = NoticeOptions & Pick<BatchPasswordFields, 'autoGeneratePassword'>

/**
 * Reads which notices the batch asks for. If passwords are to be generated, the notices lead to the page that activates
 * an account, unless the pool sends generated passwords. Otherwise they lead to where users sign in. All notices of a
 * batch are of one kind, because either all of its passwords are generated or none is. Paths are relative to the
 * options.
 */
export const planNotices = (
  { sendNotification: wish, autoGeneratePassword }: Options,
  settings: Addresses,
): Checked<NoticePlan> => {
  const channels: readonly NoticeChannel[] = [
    ...(wish?.sendEmailNotification === true ? ['email' as const] : []),
    ...(wish?.sendPhoneNotification === true ? ['sms' as const] : []),
  ]
  if (channels.length === 0) return ok({ channels: [] })
  const kind =
    autoGeneratePassword === true && settings.newAccounts === 'activation-link'
      ? 'account-activation'
      : 'account-created'
  return findUrl[kind](wish?.appId, settings).map((url) => ({ channels, kind, url }))
}

const findLoginUrl = (appId: string | undefined, settings: Addresses): Checked<string> => {
  const path = ['sendNotification', 'appId']
  if (appId === undefined)
    return settings.loginUrl === undefined
      ? err([issue('notice.login_url_missing', path)])
      : ok(settings.loginUrl)
  const app = Object.hasOwn(settings.apps, appId) ? settings.apps[appId] : undefined
  return app === undefined ? err([issue('notice.app_unknown', path)]) : ok(app.loginUrl)
}

/** One page activates the accounts of every app, but an unknown app is an issue here too. */
const findActivationUrl = (appId: string | undefined, settings: Addresses): Checked<string> => {
  if (appId !== undefined && !Object.hasOwn(settings.apps, appId))
    return err([issue('notice.app_unknown', ['sendNotification', 'appId'])])
  return settings.activationUrl === undefined
    ? err([issue('notice.activation_url_missing', ['sendNotification'])])
    : ok(settings.activationUrl)
}

const findUrl = { 'account-created': findLoginUrl, 'account-activation': findActivationUrl } as const

/** A notice that a user is to get, not yet written. */
export type EarnedNotice = Pick<Notice, 'kind' | 'channel' | 'to' | 'url'>

/** One notice for every planned channel that can reach this user. */
export const earnedNotices = (plan: NoticePlan, user: Reachable): readonly EarnedNotice[] =>
  'kind' in plan
    ? noticeAddresses(user)
        .filter(({ channel }) => plan.channels.includes(channel))
        .map((address) => ({ ...address, kind: plan.kind, url: plan.url }))
    : []

/** Warns that no notice of the plan reaches this user, at the field that the first of its channels would need. */
export const noticeWarnings = (plan: NoticePlan, user: Reachable): readonly Issue[] => {
  const [channel] = plan.channels
  return channel === undefined || earnedNotices(plan, user).length > 0
    ? []
    : [issue('notice.nobody_reached', [channel === 'email' ? 'email' : 'phone'])]
}

/**
 * Decides who makes a password that is to be generated: the user, if the user gets a notice with a link to do so. If no
 * notice reaches the user, the password is generated as asked for.
 */
export const decideGenerated = (intent: PasswordIntent, plan: NoticePlan, user: Reachable): PasswordIntent =>
  intent.kind === 'generate' && earnedNotices(plan, user).some(({ kind }) => kind === 'account-activation')
    ? { kind: 'activate' }
    : intent
