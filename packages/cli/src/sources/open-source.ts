import { isForeignSource } from '@keepsake/app/foreign'
import { err, type Result } from 'neverthrow'
import { faultOf, startOfText } from '../composition/record-adapters.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openInputFiles } from './input-files.ts'
import { openForeign } from './open-foreign.ts'
import { openNative } from './open-native.ts'
import type { Source, SourceFault } from './source.ts'
import type { SourceOptions } from './source-options.ts'

/** Opens the files of an export, whatever their order. Close the source after use. */
export const openSource = async (
  options: SourceOptions,
  terminal: Pick<Terminal, 'path' | 'input'>,
): Promise<Result<Source, SourceFault>> => {
  const inputs = openInputFiles(terminal)
  const opened = await open(options, inputs).catch(async (cause: unknown) => {
    await inputs.close()
    return err(faultIn(cause))
  })
  if (opened.isErr()) await inputs.close()
  return opened.map((source) => ({
    ...source,
    close: async () => {
      await source.close()
      await inputs.close()
    },
  }))
}

const open = (
  options: SourceOptions,
  inputs: ReturnType<typeof openInputFiles>,
): Promise<Result<Source, SourceFault>> =>
  options.from !== undefined && isForeignSource(options.from)
    ? openForeign(options.from, options, inputs)
    : openNative(options, inputs)

/** A stream that breaks while it is kept. */
const faultIn = (cause: unknown): SourceFault => {
  const fault = faultOf(cause)
  if (fault === undefined) throw cause
  const position = { ...startOfText, ...fault.place, row: 0 }
  return { file: 'standard input', fault: { position, issues: fault.issues, canGoOn: false } }
}
