import { unavailable } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  everythingIn,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import {
  bring,
  bringWithout,
  credentialOf,
  delivered,
  firstPassword,
  verdictOf,
  waitingNotices,
} from '../../../builders/passwords.ts'

const settings = { resetUrl: 'https://example.com/reset' }
const bob = { email: 'Bob@Example.com', phone: '18812345678' }
const minute = 60_000
const hour = 60 * minute

/** Every way in which a login can lead to nobody who may be told. */
const nobodies = ['nobody', 'nobody@example.com', '18899999999', '', '\ud800', 'x'.repeat(100_000)] as const

const request = ({ keepsake }: Subject, login: string) => keepsake.passwords.requestReset({ login })

/** How many notices were written for so many requests. */
const written = async (subject: Subject, requests: number, login = 'bob'): Promise<number> => {
  const before = (await waitingNotices(subject)).length
  for (let n = 0; n < requests; n += 1) await valueOf(request(subject, login))
  return (await waitingNotices(subject)).length - before
}

describe.each(storages)('on $name, a request to reset a password', ({ open }) => {
  test('is answered alike for everybody, and told to nobody but who may sign in and can be told', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, bob)
    await bring(subject, { username: 'unreachable' })
    for (const status of ['Suspended', 'Resigned', 'Archived', 'Deactivated'])
      await bring(subject, { username: status, email: `${status}@example.com`, status })
    const others = ['unreachable', 'Suspended', 'Resigned@example.com', 'Archived', 'Deactivated']
    const answers = []
    for (const login of ['bob', ...others, ...nobodies]) answers.push(await request(subject, login))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]!.isOk()).toBe(true)
    expect(await waitingNotices(subject)).toMatchObject([{ userId: id, kind: 'password-reset' }])
  })

  test('is told by one message, and leaves the present password as it is', async () => {
    const subject = await openSubject(open, { settings })
    const id = await bring(subject, bob)
    const before = await credentialOf(subject, id)
    await valueOf(request(subject, 'bob'))
    expect(await delivered(subject)).toMatchObject([
      { kind: 'password-reset', channel: 'email', to: 'Bob@Example.com', resetUrl: settings.resetUrl },
    ])
    expect(await delivered(subject)).toEqual([])
    expect(await credentialOf(subject, id)).toEqual(before)
    expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
  })

  test.each([
    'bob',
    ' ｂｏｂ',
    'BOB@EXAMPLE.COM',
    'bob@ｅｘａｍｐｌｅ.com',
    '188-1234-5678',
    '+8618812345678',
  ])('by %s goes to the address that the pool holds, email first', async (login) => {
    const subject = await openSubject(open, { settings })
    await bring(subject, bob)
    await valueOf(request(subject, login))
    expect(await waitingNotices(subject)).toMatchObject([{ channel: 'email', to: 'Bob@Example.com' }])
  })

  test('goes by text message where there is no email, and to a user without a password as well', async () => {
    const subject = await openSubject(open, { settings })
    await bringWithout(subject, { phone: bob.phone })
    await valueOf(request(subject, 'bob'))
    expect(await waitingNotices(subject)).toMatchObject([{ channel: 'sms', to: '+8618812345678' }])
  })

  test('rests as a token that nobody can read, and as nothing once it is sent', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, bob)
    await valueOf(request(subject, 'bob'))
    const waits = JSON.stringify(await everythingIn(subject))
    const [notice] = await waitingNotices(subject)
    const [message] = await delivered(subject)
    const token = message?.kind === 'password-reset' ? message.token.reveal() : ''
    expect(token.split('.')).toHaveLength(8)
    expect(waits).toContain(notice!.secret)
    expect(waits).not.toContain(token.slice(token.indexOf('.') + 1))
    expect(JSON.stringify(message)).not.toContain(token)
    expect(JSON.stringify(await everythingIn(subject))).not.toContain(notice!.secret)
  })

  test('is rejected for everybody where the pool has no page that completes it', async () => {
    const subject = await openSubject(open)
    await bring(subject, bob)
    for (const login of ['bob', 'nobody'])
      expect(await issuesOf(request(subject, login))).toEqual([' notice.reset_url_missing'])
    expect(await waitingNotices(subject)).toEqual([])
  })

  test('fails for everybody, or for nobody, while a part does not answer', async () => {
    const seal = () => errAsync(unavailable('secret-box', new Error('down')))
    const ports = ({ secretBox }: Subject['ports']) => ({ secretBox: { ...secretBox, seal } })
    const sound = await openSubject(open, { settings })
    await bring(sound, bob)
    const subject = await openSubject(open, { settings, ports, on: sound.opened })
    for (const login of ['bob', ...nobodies])
      expect(await errorOf(request(subject, login))).toMatchObject({
        kind: 'unavailable',
        part: 'secret-box',
      })
    const other = await openSubject(open, { settings, on: subject.opened })
    other.sender.answer = false
    for (const login of ['bob', ...nobodies]) await valueOf(request(other, login))
  })
})

describe.each(storages)('on $name, requests for one account', ({ open }) => {
  test('go out three in succession, and one more after each wait: no flood reaches the owner', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, bob)
    expect(await written(subject, 10)).toBe(3)
    let now = startedAt
    for (const wait of [15 * minute, 30 * minute, hour]) {
      subject.clock.set(now + wait - 1)
      expect(await written(subject, 2)).toBe(0)
      subject.clock.set((now += wait))
      expect(await written(subject, 2)).toBe(1)
    }
    subject.clock.set(now + 24 * hour)
    expect(await written(subject, 10)).toBe(3)
  })

  test('are counted together, whichever login names it, and apart from other accounts', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, bob)
    await bring(subject, { username: 'eve', email: 'eve@example.com' })
    expect(await written(subject, 2, 'bob')).toBe(2)
    expect(await written(subject, 2, 'bob@example.com')).toBe(1)
    expect(await written(subject, 2, '18812345678')).toBe(0)
    expect(await written(subject, 2, 'nobody')).toBe(0)
    expect(await written(subject, 2, 'eve')).toBe(2)
  })

  test('are answered, all 16 of one moment, and three go out', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, bob)
    await Promise.all(Array.from({ length: 16 }, () => valueOf(request(subject, 'bob'))))
    expect(await waitingNotices(subject)).toHaveLength(3)
  })
})
