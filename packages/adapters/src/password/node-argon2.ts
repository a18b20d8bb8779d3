import type { Argon2Engine } from './argon2-engine.ts'

/** The numbers of RFC 9106, section 3.2. */
const types = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

/**
 * The npm package `argon2`, which is the engine if none is chosen. It is loaded when the first hash is computed, so
 * that a service with another engine need not have it.
 */
export const nodeArgon2: Argon2Engine = async (password, task) => {
  const { hash } = await import('argon2')
  return hash(password, {
    raw: true,
    type: types[task.variant],
    version: task.version,
    memoryCost: task.memory,
    timeCost: task.passes,
    parallelism: task.parallelism,
    salt: task.salt,
    hashLength: task.digestBytes,
  })
}
