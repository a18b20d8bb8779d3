import { expect } from 'vitest'
import type { Subject } from '../../../builders/identity.ts'
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
  const { identity } = subject
  const { broughtPassword, changedPassword, completedPassword, administratorsPassword } = lifeCanaries
  const { validatedPassword, refusedPassword, wrongPresentPassword } = lifeCanaries
  const row = { username: 'alive', email: 'alive@example.com', resetPasswordOnFirstLogin: true }
  const userId = await bring(subject, { ...row, password: broughtPassword })
  const login = 'alive'

  for (const password of [validatedPassword, refusedPassword, `${validatedPassword}\ud800`]) {
    await keep('validatePassword', identity.validatePassword({ password, userId }))
    await keep('validatePassword, new', identity.validatePassword({ password, user: { username: password } }))
  }
  const answer = (
    await keep('its own', identity.signIn({ login, password: broughtPassword }))
  )._unsafeUnwrap()
  const ticket = answer.verdict === 'password_change_required' ? answer.ticket : ''
  for (const newPassword of [refusedPassword, broughtPassword, `${changedPassword}\ud800`])
    await keep('changePassword, refused', identity.changePassword({ ticket, newPassword }))
  const change = { ticket, newPassword: changedPassword }
  const changed = await keep('changePassword by ticket', identity.changePassword(change))
  expect(changed._unsafeUnwrap().verdict).toBe('changed')
  await keep('used ticket', identity.changePassword({ ticket, newPassword: completedPassword }))
  for (const password of [wrongPresentPassword, changedPassword]) {
    const again = { login, password, newPassword: broughtPassword }
    await keep('changePassword', identity.changePassword(again))
  }

  await keep('requestPasswordReset', identity.requestPasswordReset({ login }))
  await keep('requestPasswordReset, nobody', identity.requestPasswordReset({ login: wrongPresentPassword }))
  whileItWaits('a token')
  const [reset] = await delivered(subject)
  const token = reset?.kind === 'password-reset' ? reset.token.reveal() : ''
  for (const newPassword of [refusedPassword, changedPassword])
    await keep('completePasswordReset, refused', identity.completePasswordReset({ token, newPassword }))
  const completion = { token, newPassword: completedPassword }
  const completed = await keep('completePasswordReset', identity.completePasswordReset(completion))
  expect(completed._unsafeUnwrap().verdict).toBe('changed')
  await keep('used token', identity.completePasswordReset({ token, newPassword: changedPassword }))
  await keep('token as ticket', identity.changePassword({ ticket: token, newPassword: changedPassword }))

  await keep('resetPassword', identity.resetPassword({ userId, by: 'generated' }))
  whileItWaits('a generated password')
  const regenerated = passwordIn((await delivered(subject))[0])
  const by = 'administrator'
  for (const newPassword of [refusedPassword, administratorsPassword])
    await keep('resetPassword', identity.resetPassword({ userId, by, newPassword }))
  await keep('resendActivation, refused', identity.resendActivation({ userId }))
  await keep('requirePasswordChange', identity.requirePasswordChange({ userId }))
  await keep('getUser', identity.getUser(userId))
  const last = await identity.signIn({ login, password: administratorsPassword })
  expect(last._unsafeUnwrap().verdict).toBe('password_change_required')
  return { ticket, token, regenerated: regenerated! }
}

/** Asks for all of it again where nothing answers any more. */
export const liveInVain = async ({ identity }: Subject, keep: Keep, told: ToldSecrets): Promise<void> => {
  const { broughtPassword: password, changedPassword: newPassword } = lifeCanaries
  await keep('in vain: change', identity.changePassword({ login: 'alive', password, newPassword }))
  await keep('in vain: ticket', identity.changePassword({ ticket: told.ticket, newPassword }))
  await keep('in vain: token', identity.completePasswordReset({ token: told.token, newPassword }))
  await keep('in vain: activation', identity.completeActivation({ token: told.token, newPassword }))
  await keep('in vain: another link', identity.resendActivation({ userId: 'x' }))
  await keep('in vain: validate', identity.validatePassword({ password, userId: 'x' }))
  const by = 'administrator'
  await keep('in vain: reset', identity.resetPassword({ userId: 'x', by, newPassword }))
}
