import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  unavailable,
  type Instant,
  type Message,
  type NoticeSender,
  type Unavailable,
} from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { networkCode } from './network-failure.ts'
import type { WriteMessage, WrittenMessage } from './written-message.ts'

export type CaptureFolderOptions = {
  /** Created if it does not exist. */
  readonly folder: string
  readonly write: WriteMessage
}

/** What would have been sent, in words, with secrets in clear, and when it was written. */
export type CapturedMessage = Pick<Message, 'key' | 'kind' | 'channel' | 'to'> &
  Omit<WrittenMessage, 'facts'> & { readonly at: Instant }

/** Only the owner can read them: they hold passwords. */
const modes = { folder: 0o700, file: 0o600 } as const

/**
 * A sender that sends nothing and keeps every message as a JSON file, for development. Do not use it with real users:
 * anybody who reads the folder reads every password that was sent. A repeat replaces the message that it repeats.
 */
export const openCaptureFolder = ({ folder, write }: CaptureFolderOptions): NoticeSender => ({
  send: (message) =>
    write(message).asyncAndThen(({ subject, text, html, sms, language }) =>
      inFolder(async () => {
        const { key, kind, channel, to } = message
        const file = join(folder, `${encodeURIComponent(key)}${suffix}`)
        await mkdir(folder, { recursive: true, mode: modes.folder })
        // Renamed to its final name, so that no reader finds half of it.
        await writeFile(
          `${file}.part`,
          JSON.stringify({ key, kind, channel, to, language, subject, text, html, sms }),
          {
            mode: modes.file,
          },
        )
        await rename(`${file}.part`, file)
      }),
    ),
})

/** Everything that a sender has kept in a folder, oldest first; nothing if there is no such folder. */
export const listCaptured = (folder: string): ResultAsync<readonly CapturedMessage[], Unavailable> =>
  inFolder(async () => {
    const names = await readdir(folder).catch(nothingThere)
    const kept = names.filter((name) => name.endsWith(suffix)).map((name) => readCaptured(join(folder, name)))
    return (await Promise.all(kept)).toSorted(
      (one, other) => one.at - other.at || (one.key < other.key ? -1 : 1),
    )
  })

const suffix = '.json'

const readCaptured = async (file: string): Promise<CapturedMessage> => {
  const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
  return { ...(JSON.parse(text) as Omit<CapturedMessage, 'at'>), at: mtimeMs }
}

const nothingThere = (cause: NodeJS.ErrnoException): readonly string[] => {
  if (cause.code === 'ENOENT') return []
  throw cause
}

const inFolder = <T>(work: () => Promise<T>): ResultAsync<T, Unavailable> =>
  ResultAsync.fromThrowable(work, (cause) =>
    unavailable('notice-sender', new Error(`the folder of captured notices: ${networkCode(cause)}`)),
  )()
