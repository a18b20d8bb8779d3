import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileBytes, spool, type ByteSource } from '../composition/record-adapters.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** A file of a source: its name as it was given, and its bytes. */
export type InputFile = { readonly name: string; readonly bytes: ByteSource }

/** The files of a source while it is open. */
export type InputFiles = {
  /** Opens a file by its name. Rejects with a fault of a file if a stream breaks. */
  readonly open: (name: string) => Promise<InputFile>
  readonly close: () => Promise<void>
}

/** The name of standard input. */
const standardInput = '-'

/** Opens files that can be read several times. Streams, such as standard input and pipes, are kept sealed until the end. */
export const openInputFiles = ({ path, input }: Pick<Terminal, 'path' | 'input'>): InputFiles => {
  const kept = new Map<string, Awaited<ReturnType<typeof spool>>>()
  const keep = async (name: string, stream: AsyncIterable<string | Uint8Array>): Promise<ByteSource> => {
    const spooled = kept.get(name) ?? (await spool(stream))
    kept.set(name, spooled)
    return spooled
  }
  return {
    open: async (name) => {
      if (name === standardInput) return { name: 'standard input', bytes: await keep(name, input) }
      const file = path(name)
      const bytes = (await isStream(file)) ? await keep(name, createReadStream(file)) : fileBytes(file)
      return { name, bytes }
    },
    close: async () => {
      for (const spooled of kept.values()) await spooled.close()
    },
  }
}

/** A pipe can be read once. A file that is missing is found when it is read. */
const isStream = async (file: string): Promise<boolean> => {
  const found = await stat(file).catch(() => undefined)
  return found !== undefined && (found.isFIFO() || found.isSocket() || found.isCharacterDevice())
}

/** SHA-256 of files in their order, each with what it is for, and of a text, in hex. */
export const digestOf = async (
  files: readonly (InputFile & { readonly role: string })[],
  beside: string,
): Promise<string> => {
  const whole = createHash('sha256').update(beside)
  for (const { role, bytes } of files) {
    const one = createHash('sha256')
    for await (const chunk of bytes.read()) one.update(chunk)
    whole.update(`\n${JSON.stringify(role)} ${one.digest('hex')}`)
  }
  return whole.digest('hex')
}
