import { statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Turns } from '../turns.ts'
import type { Connection } from './connection.ts'
import { isLeftIn } from './gaps.ts'
import { rewrite } from './rewrite.ts'

/** Sees to it that what was deleted is no longer in the files either. */
export type Eraser = {
  /** Erases these texts, which no row holds any more, by whoever has the turn to write. Never fails: it tries again later. */
  readonly erase: (texts: readonly string[]) => Promise<void>
  /** Makes a last try, and no further ones. */
  readonly end: () => Promise<void>
}

export type EraserOptions = {
  readonly file: string
  readonly writer: Connection
  readonly writing: Turns
}

/** Up to here, in bytes, a file is rewritten as soon as something is left in it: that takes some ten seconds at the most. */
const mostRewritten = 512 * 2 ** 20

/** How long a deletion waits for other readers to let go of the log, in ms, and how long it then takes to the next try. */
const [patience, retryAfter] = [300, 1000]

export const openEraser = ({ file, writer, writing }: EraserOptions): Eraser => {
  const pending = new Set<string>()
  let retry: NodeJS.Timeout | undefined

  const attempt = async (): Promise<void> => {
    const texts = [...pending]
    try {
      if (!(await truncateLog(writer))) return
      // A larger file is not even searched, which would take seconds of every deletion: `compact` is for it.
      if (statSync(file).size <= mostRewritten && (await isLeftIn(file, texts))) {
        await rewrite(file)
        if (!(await truncateLog(writer)) || (await isLeftIn(file, texts))) return
      }
      for (const text of texts) pending.delete(text)
    } catch {
      // A disk that is full, or a file that was taken away: the next write tells of it.
    }
  }
  const later = (): void => {
    if (pending.size === 0) return
    retry = setTimeout(() => void again(), retryAfter).unref()
  }
  const again = async (): Promise<void> => {
    const endTurn = await writing.take()
    await attempt()
    endTurn()
    later()
  }
  return {
    erase: async (texts) => {
      for (const text of texts) pending.add(text)
      clearTimeout(retry)
      await attempt()
      later()
    },
    end: async () => {
      clearTimeout(retry)
      if (pending.size > 0) await attempt()
      pending.clear()
    },
  }
}

/** Writes the log into the file and empties it. Answers whether it is empty: who still reads from it keeps it. */
const truncateLog = async (writer: Connection): Promise<boolean> => {
  const giveUpAt = performance.now() + patience
  for (;;) {
    if (writer.get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] === 0) return true
    if (performance.now() > giveUpAt) return false
    await pause(10)
  }
}
