import { statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Turns } from '../turns.ts'
import type { Connection } from './connection.ts'
import { isLeftIn } from './gaps.ts'
import { rewrite } from './rewrite.ts'

/** Makes sure that deleted texts are removed from the files too. */
export type Eraser = {
  /**
   * Erases these texts, which no row holds any more; the caller must have the turn to write. Never fails: it tries
   * again later.
   */
  readonly erase: (texts: readonly string[]) => Promise<void>
  /** Makes a last try, and no further ones. */
  readonly end: () => Promise<void>
}

export type EraserOptions = {
  readonly file: string
  readonly writer: Connection
  readonly writing: Turns
}

/**
 * Up to this size, in bytes, a file is rewritten as soon as something is left in it: that takes some ten seconds at
 * most.
 */
const mostRewritten = 512 * 2 ** 20

/** How long a deletion waits for other readers to stop using the log, and how long it is until the next try, in ms. */
const [patience, retryAfter] = [300, 1000]

export const openEraser = ({ file, writer, writing }: EraserOptions): Eraser => {
  const pending = new Set<string>()
  let retry: NodeJS.Timeout | undefined

  const attempt = async (): Promise<void> => {
    const texts = [...pending]
    try {
      if (!(await truncateLog(writer))) return
      // A larger file is not even searched, because that would add seconds to every deletion: use `compact` for it.
      if (statSync(file).size <= mostRewritten && (await isLeftIn(file, texts))) {
        await rewrite(file)
        if (!(await truncateLog(writer)) || (await isLeftIn(file, texts))) return
      }
      for (const text of texts) pending.delete(text)
    } catch {
      // A full disk, or a file that was removed: the next write reports it.
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

/**
 * Writes the log into the file and empties it. Answers whether it is empty: a process that still reads from the log
 * keeps it.
 */
const truncateLog = async (writer: Connection): Promise<boolean> => {
  const giveUpAt = performance.now() + patience
  for (;;) {
    if (writer.get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy'] === 0) return true
    if (performance.now() > giveUpAt) return false
    await pause(10)
  }
}
