import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { BodyBudget, BodyKind } from './body-budget.ts'
import type { BodySource } from './body-source.ts'
import { collectPieces } from './collect-pieces.ts'

/** How a body is read: its kind, its maximum size in bytes, and its maximum time to arrive in milliseconds. */
export type BodyAllowance = {
  readonly kind: BodyKind
  readonly maxBytes: number
  readonly arrivalMs: number
}

/**
 * A body that was read, or the reason why not. In both cases call `release` once: it frees the memory, and the bytes are
 * gone.
 */
export type ReadBody = { readonly bytes: Checked<Uint8Array>; readonly release: () => void }

/**
 * Reads a body into one block of memory. `declared` is its declared length, if any. A body that is too long, too slow,
 * incomplete, or too large for the budget, is an issue. The rest of it is not read.
 */
export const readBody = (
  source: BodySource,
  declared: number | undefined,
  { kind, maxBytes, arrivalMs }: BodyAllowance,
  budget: BodyBudget,
): Promise<ReadBody> => {
  const tooLarge = issue('request.too_large', [], { max: maxBytes })
  if ((declared ?? 0) > maxBytes) return Promise.resolve({ bytes: err([tooLarge]), release: nothing })
  return new Promise((resolve) => {
    let stop = nothing
    const settle = (bytes: Checked<Uint8Array>): void => {
      clearTimeout(deadline)
      stop()
      resolve({ bytes, release })
    }
    const refuse = (why: Issue): void => settle(err([why]))
    const tooSlow = issue('request.too_slow', [], { seconds: arrivalMs / 1000 })
    const deadline = setTimeout(() => refuse(tooSlow), arrivalMs)
    const account = budget.open(kind, () => refuse(busy))
    const pieces = collectPieces(maxBytes, declared, account.take)
    const release = (): void => {
      pieces.close()
      account.close()
    }
    stop = source({
      piece: (bytes) => {
        const added = pieces.add(bytes)
        if (added !== 'added') refuse(added === 'no-room' ? busy : tooLarge)
      },
      end: () => {
        account.arrived()
        settle(ok(pieces.bytes()))
      },
      // The caller left before the end of its body.
      fail: () => refuse(issue('request.not_json')),
    })
  })
}

const busy = issue('request.server_busy')

const nothing = (): void => undefined
