import { fileBytes, type ByteSource } from '../composition/record-adapters.ts'
import { openRecordFile, type OpenOptions, type RecordFile } from '../composition/record-adapters.ts'
import { spool } from '../composition/record-adapters.ts'
import { basename } from 'node:path'
import type { Terminal } from '../terminal/terminal.ts'
import { showFault } from './show-fault.ts'

/** The name of standard input. */
const standardInput = '-'

/** What the flags of a command say of its file. The rest is found in the file. */
export type FileOptions = Omit<OpenOptions, 'name'>

/**
 * Opens a file of records for the work, which may read it several times. Standard input is kept sealed until the work is
 * over. Says so if the file cannot be read.
 */
export const withRecordFile = async (
  file: string,
  options: FileOptions,
  terminal: Terminal,
  work: (opened: RecordFile) => Promise<number>,
): Promise<number> => {
  if (file !== standardInput) return open(fileBytes(terminal.path(file)), file, options, terminal, work)
  const kept = await spool(terminal.input)
  try {
    return await open(kept, 'standard input', options, terminal, work)
  } finally {
    await kept.close()
  }
}

const open = async (
  source: ByteSource,
  name: string,
  options: FileOptions,
  terminal: Terminal,
  work: (opened: RecordFile) => Promise<number>,
): Promise<number> => {
  const opened = await openRecordFile(source, { ...options, name: basename(name) })
  return opened.isOk() ? work(opened.value) : showFault(name, opened.error, terminal)
}
