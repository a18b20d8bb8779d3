import { issue, parseJson, type Checked } from '@keepsake/domain'
import { err } from 'neverthrow'

export { parseJson } from '@keepsake/domain'

/** The same from bytes. Bytes that are not UTF-8 are refused: a replacement character would change a name or a password. */
export const parseJsonBytes = (bytes: Uint8Array): Checked<unknown> => {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return err([issue('request.not_json')])
  }
}
