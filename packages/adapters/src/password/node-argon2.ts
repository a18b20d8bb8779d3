import type * as argon2 from 'argon2'
import { usePeer } from '../peer.ts'
import type { Argon2Engine } from './argon2-engine.ts'

/** The numbers of RFC 9106, section 3.2. */
const types = { argon2d: 0, argon2i: 1, argon2id: 2 } as const

const load = (): Promise<typeof argon2> => usePeer('argon2', () => import('argon2'))

/** The npm package `argon2`, an optional peer. It is the engine if none is chosen. */
export const nodeArgon2: Argon2Engine = Object.assign<Argon2Engine, Pick<Argon2Engine, 'load'>>(
  async (password, task) => {
    const { hash } = await load()
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
  },
  { load },
)
