import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A hash that another implementation made of a password. Its file has the command. */
export type Vector = { readonly format: string; readonly password: string; readonly encoded: string }

const folder = join(import.meta.dirname, '../../vectors/password')

type Recorded = { readonly vectors: readonly (Omit<Vector, 'format'> & { readonly format?: string })[] }

/** A file of one format is named after it. */
const vectors: readonly Vector[] = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded).vectors.map((each) => ({
    format: file.replace('.json', ''),
    ...each,
  })),
)

/** The first recorded hash of a format whose text fits. */
export const vectorOf = (format: string, fits: RegExp = /./u): Vector => {
  const found = vectors.find((each) => each.format === format && fits.test(each.encoded))
  if (found === undefined) throw new Error(`no vector of ${format}`)
  return found
}

/** The fields of a recorded hash that is JSON. */
export const fieldsOf = ({ encoded }: Vector): Readonly<Record<string, never>> =>
  JSON.parse(encoded) as Readonly<Record<string, never>>
