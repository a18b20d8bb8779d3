import { checkNumbers, configuredUnder, refuseConfiguration } from '@keepsake/domain'

/** How much of a file is taken into memory, and how far it may unpack. */
export type RecordBounds = {
  /** The largest record, in bytes of UTF-8. */
  readonly maxRecordBytes: number
  /** How many times its size a compressed file may unpack to. The first 16 MiB are free. */
  readonly maxRatio: number
}

/** Throws a configuration error if a bound is less than 1: no record would fit. */
export const refuseBounds = (bounds: RecordBounds): void =>
  refuseConfiguration(
    configuredUnder(
      ['bounds'],
      checkNumbers(bounds, { maxRecordBytes: { least: 1 }, maxRatio: { least: 1 } }),
    ),
  )

/**
 * A user with 50 linked identities has less than 1 MiB. Exports of real users pack to a twentieth of their size; the most
 * that gzip can do is 1,032.
 */
export const defaultBounds: RecordBounds = { maxRecordBytes: 1_048_576, maxRatio: 200 }
