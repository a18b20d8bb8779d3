import { inspect } from 'node:util'
import type { NoticeSender } from '@keepsake/domain'
import { expect, test } from 'vitest'
import { errorOf } from '../../../builders/keepsake.ts'
import { aMessage } from '../messages.ts'
import type { Answer, ProviderSubject } from './provider.ts'

export type Meaning = 'unavailable' | 'recipient-refused' | 'message-refused'

/** A code as an answer holds it, its status, and what it comes to. */
export type Row = readonly [code: string | number, status: number, meaning: Meaning]

/** Tests that each answer of a provider means what the row says, that its code is told, and nothing else of it. */
export const testAnswers = (
  open: () => Promise<{ readonly provider: ProviderSubject; readonly sender: NoticeSender }>,
  rows: readonly Row[],
  toBody: (code: string | number, text: string) => unknown,
): void => {
  const message = aMessage('password-reset', { token: 'token-1' }, 'sms')
  test.each(rows)('an answer %s with status %i means %s', async (code, status, meaning) => {
    const { provider, sender } = await open()
    provider.answer({ status, body: toBody(code, 'canary +8618812345678') })
    const error = await errorOf(sender.send(message))
    expect('reason' in error ? error.reason : error.kind).toBe(meaning)
    expect(String(error.cause)).toContain(`answered ${status}, ${code}`)
    expect(inspect(error, { depth: 9 })).not.toMatch(/canary|8618812345678/u)
  })

  const oddities: readonly (readonly [string, Answer])[] = [
    ['nothing', { status: 200, body: '' }],
    ['a page', { status: 502, body: '<html>canary</html>' }],
    ['null', { status: 200, body: null }],
    ['a list', { status: 200, body: [] }],
    ['codes of another shape', { status: 400, body: toBody({ canary: 1 } as never, '') }],
    ['a code that means something to JavaScript', { status: 400, body: toBody('constructor', '') }],
    ['a code that is a text', { status: 400, body: toBody('canary, and a line\r\nbreak', '') }],
    ['the way to somewhere else', { status: 307, body: '' }],
    ['more than it ever has to say', { status: 200, body: 'x'.repeat(100_000) }],
  ]
  test.each(oddities)('an answer of %s is tried again', async (_, answer) => {
    const { provider, sender } = await open()
    provider.answer(answer)
    const error = await errorOf(sender.send(message))
    expect(error).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
    expect(inspect(error, { depth: 9 })).not.toContain('canary')
  })
}

export const testAddressees = (
  open: () => Promise<{ readonly provider: ProviderSubject; readonly sender: NoticeSender }>,
): void => {
  test.each([
    '18812345678',
    '+86188123456789012',
    '+86 18812345678',
    '+8618812345678,+8618812345679',
    '+0123456789',
    '',
  ])('a message to %j goes to nobody', async (to) => {
    const { provider, sender } = await open()
    const error = await errorOf(sender.send(aMessage('otp-imported', { to }, 'sms')))
    expect(error).toMatchObject({ kind: 'undeliverable', reason: 'recipient-refused' })
    expect(provider.calls()).toHaveLength(0)
  })

  test('mail is not how it sends', async () => {
    const { sender } = await open()
    expect(await errorOf(sender.send(aMessage('otp-imported')))).toMatchObject({ reason: 'not-prepared' })
  })
}
