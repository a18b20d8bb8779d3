import { readMapping, type Mapping } from '@keepsake/app/mapping'
import { parseJsonBytes } from '@keepsake/http/wire'
import { err, type Result } from 'neverthrow'
import { faultOf, fileFault, startOfText } from '../composition/record-adapters.ts'
import type { InputFiles } from './input-files.ts'
import type { SourceFault } from './source.ts'

/** A mapping is written by hand. */
const longestMapping = 1_048_576

/** Reads a mapping file. What is wrong in it is named by its path. */
export const readMappingFile = async (
  name: string,
  inputs: InputFiles,
): Promise<Result<Mapping, SourceFault>> => {
  const position = { ...startOfText, row: 0 }
  const toFault = (issues: SourceFault['fault']['issues']): SourceFault => ({
    file: name,
    fault: { position, issues, canGoOn: false },
  })
  try {
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of (await inputs.open(name)).bytes.read()) {
      chunks.push(chunk)
      length += chunk.length
      if (length > longestMapping) throw fileFault('file.too_large', { max: 1, unit: 'MiB' })
    }
    return parseJsonBytes(Buffer.concat(chunks)).andThen(readMapping).mapErr(toFault)
  } catch (cause) {
    const fault = faultOf(cause)
    if (fault === undefined) throw cause
    return err(toFault(fault.issues))
  }
}
