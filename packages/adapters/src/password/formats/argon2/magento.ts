import type { Argon2Engine, Argon2Task } from '../../argon2-engine.ts'
import { digestOf, sameBytes } from '../digest/digest.ts'
import { saltPrefix } from '../digest/recipes.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { argon2Strength } from '../strength.ts'
import { argon2Bounds } from './argon2.ts'

/** One step of Magento: a digest with the salt before the password, or argon2id with these bytes, passes and KiB. */
type Step =
  | { readonly kind: 'digest'; readonly digest: 'md5' | 'sha256' }
  | { readonly kind: 'argon2'; readonly bytes: number; readonly passes: number; readonly memory: number }

type MagentoHash = { readonly digest: Buffer; readonly salt: Buffer; readonly steps: readonly Step[] }

const version = String.raw`(?:[012]|3_\d{1,3}_\d{1,3}_\d{1,10})`
const shape = new RegExp(
  String.raw`^([0-9a-f]{32,256}):([0-9A-Za-z]{1,128}):(${version}(?::${version}){0,3})$`,
  'u',
)

/**
 * Whether a text has the shape of these hashes. If it has, the part after the first colon is no salt of another system.
 */
export const isMagento = (encoded: string): boolean => shape.test(encoded)

/**
 * Magento 2's `<digest in hex>:<salt>:<version>`. A version is 0 for MD5, 1 for SHA-256, 2 for argon2id and 3 with its
 * parameters after it. Hashes that an upgrade has hashed again have several versions, the first one first.
 */
export const magentoFormat = (engine: Argon2Engine): HashFormat =>
  hashFormat<MagentoHash>({
    id: 'magento',
    parse,
    bounds: argon2Bounds.map(({ of, ...bound }) => ({
      ...bound,
      of: (hash) => Math.max(0, ...argon2Of(hash).map((step) => of(taskOf(step)))),
    })),
    strength: (hash) => {
      const [argon2] = argon2Of(hash)
      return argon2 === undefined ? 'weak' : argon2Strength(argon2.memory, argon2.passes)
    },
    matches: async (password, { digest, salt, steps }) => {
      let text = password
      for (const step of steps) text = Buffer.from((await compute(step, text, salt, engine)).toString('hex'))
      return sameBytes(text, Buffer.from(digest.toString('hex')))
    },
    wrappable: ({ digest, salt, steps: [first, ...others] }) =>
      first?.kind === 'digest' && others.length === 0
        ? { recipe: saltPrefix(first.digest), salt, digest }
        : undefined,
  })

const compute = async (step: Step, text: Buffer, salt: Buffer, engine: Argon2Engine): Promise<Buffer> =>
  step.kind === 'digest'
    ? digestOf(step.digest, salt, text)
    : engine(text, { ...taskOf(step), salt: Buffer.alloc(saltBytes, salt) })

/** libsodium takes exactly this many: a longer salt is cut, a shorter one is repeated. */
const saltBytes = 16

type Argon2Step = Extract<Step, { readonly kind: 'argon2' }>

const argon2Of = ({ steps }: MagentoHash): readonly Argon2Step[] =>
  steps.filter((step) => step.kind === 'argon2')

const noBytes = Buffer.alloc(0)

const taskOf = ({ bytes, passes, memory }: Argon2Step): Argon2Task & { readonly digest: Buffer } => ({
  variant: 'argon2id',
  version: 19,
  memory,
  passes,
  parallelism: 1,
  salt: noBytes,
  digest: noBytes,
  digestBytes: bytes,
})

const parse = (encoded: string): MagentoHash | undefined => {
  const [, hex, salt, versions] = shape.exec(encoded) ?? []
  if (hex === undefined || versions === undefined) return undefined
  const steps = versions.split(':').map(stepOf)
  const last = steps.at(-1)
  if (last === undefined || steps.filter(({ kind }) => kind === 'argon2').length > 1) return undefined
  if (steps.some((step) => step.kind === 'argon2' && !isSound(step))) return undefined
  const bytes = last.kind === 'digest' ? sizes[last.digest] : last.bytes
  const digest = Buffer.from(hex, 'hex')
  return digest.length === bytes ? { digest, salt: Buffer.from(salt!), steps } : undefined
}

const sizes = { md5: 16, sha256: 32 } as const

/** argon2 needs at least 8 KiB, and no Magento has made less than 16 bytes. */
const isSound = ({ bytes, passes, memory }: Argon2Step): boolean =>
  bytes >= 16 && bytes <= 128 && passes > 0 && memory >= 8

const stepOf = (version: string): Step => {
  if (version === '0') return { kind: 'digest', digest: 'md5' }
  if (version === '1') return { kind: 'digest', digest: 'sha256' }
  // Version 2 is what libsodium calls interactive; version 3 states its parameters. Both count memory in bytes.
  const [, bytes = 32, passes = 2, memory = 67_108_864] = version.split('_').map(Number)
  return { kind: 'argon2', bytes, passes, memory: Math.floor(memory / 1024) }
}
