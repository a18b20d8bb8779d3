import { openByChannel } from '@keepsake/adapters/notify/by-channel'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openLimitedSender, type TextLimits } from '@keepsake/adapters/notify/sms/limited'
import { describe, expect, it, test } from 'vitest'
import { errorOf, valueOf } from '../../../builders/keepsake.ts'
import { aMessage } from '../messages.ts'

const dayMs = 24 * 60 * 60_000

const open = (limits: Partial<TextLimits> = {}) => {
  const capture = openCaptureSender()
  let now = 1_000_000
  const sender = openLimitedSender(capture, { allowed: ['+86'], clock: () => now, ...limits })
  const to = (number: string) => sender.send(aMessage('otp-imported', { to: number }, 'sms'))
  return { capture, to, pass: (ms: number) => void (now += ms) }
}

const number = (index: number): string => `+86188${String(index).padStart(8, '0')}`

describe('limits of text messages', () => {
  test.each([
    ['+8618812345678', true],
    ['+85261234567', false],
    ['+15005550006', true],
    ['+18765550006', false],
    ['+19005550006', false],
    ['+19045550006', true],
    ['+447700900123', false],
    ['+8816123456', false],
  ])('let %s through: %s', async (to, goes) => {
    const { to: send, capture } = open({ allowed: ['+86', '+1'], refused: ['+1876', '+1900', '+881'] })
    const result = await send(to)
    expect(result.isOk()).toBe(goes)
    if (result.isErr()) expect(result.error).toMatchObject({ kind: 'undeliverable', reason: 'not-allowed' })
    expect(capture.messages()).toHaveLength(goes ? 1 : 0)
  })

  it('keep premium numbers out where nothing is said of them', async () => {
    const { to } = open({ allowed: ['+1', '+8'] })
    for (const premium of ['+19005550006', '+8816123456', '+8821234567'])
      expect(await errorOf(to(premium))).toMatchObject({ reason: 'not-allowed' })
    expect((await to('+8613812345678')).isOk()).toBe(true)
  })

  it('let so many through to a number a day, and the next wait, until the day is over', async () => {
    const { to, pass, capture } = open({ perNumber: 3 })
    for (let times = 0; times < 3; times += 1) await valueOf(to(number(1)))
    expect(await errorOf(to(number(1)))).toMatchObject({ kind: 'unavailable', part: 'notice-sender' })
    await valueOf(to(number(2)))
    pass(dayMs - 1)
    expect((await to(number(1))).isErr()).toBe(true)
    pass(1)
    await valueOf(to(number(1)))
    expect(capture.messages()).toHaveLength(5)
  })

  it('let so many through to a country a day, one at a moment or all at once', async () => {
    const { to, pass, capture } = open({ allowed: ['+86', '+1'], perCountry: 50 })
    await Promise.all(Array.from({ length: 80 }, (_, index) => to(number(index))))
    expect(capture.messages()).toHaveLength(50)
    await valueOf(to('+15005550006'))
    pass(dayMs)
    await valueOf(to(number(79)))
  })

  it('of a number are not used up by what the country’s stopped', async () => {
    const { to, pass } = open({ perNumber: 1, perCountry: 1 })
    await valueOf(to(number(1)))
    pass(dayMs / 2)
    expect((await to(number(2))).isErr()).toBe(true)
    pass(dayMs / 2)
    await valueOf(to(number(2)))
  })

  it('begin anew where a clock that ran a year ahead has begun the day', async () => {
    const { to, pass } = open({ perNumber: 1 })
    pass(365 * dayMs)
    expect((await to(number(1))).isOk()).toBe(true)
    pass(-365 * dayMs)
    expect((await to(number(1))).isOk()).toBe(true)
    expect((await to(number(1))).isOk()).toBe(false)
  })
})

describe('a sender by channel', () => {
  it('sends mail by the one and text messages by the other', async () => {
    const [email, sms] = [openCaptureSender(), openCaptureSender()]
    const sender = openByChannel({ email, sms })
    await valueOf(sender.send(aMessage('otp-imported')))
    await valueOf(sender.send(aMessage('password-reset', {}, 'sms')))
    expect(email.messages().map(({ kind }) => kind)).toStrictEqual(['otp-imported'])
    expect(sms.messages().map(({ kind }) => kind)).toStrictEqual(['password-reset'])
  })

  it('is not prepared for a channel that it has no sender for', async () => {
    const sender = openByChannel({ email: openCaptureSender() })
    expect(await errorOf(sender.send(aMessage('otp-imported', {}, 'sms')))).toMatchObject({
      reason: 'not-prepared',
    })
  })

  it('closes all of them', async () => {
    const closed: string[] = []
    const closing = (name: string) => ({ ...openCaptureSender(), close: async () => void closed.push(name) })
    await openByChannel({ email: closing('email'), sms: closing('sms') }).close?.()
    await openByChannel({ email: openCaptureSender() }).close?.()
    expect(closed).toStrictEqual(['email', 'sms'])
  })
})
