import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { conceal, type Message } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { passwordIn } from '../../builders/messages.ts'

const message = (key: string): Message => ({
  key,
  kind: 'account-created',
  channel: 'email',
  to: 'someone@example.com',
  loginUrl: 'https://example.com/login',
  password: conceal(`generated for ${key}`),
})

describe('a capturing sender', () => {
  it('keeps every message in the order of sending, passwords readable', async () => {
    const sender = openCaptureSender()
    for (const key of ['1', '2', '2']) expect((await sender.send(message(key))).isOk()).toBe(true)
    expect(sender.messages().map(({ key }) => key)).toStrictEqual(['1', '2', '2'])
    expect(passwordIn(sender.messages()[0])).toBe('generated for 1')
  })

  it('hands out lists that later messages do not change, and shares them with no other sender', async () => {
    const sender = openCaptureSender()
    const before = sender.messages()
    await sender.send(message('1'))
    expect(before).toStrictEqual([])
    expect(openCaptureSender().messages()).toStrictEqual([])
  })
})
