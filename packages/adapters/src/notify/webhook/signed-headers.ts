import type { Instant, Secret } from '@keepsake/domain'
import type * as webhooks from 'standardwebhooks'
import { usePeer } from '../../peer.ts'

/**
 * The headers of an attempt (Standard Webhooks 1.0): the event's id, the time of the attempt in seconds, and a
 * signature with every secret. While one secret replaces another, a receiver with either of them can verify it.
 */
export const signedHeaders = async (
  id: string,
  at: Instant,
  body: string,
  secrets: readonly Secret<string>[],
): Promise<Readonly<Record<string, string>>> => {
  const { Webhook } = await loadWebhooks()
  const signatures = secrets.map((secret) => new Webhook(secret.reveal()).sign(id, new Date(at), body))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': signatures.join(' '),
  }
}

/** Loads `standardwebhooks`, an optional peer. */
export const loadWebhooks = (): Promise<typeof webhooks> =>
  usePeer('standardwebhooks', () => import('standardwebhooks'))

/** `whsec_` and base64 of 24 to 64 bytes, as the specification asks for. */
export const isWebhookSecret = (secret: Secret<string>): boolean => {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/u.exec(secret.reveal()) ?? []
  const { length } = Buffer.from(base64, 'base64')
  return length >= 24 && length <= 64
}
