import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { z } from 'zod'
import { toIssueDtos, parseJson, checkShape } from '@keepsake/http/wire'
import { exitCodes } from './report.ts'
import type { Terminal } from './terminal.ts'

/** The answer to a line. It contains no password or hash of the line. */
export type Answer = { readonly verdict: string } & Readonly<Record<string, unknown>>

/**
 * Answers every line of JSON with one line, in order. A line that is not JSON, or has the wrong shape, gets `invalid`. The
 * exit code is the worst one of all lines. The caller decides the exit code of each verdict.
 */
export const answerLines = async <T>(
  terminal: Terminal,
  schema: z.ZodType<T>,
  answer: (request: T) => Promise<Answer>,
  exitCodeOf: (verdict: string) => number,
): Promise<number> => {
  let status: number = exitCodes.done
  for await (const line of createInterface({ input: Readable.from(terminal.input), crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const request = parseJson(line).andThen((value) => checkShape(schema, value))
    const answered = request.isOk()
      ? await answer(request.value)
      : { verdict: 'invalid', errors: toIssueDtos(request.error, 'en-US') }
    status = Math.max(status, request.isOk() ? exitCodeOf(answered.verdict) : exitCodes.failed)
    terminal.out(JSON.stringify(answered))
  }
  return status
}
