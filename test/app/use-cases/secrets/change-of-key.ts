import { createHash } from 'node:crypto'
import type { PoolSettingsInput } from '@keepsake/app'
import { expect } from 'vitest'
import { codeAt, stepMs, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { passwordIn, tokenIn } from '../../../builders/messages.ts'
import { bring, firstPassword, verdictOf } from '../../../builders/passwords.ts'

export const settings: Partial<PoolSettingsInput> = {
  loginUrl: 'https://login.example.com/',
  activationUrl: 'https://login.example.com/activate',
  resetUrl: 'https://login.example.com/reset',
  events: true,
  passwords: { policy: { history: 3 } },
}

/** What is owed or remembered when the key is changed, and that it is still so afterwards. */
export type Remembered = {
  readonly name: string
  /** `old`: as long as the old key is there. `new`: with the new one alone, after a rotation. */
  readonly needs: 'old' | 'new'
  readonly prepare: (before: Subject) => Promise<(after: Subject) => Promise<void>>
}

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const newPassword = 'seven ducks on a pond'
const email = 'bob@example.com'
const [unused, used, foreign] = ['b471-8ec0-874a-0001', 'b471-8ec0-874a-0002', 'ab12-cd34-ef56']
const byEmail = { sendNotification: { sendEmailNotification: true } }

const codeNow = ({ clock }: Subject): string => codeAt(secret, clock.now())

const later = (subject: Subject): void => subject.clock.set(subject.clock.now() + 4 * stepMs)

const lastMessage = ({ sender }: Subject) => sender.messages().at(-1)

const ticketFor = async ({ keepsake }: Subject): Promise<string> => {
  const answer = await valueOf(keepsake.signIn({ login: 'bob', password: firstPassword }))
  return answer.verdict === 'otp_required' ? answer.ticket.reveal() : expect.fail(answer.verdict)
}

const completed = async (subject: Subject, ticket: string): Promise<string> =>
  (await valueOf(subject.keepsake.completeSignIn({ ticket, code: codeNow(subject) }))).verdict

const notices: readonly Remembered[] = [
  {
    name: 'a link to activate an account that waits',
    needs: 'new',
    prepare: async ({ keepsake }) => {
      const list = [{ username: 'bob', email }]
      await valueOf(keepsake.users.create({ list, options: { autoGeneratePassword: true, ...byEmail } }))
      return async (after) => {
        expect(await valueOf(after.keepsake.notices.deliver())).toMatchObject({ sent: 1, postponed: 0 })
        const token = tokenIn(lastMessage(after)) ?? ''
        expect(await valueOf(after.keepsake.activations.complete({ token, newPassword }))).toMatchObject({
          verdict: 'activated',
        })
      }
    },
  },
  {
    name: 'a generated password that waits to be told',
    needs: 'new',
    prepare: async (before) => {
      const userId = await bring(before, { email })
      await valueOf(before.keepsake.passwords.reset({ userId, by: 'generated', mustChange: false }))
      return async (after) => {
        await valueOf(after.keepsake.notices.deliver())
        expect(await verdictOf(after, passwordIn(lastMessage(after)) ?? '')).toBe('signed_in')
      }
    },
  },
  {
    name: 'a link to reset a password that was sent',
    needs: 'old',
    prepare: async (before) => {
      await bring(before, { email })
      await valueOf(before.keepsake.passwords.requestReset({ login: 'bob' }))
      await valueOf(before.keepsake.notices.deliver())
      const token = tokenIn(lastMessage(before)) ?? ''
      return async ({ keepsake }) => {
        expect(await valueOf(keepsake.passwords.completeReset({ token, newPassword }))).toMatchObject({
          verdict: 'changed',
        })
      }
    },
  },
]

/** No event has a secret. */
const events: readonly Remembered[] = [
  {
    name: 'events that wait',
    needs: 'new',
    prepare: async (before) => {
      await bring(before)
      const waiting = await valueOf(before.rest.events.list({ state: 'waiting', limit: 9 }))
      expect(waiting.length).toBeGreaterThan(0)
      return async ({ rest }) =>
        expect(await valueOf(rest.events.list({ state: 'waiting', limit: 9 }))).toEqual(waiting)
    },
  },
]

const tickets: readonly Remembered[] = [
  {
    name: 'a sign-in that waits for its code',
    needs: 'old',
    prepare: async (before) => {
      await bring(before, { otp: { secret } })
      const ticket = await ticketFor(before)
      return async (after) => {
        expect(await completed(after, ticket)).toBe('signed_in')
        later(after)
        expect(await completed(after, ticket)).toBe('ticket_invalid')
      }
    },
  },
  {
    name: 'a ticket that is spent',
    needs: 'old',
    prepare: async (before) => {
      await bring(before, { otp: { secret } })
      const ticket = await ticketFor(before)
      expect(await completed(before, ticket)).toBe('signed_in')
      return async (after) => {
        later(after)
        expect(await completed(after, ticket)).toBe('ticket_invalid')
      }
    },
  },
  {
    name: 'a change of password that is demanded',
    needs: 'old',
    prepare: async (before) => {
      await bring(before, { resetPasswordOnFirstLogin: true })
      const answer = await valueOf(before.keepsake.signIn({ login: 'bob', password: firstPassword }))
      const ticket = answer.verdict === 'password_change_required' ? answer.ticket.reveal() : ''
      return async ({ keepsake }) => {
        expect(await valueOf(keepsake.passwords.change({ ticket, newPassword }))).toMatchObject({
          verdict: 'changed',
        })
      }
    },
  },
  {
    name: 'an enrolment that is begun',
    needs: 'old',
    prepare: async (before) => {
      const userId = await bring(before)
      const begun = await valueOf(before.keepsake.authenticators.begin({ userId }))
      return async ({ keepsake, clock }) => {
        const shown = { ticket: begun.ticket.reveal(), code: codeAt(begun.secret.reveal(), clock.now()) }
        expect(await valueOf(keepsake.authenticators.confirm({ userId, ...shown }))).toMatchObject({
          verdict: 'enrolled',
        })
      }
    },
  },
  {
    name: 'a cursor of a list',
    needs: 'new',
    prepare: async ({ keepsake }) => {
      await valueOf(keepsake.users.create({ list: [{ username: 'ann' }, { username: 'eve' }] }))
      const { next } = await valueOf(keepsake.users.list({ limit: 1 }))
      return async (after) => {
        const page = await valueOf(after.keepsake.users.list({ limit: 1, cursor: next ?? '' }))
        expect(page.accounts).toHaveLength(1)
      }
    },
  },
]

const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex')

const secondFactors: readonly Remembered[] = [
  {
    name: 'recovery codes that were imported, those that are used as well',
    needs: 'new',
    prepare: async (before) => {
      const hashed = { hash: { scheme: 'sha512', encoded: sha512(foreign) } }
      await bring(before, { otp: { secret, recoveryCodes: [unused, used, hashed] } })
      const by = (recoveryCode: string) => ({ recoveryCode })
      expect(await verdictOf(before, firstPassword, by(used))).toBe('signed_in')
      return async (after) => {
        expect(await verdictOf(after, firstPassword, by(used))).toBe('wrong_credentials')
        for (const code of [unused, foreign])
          expect(await verdictOf(after, firstPassword, by(code)), code).toBe('signed_in')
        expect(await verdictOf(after, firstPassword, by(foreign))).toBe('wrong_credentials')
      }
    },
  },
  {
    name: 'a code that is used, though its authenticator was removed and brought again',
    needs: 'new',
    prepare: async (before) => {
      const userId = await bring(before, { otp: { secret, recoveryCodes: [used] } })
      const code = codeNow(before)
      expect(await verdictOf(before, firstPassword, { code })).toBe('signed_in')
      expect(await verdictOf(before, firstPassword, { recoveryCode: used })).toBe('signed_in')
      await valueOf(before.keepsake.authenticators.removeAll({ userId }))
      return async (after) => {
        const otp = { secret, recoveryCodes: [used] }
        await valueOf(after.keepsake.authenticators.import({ list: [{ userId, otp }] }))
        expect(await verdictOf(after, firstPassword, { code })).toBe('wrong_credentials')
        expect(await verdictOf(after, firstPassword, { recoveryCode: used })).toBe('wrong_credentials')
        later(after)
        expect(await verdictOf(after, firstPassword, { code: codeNow(after) })).toBe('signed_in')
      }
    },
  },
  {
    name: 'whose secret is shared',
    needs: 'new',
    prepare: async (before) => {
      await bring(before, { otp: { secret } })
      return async (after) => {
        await bring(after, { username: 'eve', otp: { secret } })
        expect(await valueOf(after.keepsake.authenticators.report())).toMatchObject({
          authenticators: 2,
          shared: 2,
        })
      }
    },
  },
]

const signIns: readonly Remembered[] = [
  {
    name: 'attempts that were counted, and a device that is known',
    needs: 'new',
    prepare: async (before) => {
      await bring(before)
      const answer = await valueOf(before.keepsake.signIn({ login: 'bob', password: firstPassword }))
      const deviceToken = answer.verdict === 'signed_in' ? answer.deviceToken.reveal() : ''
      for (let guess = 0; guess < 101; guess += 1) await verdictOf(before, `guess ${guess}`)
      return async (after) => {
        expect(await verdictOf(after, firstPassword)).toBe('too_many_attempts')
        expect(await verdictOf(after, firstPassword, { deviceToken })).toBe('signed_in')
      }
    },
  },
  {
    name: 'passwords that were used before',
    needs: 'new',
    prepare: async (before) => {
      await bring(before)
      const change = { login: 'bob', password: firstPassword, newPassword }
      expect(await valueOf(before.keepsake.passwords.change(change))).toMatchObject({ verdict: 'changed' })
      return async ({ keepsake }) => {
        const back = { login: 'bob', password: newPassword, newPassword: firstPassword }
        expect((await keepsake.passwords.change(back))._unsafeUnwrapErr()).toMatchObject({
          issues: [{ code: 'password.used_before' }],
        })
      }
    },
  },
]

/** Whatever outlives a change of the sealing key. */
export const remembered: readonly Remembered[] = [
  ...notices,
  ...events,
  ...tickets,
  ...secondFactors,
  ...signIns,
]
