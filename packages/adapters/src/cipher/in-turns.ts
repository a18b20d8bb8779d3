import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  conceal,
  unavailable,
  type TooShort,
  type TransportCipher,
  type Undecryptable,
} from '@keepsake/domain'
import { ResultAsync, type Result } from 'neverthrow'

/** Reads one ciphertext, on the calling thread. */
export type Decrypt = (ciphertext: string) => Result<string, Undecryptable | TooShort>

/**
 * Makes a port's `open` from a function that decrypts. Calls are served in order, one in each turn of the event loop,
 * so that timers and sockets run in between. (An immediate for each call would not do: Node runs all immediates that
 * are due in one go.) A thrown error is our own fault or the engine's, never the ciphertext's: `Unavailable`.
 */
export const openInTurns = (decrypt: Decrypt): TransportCipher['open'] => {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (ciphertext: string): Promise<ReturnType<Decrypt>> => {
    const mine = last.then(() => nextTurn()).then(() => decrypt(ciphertext))
    last = mine.catch(() => undefined)
    return mine
  }
  return (ciphertext) =>
    ResultAsync.fromPromise(inTurn(ciphertext), (cause) => unavailable('transport-cipher', cause))
      .andThen((read) => read)
      .map(conceal)
}
