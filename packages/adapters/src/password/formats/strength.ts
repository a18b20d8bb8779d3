import type { Strength } from '@keepsake/domain'

const graded = (value: number, fair: number, strong: number): Strength =>
  value >= strong ? 'strong' : value >= fair ? 'fair' : 'weak'

/** NIST SP 800-63B (2017) asks for at least 10,000 iterations of PBKDF2. */
const leastIterations = 10_000

/**
 * OWASP's iterations of PBKDF2 by digest. Each of the other digests has the number of one that costs as much to
 * compute.
 */
const owaspIterations: Readonly<Record<string, number>> = {
  sha1: 1_300_000,
  sha224: 600_000,
  sha256: 600_000,
  sha384: 210_000,
  sha512: 210_000,
  sm3: 600_000,
}

export const pbkdf2Strength = (digest: string, iterations: number): Strength =>
  graded(iterations, leastIterations, owaspIterations[digest] ?? Infinity)

/**
 * A digest that is repeated this many times: at best as good as PBKDF2 below OWASP's number, because it takes no
 * memory.
 */
export const iteratedStrength = (iterations: number): Strength =>
  iterations >= leastIterations ? 'fair' : 'weak'

/** ASVS 5.0 accepts bcrypt from cost 10 on in systems that already use it; these systems write 12 today. */
export const bcryptStrength = (cost: number): Strength => graded(cost, 10, 12)

/**
 * By N·r·p, the time of a check. Fair from 2^17, the interactive parameters of the scrypt paper (2009), and strong from
 * the cheapest of OWASP's equivalent settings (N = 2^14, r = 8, p = 5).
 */
export const scryptStrength = (work: number): Strength => graded(work, 2 ** 17, 5 * 2 ** 17)

/** By KiB times passes. The cheapest of OWASP's equivalent settings is 7 MiB in 5 passes; fair is a tenth of that. */
export const argon2Strength = (memory: number, passes: number): Strength =>
  graded(memory * passes, 3584, 35_840)
