import type { PasswordVerifier } from '@keepsake/domain'
import { err, ok, okAsync } from 'neverthrow'
import { hashFormats, type HashFormatSettings } from './formats/table.ts'
import { processTurns, type Turns } from './turns.ts'

export type PasswordVerifierOptions = Partial<HashFormatSettings> & { readonly turns?: Turns }

/**
 * Reads every hash format of the table. A hash is `outdated` where it is weaker than argon2id with the parameters
 * given as `current`.
 */
export const openPasswordVerifier = (options: PasswordVerifierOptions = {}): PasswordVerifier => {
  const { turns = processTurns, ...settings } = options
  const formats = hashFormats(settings)
  const byId = new Map(formats.map((format) => [format.id, format]))
  return {
    recognise: (encoded) => {
      for (const { id, read } of formats) {
        const hash = read(encoded)
        if (hash !== undefined) return hash.tooCostly ? err('too-costly') : ok({ format: id, encoded })
      }
      return err('unknown')
    },
    verify: (text, { format, encoded }) => {
      // Bounds are asked again: a stored hash may have come there by another way than `recognise`.
      const hash = byId.get(format)?.read(encoded)
      if (hash === undefined || hash.tooCostly) return okAsync('not-mine')
      return turns
        .take(() => hash.matches(text))
        .map((matches) => (matches ? (hash.outdated ? 'outdated' : 'right') : 'wrong'))
    },
  }
}
