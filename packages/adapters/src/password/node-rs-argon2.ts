import { hashRaw } from '@node-rs/argon2'
import type { Argon2Engine } from './argon2-engine.ts'

const algorithms = { argon2d: 0, argon2i: 1, argon2id: 2 } as const
const versions = { 16: 0, 19: 1 } as const

type Options = Readonly<
  Record<'algorithm' | 'version' | 'memoryCost' | 'timeCost' | 'parallelism' | 'outputLen', number>
> & { readonly salt: Buffer }

/** What we call of the package, with numbers for its enums, which exist in its declarations alone. */
const compute: (password: Buffer, options: Options) => Promise<Buffer> = hashRaw

/** The npm package `@node-rs/argon2`, an optional peer: the hashes are those of `argon2`, and take less time. */
export const nodeRsArgon2: Argon2Engine = (password, task) =>
  compute(password, {
    algorithm: algorithms[task.variant],
    version: versions[task.version],
    memoryCost: task.memory,
    timeCost: task.passes,
    parallelism: task.parallelism,
    salt: task.salt,
    outputLen: task.digestBytes,
  })
