import { describe, expect, test } from 'vitest'
import { interleaved } from '../../../builders/interleaved.ts'
import { issuesOf, openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { tokenIn } from '../../../builders/messages.ts'
import { bring, bringWithout, delivered, waitingNotices } from '../../../builders/passwords.ts'

const settings = {
  activationUrl: 'https://example.com/activate',
  resetUrl: 'https://example.com/reset',
  loginUrl: 'https://example.com/login',
}
const chosen = { ...settings, passwords: { chosenByAdministrators: true } }
const email = 'bob@example.com'
const newPassword = 'first of all, and my own'
const hour = 60 * 60_000
const nothing = { sent: 0, postponed: 0, dead: 0 }

const resend = ({ keepsake }: Subject, userId: string) => keepsake.activations.resend({ userId })

/** What becomes of the only notice that waits. */
const failureOfOnly = async ({ keepsake, sender }: Subject): Promise<string | undefined> => {
  const before = sender.messages().length
  expect(await valueOf(keepsake.notices.deliver())).toMatchObject({ ...nothing, dead: 1 })
  expect(sender.messages()).toHaveLength(before)
  const [dead] = await valueOf(keepsake.notices.list({ state: 'dead', limit: 1 }))
  return dead?.failure
}

describe.each(storages)('on $name, another activation link', ({ open }) => {
  /** Runs `meanwhile` once, between two calls of the storage, at each place in turn, and gives every pair of answers. */
  const raced = async (
    meanwhile: (subject: Subject, userId: string, token: string) => Promise<unknown>,
    check: (subject: Subject, answer: Awaited<ReturnType<typeof resend>>, at: number) => Promise<void>,
  ): Promise<void> => {
    let isOver = false
    for (let at = 0; !isOver; at += 1) {
      const subject = await openSubject(open, { settings })
      const userId = await bringWithout(subject, { email })
      await valueOf(resend(subject, userId))
      const token = tokenIn((await delivered(subject))[0])!
      let wasThere = false
      const racing = await openSubject(open, {
        settings,
        on: {
          ...subject.opened,
          storage: interleaved(subject.opened.storage, async (call) => {
            if (call !== at) return
            wasThere = true
            await meanwhile(subject, userId, token)
          }),
        },
      })
      const answer = await resend(racing, userId)
      if (wasThere) await check(subject, answer, at)
      isOver = !wasThere
    }
  }

  test('is not written for a user who sets a password meanwhile', async () => {
    const answers: string[] = []
    await raced(
      ({ keepsake }, _, token) => valueOf(keepsake.activations.complete({ token, newPassword })),
      async (subject, answer) => {
        answers.push(answer.isOk() ? 'sent' : 'refused')
        expect(await waitingNotices(subject)).toEqual([])
      },
    )
    expect(answers.length).toBeGreaterThan(2)
    expect(new Set(answers)).toEqual(new Set(['refused']))
  })

  test('leads to the address that a user gets meanwhile', async () => {
    await raced(
      ({ keepsake }, userId) =>
        valueOf(keepsake.users.update({ userId, changes: { email: 'robert@example.com' } })),
      async (subject, answer) => {
        expect(answer.isOk()).toBe(true)
        const messages = await delivered(subject)
        expect(messages.map(({ to }) => to)).toEqual(['robert@example.com'])
        const token = tokenIn(messages[0])!
        expect(await valueOf(subject.keepsake.activations.complete({ token, newPassword }))).toMatchObject({
          verdict: 'activated',
        })
      },
    )
  })

  test('is not written for a user who is deleted meanwhile', async () => {
    await raced(
      ({ keepsake }, userId) => valueOf(keepsake.users.delete({ userIds: [userId] })),
      async (subject, answer) => {
        expect(answer.isErr()).toBe(true)
        expect(await waitingNotices(subject)).toEqual([])
      },
    )
  })
})

describe.each(storages)('on $name, a notice with a link that does not work any more', ({ open }) => {
  test('is not sent once another link was used', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await bringWithout(subject, { email })
    await valueOf(resend(subject, userId))
    const token = tokenIn((await delivered(subject))[0])!
    await valueOf(resend(subject, userId))
    await valueOf(subject.keepsake.activations.complete({ token, newPassword }))
    expect(await failureOfOnly(subject)).toBe('link-invalid')
    expect(await issuesOf(resend(subject, userId))).toContain('userId password.already_set')
  })

  test('is not sent once the user has a password in another way', async () => {
    const subject = await openSubject(open, { settings: chosen })
    const userId = await bringWithout(subject, { email })
    await valueOf(resend(subject, userId))
    subject.sender.answer = false
    await valueOf(subject.keepsake.notices.deliver())
    subject.sender.answer = true
    await valueOf(subject.keepsake.passwords.reset({ userId, by: 'administrator', newPassword }))
    subject.clock.set(subject.clock.now() + hour)
    expect(await failureOfOnly(subject)).toBe('link-invalid')
  })

  test('is not sent once it has expired', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    await valueOf(subject.keepsake.passwords.requestReset({ login: 'bob' }))
    subject.clock.set(subject.clock.now() + hour - 1)
    subject.sender.answer = false
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, postponed: 1 })
    subject.sender.answer = true
    subject.clock.set(subject.clock.now() + hour)
    expect(await failureOfOnly(subject)).toBe('link-invalid')
  })

  test('is not sent for a reset once an administrator has set a password', async () => {
    const subject = await openSubject(open, { settings: chosen })
    const userId = await bring(subject, { email })
    await valueOf(subject.keepsake.passwords.requestReset({ login: 'bob' }))
    const reset = { userId, by: 'administrator', newPassword } as const
    await valueOf(subject.keepsake.passwords.reset(reset))
    expect(await failureOfOnly(subject)).toBe('link-invalid')
  })

  test('holds up none of the others', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await bringWithout(subject, { email })
    await bring(subject, { username: 'eve', email: 'eve@example.com' })
    await valueOf(resend(subject, userId))
    const token = tokenIn((await delivered(subject))[0])!
    await valueOf(resend(subject, userId))
    await valueOf(subject.keepsake.passwords.requestReset({ login: 'eve' }))
    await valueOf(subject.keepsake.activations.complete({ token, newPassword }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ ...nothing, sent: 1, dead: 1 })
    expect(subject.sender.messages().at(-1)?.to).toBe('eve@example.com')
  })

  test('waits while its token cannot be opened', async () => {
    const subject = await openSubject(open, { settings })
    await bring(subject, { email })
    await valueOf(subject.keepsake.passwords.requestReset({ login: 'bob' }))
    const { secretBox } = subject.ports
    // The notice opens with the key of this process, and the token inside it does not.
    const half = await openSubject(open, {
      settings,
      on: subject.opened,
      ports: () => ({
        secretBox: {
          ...secretBox,
          open: (text, place) =>
            place.field === 'notice_secret'
              ? secretBox.open(text, place)
              : secretBox.open(text, { ...place, user: `${place.user}x` as typeof place.user }),
        },
      }),
    })
    expect(await valueOf(half.keepsake.notices.deliver())).toMatchObject({
      ...nothing,
      postponed: 1,
      failures: [{ failure: 'secret-unavailable' }],
    })
    subject.clock.set(subject.clock.now() + 30_000)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ ...nothing, sent: 1 })
  })
})
