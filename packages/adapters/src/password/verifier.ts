import {
  openTogether,
  refuseConfiguration,
  type PasswordForm,
  type PasswordHash,
  type PasswordVerifier,
} from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { argon2Parameters } from './argon2-parameters.ts'
import { openArgon2Writer } from './argon2-writer.ts'
import { loadBcrypt } from './formats/bcrypt/bcrypt.ts'
import { encodeArgon2Over } from './formats/argon2/argon2-over.ts'
import { openPossibleFormats } from './formats/by-mark.ts'
import { checkCustomVerifier, customFormat, type CustomVerifier } from './formats/custom.ts'
import { isPlain, readFormatName, writeFormatName, type FormatName } from './formats/format-name.ts'
import type { ReadHash } from './formats/hash-format.ts'
import { loadHashWasm } from './formats/digest/hash-wasm.ts'
import type { BareHash } from './formats/digest/recipes.ts'
import { hashFormats, type HashFormatSettings } from './formats/table.ts'
import { openLooksHashed } from './looks-hashed.ts'
import { nodeArgon2 } from './node-argon2.ts'
import { passwordBytes } from './password-bytes.ts'
import { recogniseHash, takesForm } from './recognise.ts'
import { openReplay } from './replay.ts'
import { openTurns, processTurns, type Turns } from './turns.ts'

export type { CustomVerifier } from './formats/custom.ts'
export { inspectHash, type HashCandidate, type HashInspection } from './inspect.ts'

export type PasswordVerifierOptions = Partial<HashFormatSettings> & {
  readonly turns?: Turns
  /**
   * Custom verifiers, by name. A verifier gets a hash only if the hash's format is named `custom:<name>`; no hash is
   * recognised as custom by its shape.
   */
  readonly custom?: Readonly<Record<string, CustomVerifier>>
}

/**
 * Reads every hash format of the table. A hash is `outdated` if it is weaker than argon2id with the parameters
 * `current`, which are also used to wrap hashes. Rejects with a configuration error for parameters that it would refuse
 * to read back, for a custom verifier whose name is not in kebab-case, and if a package that reads hashes is not
 * installed.
 */
export const openPasswordVerifier = async (
  options: PasswordVerifierOptions = {},
): Promise<PasswordVerifier> => {
  const { turns = processTurns, custom = {}, ...settings } = options
  const { argon2Engine = nodeArgon2 } = settings
  // A package that is missing would otherwise be found by the first user who needs it.
  const { wrapped } = await openTogether({
    custom: () =>
      refuseConfiguration(Object.entries(custom).flatMap(([name, each]) => checkCustomVerifier(name, each))),
    wrapped: () => openWrapper(settings),
    argon2: () => argon2Engine.load?.(),
    bcrypt: loadBcrypt,
    hashWasm: loadHashWasm,
  })
  const formats = hashFormats(settings)
  const ownFormats = Object.entries(custom).map(([name, verifier]) => customFormat(name, verifier))
  // In a separate queue: an old system that does not answer must not delay the checks of other formats.
  const own = new Map(
    ownFormats.map(({ id }) => [id, { replay: openReplay(), turns: openTurns({ atOnce: ownAtOnce }) }]),
  )
  const byId = new Map([...formats, ...ownFormats].map((format) => [format.id, format]))
  const table = { possible: openPossibleFormats(formats), find: (id: string) => byId.get(id) }
  const readAs = ({ format, encoded }: Pick<PasswordHash, 'format' | 'encoded'>): StoredHash | undefined => {
    const name = readFormatName(format)
    const hash = name && byId.get(name.id)?.read(encoded)
    return name && hash && takesForm(hash, name.form) ? { name, hash } : undefined
  }
  return {
    recognise: (encoded, format, details = {}) => recogniseHash(encoded, format, details, table),
    looksHashed: openLooksHashed(formats),
    verify: (text, stored) => {
      // The bounds are checked again: a stored hash may come from elsewhere than `recognise`.
      const { name, hash } = readAs(stored) ?? {}
      if (name === undefined || hash === undefined || hash.tooCostly) return okAsync('not-mine')
      const { bytes, isWhole } = passwordBytes(text, name.form)
      const check = async (): Promise<boolean> => (await hash.matches(bytes)) && isWhole
      const ownFormat = own.get(name.id)
      return (ownFormat?.turns ?? turns)
        .take(() => ownFormat?.replay.timed(check) ?? check(), 'sign-in')
        .map((matches) => (matches ? (hash.outdated || !isPlain(name.form) ? 'outdated' : 'right') : 'wrong'))
    },
    pretend: (format) => {
      const ownFormat = own.get(readFormatName(format)?.id ?? format)
      return ownFormat === undefined
        ? okAsync('not-mine')
        : ownFormat.turns.take(ownFormat.replay.pretend, 'sign-in').map(() => 'wrong')
    },
    describe: (stored) => {
      const hash = readAs(stored)?.hash
      return hash && { strength: hash.strength, wrappable: hash.wrappable !== undefined }
    },
    wrap: (stored) => {
      const { name, hash } = readAs(stored) ?? {}
      const bare = hash?.wrappable
      return name === undefined || bare === undefined
        ? okAsync(stored)
        : turns.take(() => wrapped(bare, name.form), 'import')
    },
  }
}

/** As many custom checks as run at once in all: they mostly wait for another system. */
const ownAtOnce = 8

/** Computes argon2id over the digest of a bare hash, with the parameters that the pool writes today. */
const openWrapper = ({
  current = argon2Parameters,
  argon2Engine = nodeArgon2,
}: Partial<HashFormatSettings>): ((bare: BareHash, form: PasswordForm) => Promise<PasswordHash>) => {
  const { cost, write } = openArgon2Writer(current, argon2Engine, ['current'])
  return async (bare, form) => {
    const encoded = encodeArgon2Over(bare, await write(bare.digest))
    return { format: writeFormatName({ id: 'argon2id-over', form }), cost, encoded }
  }
}

/** A stored hash, read by its format. */
type StoredHash = { readonly name: FormatName; readonly hash: ReadHash }
