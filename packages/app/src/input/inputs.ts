import type { z } from 'zod'
import type { PoolRooms, UserRooms } from '../api/keepsake.ts'
import type { SignIns } from '../api/sign-ins.ts'
import {
  beginEnrolmentInput,
  confirmEnrolmentInput,
  importAuthenticatorsInput,
  regenerateRecoveryCodesInput,
  removeAuthenticatorInput,
} from './authenticators.ts'
import {
  listMovesInput,
  movedIdsInput,
  ofMoveInput,
  ofSourceInput,
  planMoveInput,
  refusedRowsInput,
  releaseChunkInput,
  runChunkInput,
  runMoveInput,
  undoMoveInput,
} from './moves.ts'
import {
  deliverEventsInput,
  deliverNoticesInput,
  forgetSentInput,
  listEntriesInput,
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
import { completeSignInInput, signInInput, unlockUserInput, verifyCodeInput } from './sign-ins.ts'
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
  ofUserInput,
} from './users.ts'

/** A schema of the input of each verb in a group. */
type InputsOf<Room> = {
  readonly [V in keyof Room]: z.ZodType<Room[V] extends (...given: infer Given) => unknown ? Given[0] : never>
}

/** A schema of the input of each verb of the API, in the API's groups. */
export type Inputs = InputsOf<SignIns> & { readonly [R in keyof UserRooms]: InputsOf<UserRooms[R]> } & {
  readonly [R in keyof PoolRooms]: InputsOf<PoolRooms[R]>
}

/**
 * The schemas that the API itself uses to check the input of each verb. Use them in your own routes:
 * `inputs.signIn.safeParse(body)`, `inputs.users.create.safeParse(body)`.
 */
export const inputs: Inputs = {
  signIn: signInInput,
  completeSignIn: completeSignInInput,
  users: {
    create: createUsersInput,
    checkCanaries: createUsersInput,
    get: ofUserInput,
    find: findUserInput,
    list: listUsersInput,
    count: countUsersInput,
    update: updateUserInput,
    updateMany: updateUsersInput,
    delete: deleteUsersInput,
    unlock: unlockUserInput,
  },
  identities: {
    link: linkIdentityInput,
    unlink: unlinkIdentityInput,
  },
  passwords: {
    change: changePasswordInput,
    validate: validatePasswordInput,
    requestReset: requestPasswordResetInput,
    completeReset: completePasswordResetInput,
    reset: resetPasswordInput,
    requireChange: requirePasswordChangeInput,
    report: nothing,
  },
  activations: {
    complete: completeActivationInput,
    resend: resendActivationInput,
  },
  authenticators: {
    verify: verifyCodeInput,
    import: importAuthenticatorsInput,
    begin: beginEnrolmentInput,
    confirm: confirmEnrolmentInput,
    list: ofUserInput,
    remove: removeAuthenticatorInput,
    removeAll: ofUserInput,
    regenerateRecoveryCodes: regenerateRecoveryCodesInput,
    report: nothing,
    reveal: ofUserInput,
  },
  notices: {
    deliver: deliverNoticesInput,
    report: nothing,
    list: listEntriesInput,
    redrive: redriveInput,
    drop: selectionInput,
    forgetSent: forgetSentInput,
  },
  events: {
    endpoints: nothing,
    deliver: deliverEventsInput,
    report: nothing,
    list: listEntriesInput,
    redrive: redriveInput,
    drop: selectionInput,
    forgetSent: forgetSentInput,
  },
  secrets: {
    rotate: nothing,
    report: nothing,
  },
  usernames: {
    check: nothing,
    switch: nothing,
  },
  moves: {
    plan: planMoveInput,
    run: runMoveInput,
    runChunk: runChunkInput,
    releaseChunk: releaseChunkInput,
    status: ofMoveInput,
    list: listMovesInput,
    undo: undoMoveInput,
    close: ofSourceInput,
    refused: refusedRowsInput,
    ids: movedIdsInput,
  },
}
