import { err, ok, type Result } from 'neverthrow'
import { defaultBounds, openRecordFile } from '../composition/record-adapters.ts'
import { toFileOptions, type FileFlags } from '../import/file-flags.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { openInputFiles } from './input-files.ts'
import type { SourceFault } from './source.ts'
import { anyLists } from './lists.ts'

/** The first records of a file of any form. Those that cannot be read are left out. */
export const readFirstRecords = async (
  file: string,
  flags: FileFlags,
  most: number,
  terminal: Pick<Terminal, 'path' | 'input'>,
): Promise<Result<readonly unknown[], SourceFault>> => {
  const inputs = openInputFiles(terminal)
  try {
    const { name, bytes } = await inputs.open(file)
    const opened = await openRecordFile(bytes, {
      ...toFileOptions(flags, undefined, anyLists, defaultBounds),
      name,
    })
    if (opened.isErr()) return err({ file: name, fault: opened.error })
    const records: unknown[] = []
    for await (const each of opened.value.reader.read()) {
      if (each.isOk()) records.push(each.value.record)
      else if (!each.error.canGoOn) return err({ file: name, fault: each.error })
      if (records.length === most) break
    }
    return ok(records)
  } finally {
    await inputs.close()
  }
}
