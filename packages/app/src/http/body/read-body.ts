import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { BodyAccount, BodyBudget, BodyKind } from './body-budget.ts'
import { collectPieces } from './collect-pieces.ts'

/** How a body is read: as one of which kind, at most so many bytes, which arrive within so many milliseconds. */
export type BodyAllowance = {
  readonly kind: BodyKind
  readonly maxBytes: number
  readonly arrivalMs: number
}

/** A body that was read, or why it was not. Its memory counts as taken until `release` is called, once, in either case. */
export type ReadBody = { readonly bytes: Checked<Uint8Array>; readonly release: () => void }

/**
 * Reads a body into one piece of memory. One that is too long or too slow, or for which the budget has no room, is an issue,
 * and so is one that breaks off. The rest of it is not read.
 */
export const readBody = async (
  request: Request,
  allowance: BodyAllowance,
  budget: BodyBudget,
): Promise<ReadBody> => {
  const { kind, maxBytes } = allowance
  const declared = Number(request.headers.get('content-length') ?? Number.NaN)
  if (declared > maxBytes) return { bytes: err([tooLarge(maxBytes)]), release: nothing }
  const reader = request.body?.getReader()
  if (reader === undefined) return { bytes: ok(new Uint8Array()), release: nothing }

  let refusal: Issue | undefined
  const refuse = (why: Issue): void => {
    refusal ??= why
    // Who waits for the next piece is told so that there is none.
    reader.cancel().catch(nothing)
  }
  const account = budget.open(kind, () => refuse(busy))
  const bytes = await readPieces(reader, allowance, declared, account, refuse)
  return { bytes: refusal === undefined ? bytes : err([refusal]), release: account.close }
}

const readPieces = async (
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { maxBytes, arrivalMs }: BodyAllowance,
  declared: number,
  account: BodyAccount,
  refuse: (why: Issue) => void,
): Promise<Checked<Uint8Array>> => {
  const tooSlow = issue('request.too_slow', [], { seconds: arrivalMs / 1000 })
  const deadline = setTimeout(() => refuse(tooSlow), arrivalMs)
  const pieces = collectPieces(maxBytes, declared, account.take)
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const added = pieces.add(read.value)
      if (added !== 'added') refuse(added === 'no-room' ? busy : tooLarge(maxBytes))
    }
    account.arrived()
    return ok(pieces.bytes())
  } catch {
    // The caller went away before the end of its body.
    return err([issue('request.not_json')])
  } finally {
    clearTimeout(deadline)
  }
}

const tooLarge = (max: number): Issue => issue('request.too_large', [], { max })

const busy = issue('request.server_busy')

const nothing = (): void => undefined
