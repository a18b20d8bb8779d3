import { usePeer } from '../peer.ts'
import type { Argon2Engine } from './argon2-engine.ts'

const algorithms = { argon2d: 0, argon2i: 1, argon2id: 2 } as const
const versions = { 16: 0, 19: 1 } as const

type Options = Readonly<
  Record<'algorithm' | 'version' | 'memoryCost' | 'timeCost' | 'parallelism' | 'outputLen', number>
> & { readonly salt: Buffer }

/**
 * The part of the package that we call. Its enums are written as numbers, because they exist only in its type
 * declarations.
 */
type Library = { readonly hashRaw: (password: Buffer, options: Options) => Promise<Buffer> }

const load = (): Promise<Library> => usePeer('@node-rs/argon2', () => import('@node-rs/argon2'))

/** The npm package `@node-rs/argon2`, an optional peer: it makes the same hashes as `argon2`, in less time. */
export const nodeRsArgon2: Argon2Engine = Object.assign<Argon2Engine, Pick<Argon2Engine, 'load'>>(
  async (password, task) => {
    const { hashRaw } = await load()
    return hashRaw(password, {
      algorithm: algorithms[task.variant],
      version: versions[task.version],
      memoryCost: task.memory,
      timeCost: task.passes,
      parallelism: task.parallelism,
      salt: task.salt,
      outputLen: task.digestBytes,
    })
  },
  { load },
)
