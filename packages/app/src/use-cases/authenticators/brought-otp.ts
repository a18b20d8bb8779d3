import {
  checkProof,
  collectList,
  draftOtp,
  gather,
  inside,
  issue,
  type Checked,
  type DraftOtp,
  type NewOtp,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { fingerprintOf } from './otp-secret.ts'

/** An authenticator that somebody brings, in clear; where a code of it came along, with the time step of that code. */
export type BroughtOtp = DraftOtp & { readonly fingerprint: string; readonly provenStep: number | undefined }

/** Checks an authenticator that somebody brings, and at this moment the code that came along. */
export const draftBroughtOtp = (given: NewOtp, context: Context): Checked<BroughtOtp> =>
  gather(
    draftOtp(given, context.settings.otp, context.ports.sources.clock()),
    checkForeignHashes(given, context),
  ).andThen(([draft]) =>
    findProvenStep(draft, context).map((provenStep) => ({
      ...draft,
      fingerprint: fingerprintOf(draft.secret, context),
      provenStep,
    })),
  )

/** Which schemes there are is the verifier's to say; what it cannot read now it will not read when it counts. */
const checkForeignHashes = ({ recoveryCodes = [] }: NewOtp, { ports }: Context): Checked<unknown> =>
  inside(
    ['recoveryCodes'],
    collectList(recoveryCodes, (given) => {
      if (typeof given === 'string' || given.hash === undefined) return ok()
      const { scheme, encoded } = given.hash
      return ports.passwordVerifier
        .recognise(encoded, scheme)
        .map(() => undefined)
        .mapErr(() => [issue('otp.recovery_hash_unreadable', ['hash'])])
    }),
  )

const findProvenStep = (
  { secret, proof }: DraftOtp,
  { ports, settings }: Context,
): Checked<number | undefined> =>
  proof === undefined
    ? ok(undefined)
    : checkProof(ports.otpEngine, secret, proof, ports.sources.clock(), settings.otp)
