import type { z } from 'zod'
import type { IdentityVerbs } from '../identity.ts'
import {
  beginOtpEnrolmentInput,
  confirmOtpEnrolmentInput,
  importOtpInput,
  ofUserInput,
  regenerateRecoveryCodesInput,
  removeAuthenticatorInput,
} from './authenticators.ts'
import {
  deliverEventsInput,
  deliverNoticesInput,
  forgetSentInput,
  listPostedInput,
  redriveInput,
  selectionInput,
} from './outboxes.ts'
import {
  changePasswordInput,
  completeActivationInput,
  completePasswordResetInput,
  requestPasswordResetInput,
  requirePasswordChangeInput,
  resendActivationInput,
  resetPasswordInput,
  validatePasswordInput,
} from './passwords.ts'
import { nothing } from './shape.ts'
import { completeSignInInput, signInInput, unlockUserInput, verifyOtpInput } from './sign-ins.ts'
import {
  countUsersInput,
  createUsersInput,
  deleteUsersInput,
  findUserInput,
  linkIdentityInput,
  listUsersInput,
  unlinkIdentityInput,
  updateUserInput,
  updateUsersInput,
  userIdInput,
} from './users.ts'

/** A schema for each verb of the facade: what it takes. */
export type Inputs = { readonly [V in keyof IdentityVerbs]: z.ZodType<Parameters<IdentityVerbs[V]>[0]> }

/**
 * What each verb of the facade takes, by its name: the very schemas that it checks what it is given with. For routes of
 * one's own: `inputs.signIn.safeParse(body)`.
 */
export const inputs: Inputs = {
  createUsers: createUsersInput,
  checkCanaries: createUsersInput,
  getUser: userIdInput,
  findUser: findUserInput,
  listUsers: listUsersInput,
  countUsers: countUsersInput,
  updateUser: updateUserInput,
  updateUsers: updateUsersInput,
  linkIdentity: linkIdentityInput,
  unlinkIdentity: unlinkIdentityInput,
  deleteUsers: deleteUsersInput,

  signIn: signInInput,
  completeSignIn: completeSignInInput,
  verifyOtp: verifyOtpInput,
  unlockUser: unlockUserInput,

  changePassword: changePasswordInput,
  validatePassword: validatePasswordInput,
  requestPasswordReset: requestPasswordResetInput,
  completePasswordReset: completePasswordResetInput,
  completeActivation: completeActivationInput,
  resendActivation: resendActivationInput,
  resetPassword: resetPasswordInput,
  requirePasswordChange: requirePasswordChangeInput,
  reportPasswords: nothing,

  importOtp: importOtpInput,
  beginOtpEnrolment: beginOtpEnrolmentInput,
  confirmOtpEnrolment: confirmOtpEnrolmentInput,
  listAuthenticators: ofUserInput,
  removeAuthenticator: removeAuthenticatorInput,
  removeAuthenticators: ofUserInput,
  regenerateRecoveryCodes: regenerateRecoveryCodesInput,
  reportOtps: nothing,
  rotateSealing: nothing,
  reportSealing: nothing,
  checkUsernames: nothing,
  switchUsernames: nothing,
  revealOtpSecret: userIdInput,

  deliverNotices: deliverNoticesInput,
  reportNotices: nothing,
  listNotices: listPostedInput,
  redriveNotices: redriveInput,
  dropNotices: selectionInput,
  forgetSentNotices: forgetSentInput,
  eventEndpoints: nothing,
  deliverEvents: deliverEventsInput,
  reportEvents: nothing,
  listEvents: listPostedInput,
  redriveEvents: redriveInput,
  dropEvents: selectionInput,
  forgetSentEvents: forgetSentInput,
}
