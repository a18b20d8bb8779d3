import type { Keepsake } from '@keepsake/app'
import { userId, type Failure, type NewUser, type UserId } from '@keepsake/domain'
import type { Result, ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { codeAt, startedAt, valueOf, type Subject } from '../../builders/keepsake.ts'
import { passwordIn, tokenIn } from '../../builders/messages.ts'
import { delivered } from '../../builders/passwords.ts'

/** What the answer of a call comes to, in words. */
export type Answer = Result<unknown, Failure>

/** A use of the facade that something comes over. */
export type Attempt = {
  readonly act: (faulty: Keepsake) => ResultAsync<unknown, Failure>
  /** Looks at what rests now: everything that the use does, or nothing of it; everything where the answer says so. */
  readonly check: (answer: Answer) => Promise<void>
}

/** Prepares users of its own, whose names begin with `tag`, over a sound storage. */
export type Use = readonly [name: string, prepare: (sound: Subject, tag: string) => Promise<Attempt>]

export const settings = {
  loginUrl: 'https://example.com/login',
  resetUrl: 'https://example.com/reset',
  activationUrl: 'https://example.com/activate',
}

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const oldPassword = 'first of all, and long'
const newPassword = 'second to none, and longer'
const code = codeAt(secret, startedAt)

/** Texts that no error may show. */
export const canaries: readonly string[] = [secret, recoveryCode, oldPassword, newPassword, code]

const emailOf = (tag: string): string => `${tag}@example.com`

const bring = async ({ keepsake }: Subject, tag: string, over: NewUser = {}): Promise<UserId> => {
  const row = { username: tag, email: emailOf(tag), password: oldPassword, ...over }
  return (await valueOf(keepsake.users.create({ list: [row] }))).created[0]!.account.user.id
}

/** A batch of one user, who is to set the first password by a link. */
const invitation = (tag: string) => ({
  list: [{ username: tag, email: emailOf(tag) }],
  options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
})

const verdictOf = async ({ keepsake }: Subject, login: string, proof: object): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password: oldPassword, ...proof }))).verdict

/** What was sent to the user of a name since the last time. */
const sentTo = async (sound: Subject, tag: string) =>
  (await delivered(sound)).filter((message) => message.to === emailOf(tag))

/** Whether one of two passwords is good, and not the other one. Answers which. */
const goodPassword = async (sound: Subject, login: string): Promise<string> => {
  const good: string[] = []
  for (const password of [oldPassword, newPassword])
    if ((await verdictOf(sound, login, { password })) === 'signed_in') good.push(password)
  expect(good).toHaveLength(1)
  return good[0]!
}

const creation =
  (mode: 'all' | 'each'): Use[1] =>
  async (sound, tag) => {
    const names = ['a', 'b', 'c'].map((letter) => `${tag}-${letter}`)
    const list = names.map((username) => ({
      username,
      email: emailOf(username),
      password: oldPassword,
      otp: { secret, recoveryCode },
    }))
    const command = { list, mode, options: { sendNotification: { sendEmailNotification: true } } }
    return {
      act: (faulty) => faulty.users.create(command),
      check: async (answer) => {
        const accounts = await Promise.all(
          names.map((username) => valueOf(sound.keepsake.users.find({ username }))),
        )
        const ids = accounts.flatMap((account) => (account === undefined ? [] : [account.user.id]))
        expect([0, names.length]).toContain(ids.length)
        if (answer.isOk()) expect(ids).toHaveLength(names.length)
        expect(await valueOf(sound.rest.credentials.findByUserIds(ids))).toHaveLength(ids.length)
        expect(await valueOf(sound.rest.secondFactors.findByUserIds(ids))).toHaveLength(ids.length)
        const told = (await delivered(sound)).map(({ to }) => to)
        expect(told.toSorted()).toEqual(ids.length === 0 ? [] : names.map(emailOf))
        if (ids.length > 0) return
        // Nothing of the batch is in the way of the next try.
        expect((await valueOf(sound.keepsake.users.create(command))).created).toHaveLength(names.length)
        await delivered(sound)
      },
    }
  }

/** A sign-in that is right: where it was granted, it is on record, and its proof is used up. */
const signIn =
  (proof: { readonly code?: string; readonly recoveryCode?: string }): Use[1] =>
  async (sound, tag) => {
    const hasProof = Object.keys(proof).length > 0
    await bring(sound, tag, hasProof ? { otp: { secret, recoveryCode } } : {})
    return {
      act: (faulty) => faulty.signIn({ login: tag, password: oldPassword, ip: '192.0.2.1', ...proof }),
      check: async (answer) => {
        if (!isGranted(answer)) return
        const account = await valueOf(sound.keepsake.users.find({ username: tag }))
        expect(account?.user.signIns.count).toBeGreaterThan(0)
        if (hasProof) expect(await verdictOf(sound, tag, proof)).toBe('wrong_credentials')
      },
    }
  }

/** A sign-in that must not be granted, whatever comes over it. */
const wrongSignIn =
  (attempt: { readonly password?: string; readonly code?: string; readonly recoveryCode?: string }): Use[1] =>
  async (sound, tag) => {
    await bring(sound, tag, { otp: { secret, recoveryCode } })
    expect(await verdictOf(sound, tag, { code })).toBe('signed_in')
    expect(await verdictOf(sound, tag, { recoveryCode })).toBe('signed_in')
    return {
      act: (faulty) => faulty.signIn({ login: tag, password: oldPassword, ip: '192.0.2.1', ...attempt }),
      check: async (answer) => expect(isGranted(answer)).toBe(false),
    }
  }

