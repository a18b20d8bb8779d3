import { undeliverable, unavailable, type Message } from '@keepsake/domain'
import { tokensGoodForMs } from '@keepsake/domain/rules'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { bothKeys, newKeyAlone, withKeys } from './keys.ts'

const settings = {
  loginUrl: 'https://login.example.com/',
  activationUrl: 'https://login.example.com/activate',
  resetUrl: 'https://login.example.com/reset',
}
const email = { sendNotification: { sendEmailNotification: true } }
const newPassword = 'nine geese on a raft'

/**
 * Users who are owed a link to activate their account, a link to reset a password, and a generated password: one of each, and
 * so many of the first.
 */
const owe = async ({ keepsake }: Subject, activations = 1): Promise<void> => {
  const list = Array.from({ length: activations }, (_, index) => ({ email: `new-${index}@example.com` }))
  await valueOf(keepsake.users.create({ list, options: { autoGeneratePassword: true, ...email } }))
  const known = [
    { email: 'reset@example.com', password: 'eight swans in a row' },
    { email: 'told@example.com', password: 'seven ducks on a pond' },
  ]
  const { created } = await valueOf(keepsake.users.create({ list: known }))
  await valueOf(keepsake.passwords.requestReset({ login: 'reset@example.com' }))
  await valueOf(keepsake.passwords.reset({ userId: created[1]!.account.user.id, by: 'generated' }))
}

const messageTo = ({ sender }: Subject, to: string): Message | undefined =>
  sender.messages().find((message) => message.to === to)

/** That what has been sent does what it is for. */
const allWork = async (after: Subject): Promise<void> => {
  const { keepsake } = after
  const [activation, reset, told] = ['new-0@example.com', 'reset@example.com', 'told@example.com'].map((to) =>
    messageTo(after, to),
  )
  if (activation === undefined || !('token' in activation)) return expect.fail('no activation')
  if (reset === undefined || !('token' in reset)) return expect.fail('no reset')
  if (told === undefined || !('password' in told)) return expect.fail('no password')
  const activated = await valueOf(
    keepsake.activations.complete({ token: activation.token.reveal(), newPassword }),
  )
  expect(activated.verdict).toBe('activated')
  const changed = await valueOf(
    keepsake.passwords.completeReset({ token: reset.token.reveal(), newPassword }),
  )
  expect(changed.verdict).toBe('changed')
  const signedIn = await valueOf(
    keepsake.signIn({ login: 'told@example.com', password: told.password?.reveal() ?? '' }),
  )
  expect(signedIn.verdict).not.toBe('wrong_credentials')
}

const openOwing = async (open: OpenSubject, activations = 1): Promise<Subject> => {
  const before = await openSubject(open, { settings })
  await owe(before, activations)
  return before
}

