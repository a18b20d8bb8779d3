import { expect } from 'vitest'
import type { Subject } from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'
import { bring, delivered } from '../../../builders/passwords.ts'

/** Passwords that stand out, so that none is found by chance: each is used in one way of `liveThroughPasswords`. */
export const lifeCanaries = {
  broughtPassword: 'Canary-brought-4a1c/旧的密码',
  changedPassword: 'Canary-changed-93be?新的密码',
  completedPassword: 'Canary-completed-e07d+重设',
  administratorsPassword: 'Canary-administrator-61fa~管理员',
  validatedPassword: 'Canary-validated-2c95!验证',
  refusedPassword: 'Canary-no',
  wrongPresentPassword: 'Canary-wrong-present-b8d3',
} as const

/** Keeps the answer of a call under a name, and passes it on. */
export type Keep = <T>(name: string, call: PromiseLike<T>) => Promise<T>

/** What was told to the user alone. None of it may be found, but for the ticket, once: in the answer called `its own`. */
export type ToldSecrets = { readonly ticket: string; readonly token: string; readonly regenerated: string }

/**
 * Takes a user through everything that can happen to a password, rightly and wrongly. `whileItWaits` looks at what rests
 * while a notice with a secret waits.
 */
export const liveThroughPasswords = async (
  subject: Subject,
  keep: Keep,
  whileItWaits: (name: string) => void,
): Promise<ToldSecrets> => {
  const { keepsake } = subject
  const { broughtPassword, changedPassword, completedPassword, administratorsPassword } = lifeCanaries
  const { validatedPassword, refusedPassword, wrongPresentPassword } = lifeCanaries
  const row = { username: 'alive', email: 'alive@example.com', resetPasswordOnFirstLogin: true }
  const userId = await bring(subject, { ...row, password: broughtPassword })
  const login = 'alive'

  for (const password of [validatedPassword, refusedPassword, `${validatedPassword}\ud800`]) {
    await keep('validatePassword', keepsake.passwords.validate({ password, userId }))
    await keep(
      'validatePassword, new',
      keepsake.passwords.validate({ password, user: { username: password } }),
    )
  }
  const answer = (
    await keep('its own', keepsake.signIn({ login, password: broughtPassword }))
  )._unsafeUnwrap()
  const ticket = answer.verdict === 'password_change_required' ? answer.ticket.reveal() : ''
  for (const newPassword of [refusedPassword, broughtPassword, `${changedPassword}\ud800`])
    await keep('changePassword, refused', keepsake.passwords.change({ ticket, newPassword }))
  const change = { ticket, newPassword: changedPassword }
  const changed = await keep('changePassword by ticket', keepsake.passwords.change(change))
  expect(changed._unsafeUnwrap().verdict).toBe('changed')
  await keep('used ticket', keepsake.passwords.change({ ticket, newPassword: completedPassword }))
  for (const password of [wrongPresentPassword, changedPassword]) {
    const again = { login, password, newPassword: broughtPassword }
    await keep('changePassword', keepsake.passwords.change(again))
  }

  await keep('requestPasswordReset', keepsake.passwords.requestReset({ login }))
  await keep('requestPasswordReset, nobody', keepsake.passwords.requestReset({ login: wrongPresentPassword }))
  whileItWaits('a token')
  const [reset] = await delivered(subject)
  const token = reset?.kind === 'password-reset' ? reset.token.reveal() : ''
  for (const newPassword of [refusedPassword, changedPassword])
    await keep('completePasswordReset, refused', keepsake.passwords.completeReset({ token, newPassword }))
  const completion = { token, newPassword: completedPassword }
  const completed = await keep('completePasswordReset', keepsake.passwords.completeReset(completion))
  expect(completed._unsafeUnwrap().verdict).toBe('changed')
  await keep('used token', keepsake.passwords.completeReset({ token, newPassword: changedPassword }))
  await keep('token as ticket', keepsake.passwords.change({ ticket: token, newPassword: changedPassword }))

  await keep('resetPassword', keepsake.passwords.reset({ userId, by: 'generated' }))
  whileItWaits('a generated password')
  const regenerated = passwordIn((await delivered(subject))[0])
  const by = 'administrator'
  for (const newPassword of [refusedPassword, administratorsPassword])
    await keep('resetPassword', keepsake.passwords.reset({ userId, by, newPassword }))
  await keep('resendActivation, refused', keepsake.activations.resend({ userId }))
  await keep('requirePasswordChange', keepsake.passwords.requireChange({ userId }))
  await keep('getUser', keepsake.users.get({ userId }))
  const last = await keepsake.signIn({ login, password: administratorsPassword })
  expect(last._unsafeUnwrap().verdict).toBe('password_change_required')
  return { ticket, token, regenerated: regenerated! }
}

/** Asks for all of it again where nothing answers any more. */
export const liveInVain = async ({ keepsake }: Subject, keep: Keep, told: ToldSecrets): Promise<void> => {
  const { broughtPassword: password, changedPassword: newPassword } = lifeCanaries
  await keep('in vain: change', keepsake.passwords.change({ login: 'alive', password, newPassword }))
  await keep('in vain: ticket', keepsake.passwords.change({ ticket: told.ticket, newPassword }))
  await keep('in vain: token', keepsake.passwords.completeReset({ token: told.token, newPassword }))
  await keep('in vain: activation', keepsake.activations.complete({ token: told.token, newPassword }))
  await keep('in vain: another link', keepsake.activations.resend({ userId: 'x' }))
  await keep('in vain: validate', keepsake.passwords.validate({ password, userId: 'x' }))
  const by = 'administrator'
  await keep('in vain: reset', keepsake.passwords.reset({ userId: 'x', by, newPassword }))
}
