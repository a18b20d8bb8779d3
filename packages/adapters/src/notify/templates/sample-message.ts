import { conceal, type Message, type NoticeChannel, type NoticeKind } from '@keepsake/domain'

/** The addresses that samples lead to. */
export type SampleAddresses = {
  readonly loginUrl: string
  readonly resetUrl: string
  readonly activationUrl: string
}

/** A message of this kind with made-up values, to look at templates with. */
export const sampleMessage = (
  kind: NoticeKind,
  channel: NoticeChannel,
  { loginUrl, resetUrl, activationUrl }: SampleAddresses,
): Message => {
  const head = {
    key: '000000000000000000000000',
    channel,
    to: channel === 'email' ? 'zoe@example.com' : '+8618812345678',
    name: 'Zoe',
  }
  // These are not real secrets.
  const [password, token] = [conceal('Sample-7mKq-4TzR-9wXe'), conceal('sample-token')]
  const samples: { readonly [K in NoticeKind]: Message } = {
    'account-created': { ...head, kind: 'account-created', loginUrl },
    'account-activation': { ...head, kind: 'account-activation', activationUrl, token },
    'password-generated': { ...head, kind: 'password-generated', loginUrl, password },
    'password-reset': { ...head, kind: 'password-reset', resetUrl, token },
    'otp-imported': { ...head, kind: 'otp-imported', loginUrl },
    'recovery-code-used': { ...head, kind: 'recovery-code-used', loginUrl },
  }
  return samples[kind]
}
