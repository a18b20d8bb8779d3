import { err, ok } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import type { Secret } from '../../kernel/secret.ts'
import type { Instant } from '../../kernel/system.ts'
import type { TotpEngine } from './totp-engine.ts'
import type { TotpSecret } from './totp-secret.ts'
import { findStep, type StepWindow } from './time-step.ts'

/**
 * Checks that a code comes from the imported authenticator, so that a damaged secret is found before its user is locked
 * out. Answers the time step of the code, which the import uses up.
 */
export const checkProof = (
  engine: TotpEngine,
  secret: TotpSecret,
  proof: Secret<string>,
  at: Instant,
  steps: StepWindow,
): Checked<number> => {
  const step = findStep(engine, secret, proof.reveal(), at, steps)
  return step === undefined ? err([issue('otp.proof_wrong', ['code'])]) : ok(step)
}
