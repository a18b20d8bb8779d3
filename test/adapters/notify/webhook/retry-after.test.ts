import { openWebhookSender } from '@keepsake/adapters/notify/webhook'
import { conceal, userId, userPoolId, type DomainEvent } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { errorOf } from '../../../builders/keepsake.ts'
import { openReceiver, type Answer } from './receiver.ts'

const now = Date.UTC(2026, 0, 1)
const minute = 60_000

const event: DomainEvent = {
  id: '6740b8000000000000000001',
  createdAt: now,
  pool: userPoolId('pool-one'),
  userId: userId('6740b8000000000000000002'),
  type: 'password.changed',
  by: 'user',
}

const secrets = [conceal(`whsec_${Buffer.alloc(32, 1).toString('base64')}`)]

/** How long these receivers ask to be left alone, as the sender of all of them says. */
const askedOf = async (...answers: readonly Answer[]): Promise<unknown> => {
  const receivers = await Promise.all(answers.map(() => openReceiver()))
  for (const [index, receiver] of receivers.entries()) receiver.answer(answers[index]!)
  const endpoints = receivers.map(({ port }) => ({ url: `http://127.0.0.1:${port}/hook`, secrets }))
  const sender = await openWebhookSender({ endpoints, clock: () => now, allowPrivate: true })
  const failure = await errorOf(sender.send(event))
  return 'retryAfterMs' in failure ? failure.retryAfterMs : failure.kind
}

const refusal = (value: string | string[], status = 503): Answer => ({
  status,
  headers: { 'retry-after': value },
})

describe('the Retry-After of a webhook', () => {
  test.each([
    ['120', 2 * minute],
    ['007', 7000],
    // The three forms of a date that RFC 9110 tells a recipient to read.
    ['Thu, 01 Jan 2026 00:10:00 GMT', 10 * minute],
    ['Thursday, 01-Jan-26 00:10:00 GMT', 10 * minute],
    ['Thu Jan  1 00:10:00 2026', 10 * minute],
    ['Thu, 01 Jan 2026 00:00:60 GMT', minute],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - now],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['99999999999999999999', Number.MAX_SAFE_INTEGER],
  ])('says how long to wait: %s', async (value, ms) => {
    expect(await askedOf(refusal(value))).toBe(ms)
  })

  test.each([
    [''],
    ['0'],
    ['-5'],
    ['+5'],
    ['1.5'],
    ['1e3'],
    ['0x10'],
    ['5 s'],
    ['120, 5'],
    ['soon'],
    ['Infinity'],
    ['NaN'],
    ['2026-01-01T00:10:00Z'],
    ['Thu, 01 Jan 2026 00:10:00'],
    ['Thu, 01 Jan 2026 00:10:00 +0800'],
    ['thu, 01 jan 2026 00:10:00 GMT'],
    ['Tue, 31 Feb 2026 00:00:00 GMT'],
    ['Thu, 00 Jan 2026 00:10:00 GMT'],
    ['Thu, 01 Jan 2026 24:00:00 GMT'],
    ['Thu, 01 Jan 2026 00:60:00 GMT'],
    ['Thu, 01 Jan 0001 00:10:00 GMT'],
    // It is over.
    ['Wed, 31 Dec 2025 23:59:59 GMT'],
    ['Sunday, 06-Nov-94 08:49:37 GMT'],
    ['Sun Nov  6 08:49:37 1994'],
    ['x'.repeat(8000)],
  ])('says nothing if it is not one, or is over: %s', async (value) => {
    expect(await askedOf(refusal(value))).toBe('unavailable')
  })

  test.each([301, 307, 400, 404, 413, 429, 500, 502, 503, 504])('counts with status %d', async (status) => {
    expect(await askedOf(refusal('120', status))).toBe(2 * minute)
  })

  test('does not bring back a receiver that wants no more events', async () => {
    expect(await askedOf(refusal('120', 410))).toBe('undeliverable')
  })

  test('counts once, the first, if it is sent several times', async () => {
    expect(await askedOf(refusal(['120', '5']))).toBe(2 * minute)
  })

  test('is the longest of those that one event is sent to at the same time', async () => {
    expect(await askedOf(410, refusal('5'), 500, refusal('120', 429), refusal('60'))).toBe(2 * minute)
    expect(await askedOf(500, 410)).toBe('unavailable')
  })
})
