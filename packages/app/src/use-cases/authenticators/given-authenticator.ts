import { collectList, gather, inside, issue, type Checked, type NewAuthenticator } from '@keepsake/domain'
import { checkProof, draftAuthenticator, type DraftAuthenticator } from '@keepsake/domain/rules'
import { ok } from 'neverthrow'
import type { Context } from '../../context.ts'
import { fingerprintOf } from './sealed-secret.ts'

/** An authenticator of an import, in clear text. If a code came with it, `provenStep` is the time step of that code. */
export type GivenAuthenticator = DraftAuthenticator & {
  readonly fingerprint: string
  readonly provenStep: number | undefined
}

/** Checks an authenticator of an import, and at the same time the code that came with it. */
export const draftGivenAuthenticator = (
  given: NewAuthenticator,
  context: Context,
): Checked<GivenAuthenticator> =>
  gather(
    draftAuthenticator(given, context.settings.otp, context.ports.system.clock()),
    checkForeignHashes(given, context),
  ).andThen(([draft]) =>
    findProvenStep(draft, context).map((provenStep) => ({
      ...draft,
      fingerprint: fingerprintOf(draft.secret, context),
      provenStep,
    })),
  )

/** The password verifier knows which schemes exist. A hash that it cannot read now, it could not read later either. */
const checkForeignHashes = ({ recoveryCodes = [] }: NewAuthenticator, { ports }: Context): Checked<unknown> =>
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
  { secret, proof }: DraftAuthenticator,
  { ports, settings }: Context,
): Checked<number | undefined> =>
  proof === undefined
    ? ok(undefined)
    : checkProof(ports.totpEngine, secret, proof, ports.system.clock(), settings.otp)
