import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Sends a message to a process and answers its next one. Throws where the process dies instead. */
export const ask = async <T>(child: ChildProcess, message: object | string): Promise<T> => {
  const gone = new AbortController()
  const died = once(child, 'exit', { signal: gone.signal }).then(() => {
    throw new Error('A contender has died')
  })
  const answered = once(child, 'message', { signal: gone.signal })
  child.send(message)
  try {
    const [answer] = (await Promise.race([answered, died])) as [T]
    return answer
  } finally {
    gone.abort()
    await Promise.allSettled([answered, died])
  }
}
