import assert from 'node:assert/strict'
import {
  conceal,
  type Message,
  type NoticeChannel,
  type NoticeKind,
  type NoticeSender,
} from '@keepsake/domain'
import { valueOf } from '../storage/case.ts'

/**
 * A message as it arrived. `text`: everything that can be read of it. `key`: what its receiver can recognise a repeat
 * by.
 */
export type ReceivedMessage = { readonly to: string; readonly text: string; readonly key?: string }

/**
 * A sender under test, and what can be seen of the other side. If the sender has templates, they must contain the
 * password and the link of a message, and must allow links to `https://login.example.com`.
 */
export type SenderSubject = {
  readonly sender: NoticeSender
  readonly channel: NoticeChannel
  /** Everything that has arrived so far, oldest first. */
  readonly received: () => Promise<readonly ReceivedMessage[]>
  /** Set it if the other side knows no keys: say why, and what happens to a repeat. */
  readonly keyless?: string
}

/**
 * How the other side behaves. `takes`: it takes what it gets. `busy`: it says that it is busy. `refuses`: it refuses
 * the addressee for good. `drops`: it drops the connection. `hangs`: it takes the connection and never answers.
 */
export type Behaviour = 'takes' | 'busy' | 'refuses' | 'drops' | 'hangs'

/** A sender whose other side can fail. The sender should stop waiting within a second. */
export type RemoteSenderSubject = SenderSubject & {
  readonly behave: (as: Behaviour) => Promise<void>
  /** What the sender signs in with at the other side. No error may show it. */
  readonly credentials: readonly string[]
}

export type OpenSender<S extends SenderSubject> = () => Promise<S>

/** One promise of the port. `run` rejects with an `AssertionError` if a sender breaks it. */
export type SenderCase<S extends SenderSubject> = {
  readonly name: string
  readonly run: (open: OpenSender<S>) => Promise<void>
}

/** A case on a fresh sender, which is closed after the case. */
export const withSender = <S extends SenderSubject>(
  name: string,
  check: (subject: S) => Promise<void>,
): SenderCase<S> => ({
  name,
  run: async (open) => {
    const subject = await open()
    try {
      await check(subject)
    } finally {
      await subject.sender.close?.()
    }
  },
})

/** The password and the token in the messages of these cases, for the kinds that have one. */
export const told = { password: 'kit-password-7mKq4TzR', token: 'kit-token-9wXe2bVn' } as const
const url = 'https://login.example.com/page'

/** A message to the addressee of this number. Its key contains the number as well. */
export const messageOf = (kind: NoticeKind, channel: NoticeChannel, number = 0, name = 'Zoe'): Message => {
  const head = {
    key: number.toString(16).padStart(24, '0'),
    channel,
    to: channel === 'email' ? `user-${number}@example.com` : `+86188${String(12_345_678 + number)}`,
    name,
  }
  const [password, token] = [conceal(told.password), conceal(told.token)]
  switch (kind) {
    case 'account-created':
    case 'password-generated':
      return { ...head, kind, loginUrl: url, password }
    case 'account-activation':
      return { ...head, kind, activationUrl: url, token }
    case 'password-reset':
      return { ...head, kind, resetUrl: url, token }
    case 'otp-imported':
    case 'recovery-code-used':
      return { ...head, kind, loginUrl: url }
  }
}

/** What must be readable in a message of this kind. */
export const tellingOf = (kind: NoticeKind): readonly string[] => {
  if (kind === 'account-created' || kind === 'password-generated') return [told.password, url]
  return kind === 'password-reset' || kind === 'account-activation' ? [told.token, url] : []
}

export const deliver = async ({ sender }: SenderSubject, message: Message): Promise<void> =>
  valueOf(sender.send(message))

/** What arrived, one message or more: only the addressees. */
export const addressees = async ({ received }: SenderSubject): Promise<readonly string[]> =>
  (await received()).map(({ to }) => to)

/** The keys under which messages arrived. If there are none, the subject says why. */
export const keysOf = async (subject: SenderSubject): Promise<readonly (string | undefined)[]> => {
  const keys = (await subject.received()).map(({ key }) => key)
  if (subject.keyless !== undefined) assert.ok(subject.keyless.length > 20)
  assert.ok(keys.every((key) => (key === undefined) === (subject.keyless !== undefined)))
  return keys
}
