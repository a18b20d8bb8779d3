import { pathToFileURL } from 'node:url'
import { err, ok, type Result } from 'neverthrow'

/**
 * The operator's own code, which makes a row of a record. For the records of a system, `row` is what Keepsake has made of it.
 * Answers nothing if the record is no user.
 */
export type Mapper = (record: unknown, row: unknown) => unknown

/** Loads a module whose default export is such a function. Answers why it cannot be used. */
export const loadMapper = async (file: string): Promise<Result<Mapper, string>> => {
  try {
    const { default: mapper } = (await import(pathToFileURL(file).href)) as { readonly default?: unknown }
    return typeof mapper === 'function'
      ? ok(mapper as Mapper)
      : err('its default export must be a function (record, row) => row')
  } catch (cause) {
    return err(String(cause))
  }
}
