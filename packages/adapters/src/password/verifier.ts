import type { PasswordHash, PasswordVerifier, UnreadableHash } from '@keepsake/domain'
import { err, ok, okAsync, type Result } from 'neverthrow'
import { argon2Parameters } from './argon2-parameters.ts'
import { openArgon2Writer } from './argon2-writer.ts'
import { encodeArgon2Over } from './formats/argon2-over.ts'
import { customFormat, type CustomVerifier } from './formats/custom.ts'
import { costOf, type HashFormat, type ReadHash } from './formats/hash-format.ts'
import type { BareHash } from './formats/recipes.ts'
import { hashFormats, type HashFormatSettings } from './formats/table.ts'
import { nodeArgon2 } from './node-argon2.ts'
import { openReplay, type Replay } from './replay.ts'
import { processTurns, type Turns } from './turns.ts'

export type { CustomVerifier } from './formats/custom.ts'
export { inspectHash, type HashCandidate, type HashInspection } from './inspect.ts'

export type PasswordVerifierOptions = Partial<HashFormatSettings> & {
  readonly turns?: Turns
  /**
   * Verifiers of formats of one's own, by name. A hash is given to one only where its format is named `custom:<name>`;
   * nothing is told to be one by its shape.
   */
  readonly custom?: Readonly<Record<string, CustomVerifier>>
}

/**
 * Reads every hash format of the table. A hash is `outdated` where it is weaker than argon2id with the parameters
 * given as `current`, with which others are wrapped. Throws at once for parameters that it would refuse to read back,
 * and for a custom verifier whose name is not in kebab-case.
 */
export const openPasswordVerifier = (options: PasswordVerifierOptions = {}): PasswordVerifier => {
  const { turns = processTurns, custom = {}, ...settings } = options
  const formats = hashFormats(settings)
  const ownFormats = Object.entries(custom).map(([name, verifier]) => customFormat(name, verifier))
  const replays: ReadonlyMap<string, Replay> = new Map(ownFormats.map(({ id }) => [id, openReplay()]))
  const wrapped = openWrapper(settings)
  const byId = new Map([...formats, ...ownFormats].map((format) => [format.id, format]))
  const readAs = ({ format, encoded }: Pick<PasswordHash, 'format' | 'encoded'>): ReadHash | undefined =>
    byId.get(format)?.read(encoded)
  return {
    recognise: (encoded, format) =>
      format === undefined ? byShape(encoded, formats) : asNamed(encoded, byId.get(format)),
    verify: (text, { format, encoded }) => {
      // Bounds are asked again: a stored hash may have come there by another way than `recognise`.
      const hash = readAs({ format, encoded })
      if (hash === undefined || hash.tooCostly) return okAsync('not-mine')
      const check = (): Promise<boolean> => hash.matches(text)
      return turns
        .take(() => replays.get(format)?.timed(check) ?? check(), 'sign-in')
        .map((matches) => (matches ? (hash.outdated ? 'outdated' : 'right') : 'wrong'))
    },
    pretend: (format) => {
      const replay = replays.get(format)
      return replay === undefined
        ? okAsync('not-mine')
        : turns.take(replay.pretend, 'sign-in').map(() => 'wrong')
    },
    describe: (hash) => {
      const read = readAs(hash)
      return read && { strength: read.strength, wrappable: read.wrappable !== undefined }
    },
    wrap: (hash) => {
      const bare = readAs(hash)?.wrappable
      return bare === undefined ? okAsync(hash) : turns.take(() => wrapped(bare), 'import')
    },
  }
}

/** Computes argon2id over the digest of a bare hash, with what the pool writes today. */
const openWrapper = ({
  current = argon2Parameters,
  argon2Engine = nodeArgon2,
}: Partial<HashFormatSettings>): ((bare: BareHash) => Promise<PasswordHash>) => {
  const { cost, write } = openArgon2Writer(current, argon2Engine)
  return async (bare) => {
    const encoded = encodeArgon2Over(bare, await write(bare.digest))
    return { format: 'argon2id-over', cost, encoded }
  }
}

type Recognised = Result<PasswordHash, UnreadableHash>

const asNamed = (encoded: string, format: HashFormat | undefined): Recognised =>
  recognised(encoded, format, format?.read(encoded))

const byShape = (encoded: string, formats: readonly HashFormat[]): Recognised => {
  const candidates = formats.flatMap((format) => {
    const hash = format.read(encoded)
    return hash === undefined ? [] : [{ format, hash }]
  })
  const [only] = candidates
  return candidates.length > 1 || only?.format.mustBeNamed === true
    ? err('ambiguous')
    : recognised(encoded, only?.format, only?.hash)
}

const recognised = (
  encoded: string,
  format: HashFormat | undefined,
  hash: ReadHash | undefined,
): Recognised => {
  if (format === undefined || hash === undefined) return err('unknown')
  return hash.tooCostly ? err('too-costly') : ok({ format: format.id, cost: costOf(hash), encoded })
}
