import { isForeignSource } from '@keepsake/app/foreign'
import { issue } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { loadMapper } from '../composition/load-mapper.ts'
import { faultOf, startOfText } from '../composition/record-adapters.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openInputFiles, type InputFiles } from './input-files.ts'
import type { OwnRules } from './map-record.ts'
import { openForeign } from './open-foreign.ts'
import { openNative } from './open-native.ts'
import { readMappingFile } from './read-mapping-file.ts'
import type { Source, SourceFault } from './source.ts'
import type { SourceOptions } from './source-options.ts'

/** Opens the files of an export, whatever their order. Close the source after use. */
export const openSource = async (
  options: SourceOptions,
  terminal: Pick<Terminal, 'path' | 'input'>,
): Promise<Result<Source, SourceFault>> => {
  const inputs = openInputFiles(terminal)
  const opened = await open(options, inputs, terminal.path).catch(async (cause: unknown) => {
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

const open = async (
  options: SourceOptions,
  inputs: InputFiles,
  path: Terminal['path'],
): Promise<Result<Source, SourceFault>> => {
  const rules = await ownRules(options, inputs, path)
  if (rules.isErr()) return err(rules.error)
  return options.from !== undefined && isForeignSource(options.from)
    ? openForeign(options.from, options, rules.value, inputs)
    : openNative(options, rules.value, inputs)
}

const ownRules = async (
  { mapping: mappingFile, module }: SourceOptions,
  inputs: InputFiles,
  path: Terminal['path'],
): Promise<Result<OwnRules, SourceFault>> => {
  const mapping = mappingFile === undefined ? ok(undefined) : await readMappingFile(mappingFile, inputs)
  if (mapping.isErr()) return err(mapping.error)
  const mapper = module === undefined ? ok(undefined) : await loadMapper(path(module))
  if (mapper.isErr()) {
    const issues = [issue('file.unreadable', [], { reason: mapper.error })]
    return err({
      file: module ?? '',
      fault: { position: { ...startOfText, row: 0 }, issues, canGoOn: false },
    })
  }
  return ok({
    ...(mapping.value !== undefined && { mapping: mapping.value }),
    ...(mapper.value !== undefined && { mapper: mapper.value }),
  })
}

/** A stream that breaks while it is kept. */
const faultIn = (cause: unknown): SourceFault => {
  const fault = faultOf(cause)
  if (fault === undefined) throw cause
  const position = { ...startOfText, ...fault.place, row: 0 }
  return { file: 'standard input', fault: { position, issues: fault.issues, canGoOn: false } }
}