describe.each(storages)('on $name, after a rotation of the sealing key', ({ open }) => {
  test('waiting notices are sent, and their links work, without the earlier key', async () => {
    const before = await openOwing(open)
    const both = await withKeys(open, before, bothKeys, { settings })
    expect((await valueOf(both.keepsake.secrets.rotate())).resealed).toBeGreaterThanOrEqual(3)
    const after = await withKeys(open, before, newKeyAlone, { settings })
    expect(await valueOf(after.keepsake.notices.deliver())).toMatchObject({ sent: 3, postponed: 0, dead: 0 })
    await allWork(after)
  })

  test('dead notices that are redriven are sent as well', async () => {
    const before = await openSubject(open, {
      settings,
      ports: () => ({
        noticeSender: { send: () => errAsync(undeliverable('message-refused', new Error('not today'))) },
      }),
    })
    await owe(before)
    expect(await valueOf(before.keepsake.notices.deliver())).toMatchObject({ dead: 3 })
    await valueOf((await withKeys(open, before, bothKeys, { settings })).keepsake.secrets.rotate())
    const after = await withKeys(open, before, newKeyAlone, { settings })
    expect(await valueOf(after.keepsake.notices.redrive({ all: true }))).toBe(3)
    expect(await valueOf(after.keepsake.notices.deliver())).toMatchObject({ sent: 3 })
    await allWork(after)
  })

  test('links that were sent before it work as long as the earlier key is there', async () => {
    const before = await openOwing(open)
    expect(await valueOf(before.keepsake.notices.deliver())).toMatchObject({ sent: 3 })
    const both = await withKeys(open, before, bothKeys, { settings })
    await valueOf(both.keepsake.secrets.rotate())
    const activation = messageTo(before, 'new-0@example.com')
    const token = activation !== undefined && 'token' in activation ? activation.token.reveal() : ''
    const without = await withKeys(open, before, newKeyAlone, { settings })
    expect(await valueOf(without.keepsake.activations.complete({ token, newPassword }))).toMatchObject({
      verdict: 'token_invalid',
    })
    // The report says how long it must stay: by then every link has expired by itself.
    const { tokensGoodForMs: needed } = await valueOf(both.keepsake.secrets.report())
    before.clock.set(before.clock.now() + needed - 1)
    const last = await withKeys(open, before, bothKeys, { settings })
    expect(await valueOf(last.keepsake.activations.complete({ token, newPassword }))).toMatchObject({
      verdict: 'activated',
    })
  })

  test('the report counts what rests by field and key, before and after it', async () => {
    const before = await openOwing(open, 2)
    const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a-0001' }
    await valueOf(before.keepsake.users.create({ list: [{ username: 'bob', otp }] }))
    const both = await withKeys(open, before, bothKeys, { settings })
    const countsOf = async ({ keepsake }: Subject) => {
      const { sealed } = await valueOf(keepsake.secrets.report())
      return sealed.map(({ field, key, isCurrent, count }) => [field, key, isCurrent, count])
    }
    const old = [
      ['digest_key', 'k1', false, 1],
      ['notice_secret', 'k1', false, 4],
      ['otp_secret', 'k1', false, 1],
      ['recovery_code', 'k1', false, 1],
    ]
    expect(await countsOf(both)).toEqual(old)
    // It opens nothing, and tells of a key that is missing.
    expect(await countsOf(await withKeys(open, before, newKeyAlone, { settings }))).toEqual(old)
    const { stale } = await valueOf(both.keepsake.secrets.report())
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: stale, current: 0 })
    expect(await countsOf(both)).toEqual(old.map(([field, , , count]) => [field, 'k2', true, count]))
    expect(await valueOf(both.keepsake.secrets.report())).toMatchObject({ stale: 0, tokensGoodForMs })
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: 0, current: stale })
  })

  test('one that was stopped is taken up by the next run', async () => {
    const before = await openOwing(open, 250)
    let left = 420
    const stopping = await withKeys(open, before, bothKeys, {
      settings,
      ports: ({ secretBox }) => ({
        secretBox: {
          ...secretBox,
          seal: (text, place) => {
            left -= 1
            return left < 0
              ? errAsync(unavailable('secret-box', new Error('the process dies here')))
              : secretBox.seal(text, place)
          },
        },
      }),
    })
    expect(await errorOf(stopping.keepsake.secrets.rotate())).toMatchObject({ part: 'secret-box' })
    const both = await withKeys(open, before, bothKeys, { settings })
    const { stale } = await valueOf(both.keepsake.secrets.report())
    expect(stale).toBeGreaterThan(0)
    expect(stale).toBeLessThan(252)
    expect((await valueOf(both.keepsake.secrets.rotate())).resealed).toBe(stale)
    const after = await withKeys(open, before, newKeyAlone, { settings })
    expect(await valueOf(after.keepsake.notices.deliver({ limit: 300 }))).toMatchObject({
      sent: 252,
      postponed: 0,
      dead: 0,
    })
  })

  test('of relays that send meanwhile each notice is sent once, and none has a secret left', async () => {
    const before = await openOwing(open, 120)
    const both = await withKeys(open, before, bothKeys, { settings })
    await Promise.all([
      ...Array.from({ length: 3 }, () => valueOf(both.keepsake.secrets.rotate())),
      ...Array.from({ length: 3 }, () => valueOf(both.keepsake.notices.deliver({ limit: 50 }))),
    ])
    await valueOf(both.keepsake.notices.deliver({ limit: 200 }))
    expect(await valueOf(both.keepsake.notices.report())).toMatchObject({ waiting: 0, sent: 122, dead: 0 })
    expect(both.sender.messages()).toHaveLength(122)
    expect(await valueOf(both.rest.outbox.listSealed(undefined, 9))).toEqual([])
  })
})