const isGranted = (answer: Answer): boolean =>
  answer.isOk() && (answer.value as { readonly verdict: string }).verdict === 'signed_in'

/** Everything that the facade does to users, as something may come over it. */
export const uses: readonly Use[] = [
  ['a batch of new users', creation('all')],
  ['new users, row by row', creation('each')],
  [
    'an import of authenticators',
    async (sound, tag) => {
      const ids = [await bring(sound, `${tag}-a`), await bring(sound, `${tag}-b`)]
      const list = ids.map((id) => ({ userId: id, otp: { secret, recoveryCode } }))
      return {
        act: (faulty) => faulty.authenticators.import({ list }),
        check: async (answer) => {
          const sets = await valueOf(sound.rest.secondFactors.findByUserIds(ids.map(userId)))
          expect([0, ids.length]).toContain(sets.length)
          if (answer.isOk()) expect(sets).toHaveLength(ids.length)
          for (const set of sets)
            expect([set.authenticators.length, set.recoveryCodes.length]).toEqual([1, 1])
        },
      }
    },
  ],
  ['a sign-in by password', signIn({})],
  ['a sign-in by code', signIn({ code })],
  ['a sign-in by recovery code', signIn({ recoveryCode })],
  ['a sign-in by a wrong password', wrongSignIn({ password: 'wrong', code: codeAt(secret, startedAt) })],
  ['a sign-in without a code', wrongSignIn({})],
  ['a sign-in by a used code', wrongSignIn({ code })],
  ['a sign-in by a used recovery code', wrongSignIn({ recoveryCode })],
  [
    'a change of password',
    async (sound, tag) => {
      await bring(sound, tag)
      return {
        act: (faulty) => faulty.passwords.change({ login: tag, password: oldPassword, newPassword }),
        check: async (answer) => {
          const good = await goodPassword(sound, tag)
          if (isChanged(answer)) expect(good).toBe(newPassword)
        },
      }
    },
  ],
  [
    'a request for a reset',
    async (sound, tag) => {
      await bring(sound, tag)
      return {
        act: (faulty) => faulty.passwords.requestReset({ login: tag }),
        check: async (answer) => {
          const told = await sentTo(sound, tag)
          if (answer.isOk()) expect(told.length).toBeGreaterThan(0)
          for (const message of told) {
            const token = message.kind === 'password-reset' ? message.token.reveal() : ''
            const { verdict } = await valueOf(sound.keepsake.passwords.completeReset({ token, newPassword }))
            if (message === told[0]) expect(verdict).toBe('changed')
          }
        },
      }
    },
  ],
  [
    'the completion of a reset',
    async (sound, tag) => {
      await bring(sound, tag)
      await valueOf(sound.keepsake.passwords.requestReset({ login: tag }))
      const [message] = await sentTo(sound, tag)
      const token = message?.kind === 'password-reset' ? message.token.reveal() : ''
      const completion = { token, newPassword }
      return {
        act: (faulty) => faulty.passwords.completeReset(completion),
        check: async (answer) => {
          const good = await goodPassword(sound, tag)
          if (isChanged(answer)) expect(good).toBe(newPassword)
          // The token is used up with the change, and not without it.
          const { verdict } = await valueOf(sound.keepsake.passwords.completeReset(completion))
          expect(verdict).toBe(good === newPassword ? 'token_invalid' : 'changed')
        },
      }
    },
  ],
  [
    'a batch that is sent links',
    async (sound, tag) => ({
      act: (faulty) => faulty.users.create(invitation(tag)),
      check: async (answer) => {
        const [message, ...others] = await sentTo(sound, tag)
        const account = await valueOf(sound.keepsake.users.find({ username: tag }))
        expect([message === undefined, others]).toEqual([account === undefined, []])
        if (answer.isOk()) expect(account).toBeDefined()
        if (message === undefined) return
        const activation = { token: tokenIn(message)!, newPassword }
        expect((await valueOf(sound.keepsake.activations.complete(activation))).verdict).toBe('activated')
      },
    }),
  ],
  [
    'an activation',
    async (sound, tag) => {
      await valueOf(sound.keepsake.users.create(invitation(tag)))
      const activation = { token: tokenIn((await sentTo(sound, tag))[0])!, newPassword }
      return {
        act: (faulty) => faulty.activations.complete(activation),
        check: async (answer) => {
          const isSet = (await verdictOf(sound, tag, { password: newPassword })) === 'signed_in'
          if (answer.isOk() && (answer.value as { readonly verdict: string }).verdict === 'activated')
            expect(isSet).toBe(true)
          // The token is used up with the password, and not without it.
          const { verdict } = await valueOf(sound.keepsake.activations.complete(activation))
          expect(verdict).toBe(isSet ? 'token_invalid' : 'activated')
        },
      }
    },
  ],
  [
    'a reset by an administrator',
    async (sound, tag) => {
      const id = await bring(sound, tag)
      return {
        act: (faulty) => faulty.passwords.reset({ userId: id, by: 'generated' }),
        check: async (answer) => {
          const [message, ...others] = await sentTo(sound, tag)
          const isOldGood = (await verdictOf(sound, tag, {})) === 'signed_in'
          if (answer.isOk()) expect(message).toBeDefined()
          expect(isOldGood).toBe(message === undefined)
          const password = passwordIn(others.at(-1) ?? message)
          if (password !== undefined)
            expect(await verdictOf(sound, tag, { password })).toBe('password_change_required')
        },
      }
    },
  ],
]

const isChanged = (answer: Answer): boolean =>
  answer.isOk() && (answer.value as { readonly verdict: string }).verdict === 'changed'
