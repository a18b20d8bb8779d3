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
 * Makes a port's `open` of a function that decrypts: calls are served in order, one in each turn of the event loop,
 * so that timers and sockets get theirs in between. (An immediate for each call would not do: Node runs all that are
 * due in one go.) An error thrown is a fault of ours or of the engine, never of the ciphertext: `Unavailable`.
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
