import type { RecordFile } from '../composition/record-adapters.ts'
import { inside, parseJson, rejected, type Failure } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { type BrokenFile } from './rows.ts'

/**
 * The values beside the list of a file of ours, by their names. Nothing for a file that is no JSON object. Only `options` is
 * read: any other value is not known here, and its name is enough to refuse it.
 */
export const readBesideList = async ({
  readBeside,
}: RecordFile): Promise<Result<Readonly<Record<string, unknown>>, Failure | BrokenFile>> => {
  if (readBeside === undefined) return ok({})
  const found = await readBeside()
  if (found.isErr()) return err({ fault: found.error })
  const values: [string, unknown][] = []
  for (const { path, text } of found.value) {
    const name = path.join('.')
    const value = name === 'options' && text !== undefined ? inside(path, parseJson(text)) : ok(null)
    if (value.isErr()) return err(rejected(value.error))
    values.push([name, value.value])
  }
  return ok(Object.fromEntries(values))
}
