import { issue, openJson, type Checked, type JsonBounds, type OpenedJson } from '@keepsake/domain'
import { err } from 'neverthrow'

export { parseJson } from '@keepsake/domain'

/** Reads JSON as `parseJson` does, from bytes. */
export const parseJsonBytes = (bytes: Uint8Array): Checked<unknown> =>
  openJsonBytes(bytes).andThen(({ check }) => check())

/** As `openJson` does. Bytes that are not UTF-8 are refused: replaced, they would change a name or a password. */
export const openJsonBytes = (bytes: Uint8Array, bounds?: JsonBounds): Checked<OpenedJson> => {
  try {
    return openJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), bounds)
  } catch {
    return err([issue('request.not_json')])
  }
}
