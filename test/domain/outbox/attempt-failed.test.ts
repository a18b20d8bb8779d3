import { parts, unavailable, undeliverable, type UndeliverableReason } from '@keepsake/domain'
import { neverAgain, toAttemptFailed } from '@keepsake/domain/rules'
import { describe, expect, it, test } from 'vitest'

describe('the failure of an attempt', () => {
  it('is final if a message can never arrive, and keeps the reason', () => {
    const reasons = ['recipient-refused', 'message-refused', 'not-allowed', 'not-prepared'] as const
    for (const reason of reasons satisfies readonly UndeliverableReason[])
      expect(toAttemptFailed(undeliverable(reason, new Error('550 no such user')))).toStrictEqual({
        kind: 'attempt-failed',
        why: { failure: reason, reason: '550 no such user' },
        isFinal: true,
      })
  })

  it('is not final if a part did not answer, and names secrets that could not be opened', () => {
    expect(toAttemptFailed(unavailable('notice-sender', new Error('421 try later')))).toStrictEqual({
      kind: 'attempt-failed',
      why: { failure: 'sender-unavailable', reason: '421 try later' },
      isFinal: false,
    })
    expect(toAttemptFailed(unavailable('secret-box', 'key k1 is not configured'))).toMatchObject({
      why: { failure: 'secret-unavailable' },
      isFinal: false,
    })
  })

  it('keeps how long the other side asks to be left alone', () => {
    const failure = { ...unavailable('notice-sender', undefined), retryAfterMs: 60_000 }
    expect(toAttemptFailed(failure)).toStrictEqual({
      kind: 'attempt-failed',
      why: { failure: 'sender-unavailable' },
      isFinal: false,
      retryAfterMs: 60_000,
    })
  })

  it('repeats no hidden text of the message', () => {
    const cause = new Error('cannot send "correct horse" to her')
    expect(toAttemptFailed(unavailable('notice-sender', cause), ['correct horse'])).toMatchObject({
      why: { reason: 'cannot send "…" to her' },
    })
  })

  it('is no failed attempt if the storage is the part that did not answer', () => {
    for (const part of parts) {
      const failure = unavailable(part, undefined)
      const outcome = toAttemptFailed(failure)
      if (part === 'storage') expect(outcome).toBe(failure)
      else expect(outcome.kind).toBe('attempt-failed')
    }
  })
})

test('a failure for a reason of our own is final and has no words', () => {
  expect(neverAgain('user-inactive')).toStrictEqual({
    kind: 'attempt-failed',
    why: { failure: 'user-inactive' },
    isFinal: true,
  })
})
