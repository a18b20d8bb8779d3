import type { TotpAlgorithm, TotpEngine, TotpSecret } from '@keepsake/domain'
import { createGuardrails, generateSync, ScureBase32Plugin } from 'otplib'

/**
 * The domain decides how long a secret may be, and users have secrets of 10 bytes. The upper limit only has to be above
 * that rule.
 */
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 1, MAX_SECRET_BYTES: 1024 })

const base32 = new ScureBase32Plugin()

const algorithms = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const satisfies Record<
  TotpAlgorithm,
  string
>

/** Codes by otplib. Throws for a step that is no natural number, and for a secret that is not base32. */
export const totpEngine: TotpEngine = {
  codeAt: (secret, step) =>
    generateSync({
      strategy: 'hotp',
      secret: keyBytes(secret),
      counter: step,
      algorithm: algorithms[secret.algorithm],
      digits: secret.digits,
      guardrails,
    }),
}

/**
 * If the length of a secret is no whole number of bytes, it ends in spare bits. Authenticator apps drop these bits,
 * whatever they are; otplib refuses them. So the text is filled up, decoded, and cut to its whole bytes.
 */
const keyBytes = ({ base32: text }: TotpSecret): Uint8Array => {
  const characters = text.reveal()
  const filled = characters.padEnd(Math.ceil(characters.length / 8) * 8, 'A')
  return base32.decode(filled).slice(0, Math.floor((characters.length * 5) / 8))
}
