import { conceal } from '../../kernel/secret.ts'
import type { RandomBytes } from '../../kernel/system.ts'
import { encodeBase32 } from './base32.ts'
import { contractTotpParameters } from './totp-parameters.ts'
import type { TotpSecret } from './totp-secret.ts'

/** RFC 4226, section 4, recommends 160 bits. */
const secretBytes = 20

/** Makes the secret of a new authenticator, with the parameters that every authenticator app assumes. */
export const generateTotpSecret = (randomBytes: RandomBytes): TotpSecret => ({
  base32: conceal(encodeBase32(randomBytes(secretBytes))),
  ...contractTotpParameters,
})
