import {
  configurationIssue,
  refuseConfiguration,
  type NoticeSender,
  type Secret,
  type UndeliverableReason,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import { codeIn, textSender, type Provider, type TextSenderOptions } from './text-sender.ts'
import { checkProvider } from './usable-key.ts'

export type TwilioOptions = TextSenderOptions & {
  readonly accountSid: string
  /** An API key (`SK...`) that signs in for the account; the account itself if absent. */
  readonly keySid?: string
  /** The key's secret, or the account's auth token. */
  readonly secret: Secret<string>
  /** A number in E.164, a sender id, or a messaging service (`MG...`) that chooses one. */
  readonly from: string
  /** `https://api.twilio.com` if absent. */
  readonly endpoint?: string
}

/**
 * Sends text messages by Twilio's Messages resource, in our own words. Twilio takes no idempotency key for messages: if
 * its answer is lost, the repeat is a second message. Throws a configuration error if a key could not be sent.
 */
export const openTwilioSender = (options: TwilioOptions): NoticeSender => {
  refuseConfiguration([
    ...checkProvider('Twilio', options, ['accountSid', 'keySid', 'secret']),
    ...(options.from === ''
      ? [
          configurationIssue(
            'sms.from_missing',
            ['from'],
            'say which number or messaging service Twilio sends from',
          ),
        ]
      : []),
  ])
  return textSender(twilio(options), options)
}

const twilio = ({ accountSid, keySid = accountSid, secret, from, ...options }: TwilioOptions): Provider => {
  const endpoint = new URL(options.endpoint ?? 'https://api.twilio.com')
  const url = new URL(`/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`, endpoint)
  const senderField = from.startsWith('MG') ? 'MessagingServiceSid' : 'From'
  return {
    name: 'Twilio',
    toRequest: ({ to }, { sms }) =>
      ok({
        url,
        headers: {
          authorization: `Basic ${Buffer.from(`${keySid}:${secret.reveal()}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ To: to, Body: sms, [senderField]: from }).toString(),
      }),
    toVerdict: ({ status, body }) => {
      const code = codeIn(body, 'code')
      if (status === 201) return { verdict: 'sent' }
      return { verdict: status === 400 ? (reasons.get(String(code)) ?? 'busy') : 'busy', code }
    },
  }
}

/**
 * Codes for which a later try is of no use. Twilio adds codes now and then: a code that is not listed here is tried
 * again, in vain.
 */
const reasons: ReadonlyMap<string, UndeliverableReason> = new Map([
  ['21211', 'recipient-refused'], // no valid number
  ['21217', 'recipient-refused'], // no valid number
  ['21265', 'recipient-refused'], // a short code
  ['21266', 'recipient-refused'], // our own number
  ['21408', 'recipient-refused'], // a country that the account does not send to
  ['21610', 'recipient-refused'], // has opted out
  ['21614', 'recipient-refused'], // no mobile number
  ['21635', 'recipient-refused'], // a landline
  ['21605', 'message-refused'], // too long
  ['21617', 'message-refused'], // too long
])
