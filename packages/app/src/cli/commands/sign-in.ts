import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Config } from '../../composition/config.ts'
import type { Identity } from '../../identity.ts'
import { toIssueDtos } from '../../wire/envelope.ts'
import { parseJson } from '../../wire/json.ts'
import { checkShape } from '../../wire/shape.ts'
import { signInRequest } from '../../wire/sign-in.ts'
import { exitCodes } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { withIdentity } from '../with-identity.ts'

/**
 * Signs users in, a line of JSON each way, so that an operator can rehearse a migration before it counts. A sign-in
 * that is meant is a sign-in: it is counted, and codes are used up. A line that is no attempt is answered `invalid`.
 */
export const signIn = (config: Config, terminal: Terminal): Promise<number> =>
  withIdentity(config, terminal, async (identity) => {
    let status: number = exitCodes.done
    for await (const line of createInterface({ input: Readable.from(terminal.input), crlfDelay: Infinity })) {
      if (line.trim() === '') continue
      const answer = await answerLine(line, identity)
      if (answer['verdict'] === 'invalid' || answer['verdict'] === 'unavailable') status = exitCodes.failed
      terminal.out(JSON.stringify(answer))
    }
    return status
  })

const answerLine = async (line: string, identity: Identity): Promise<Readonly<Record<string, unknown>>> => {
  const parsed = parseJson(line).andThen((value) => checkShape(signInRequest, value))
  if (parsed.isErr()) return { verdict: 'invalid', errors: toIssueDtos(parsed.error, 'en-US') }
  const { login } = parsed.value
  const answered = await identity.signIn(parsed.value)
  if (answered.isErr()) return { login, verdict: 'unavailable', part: answered.error.part }
  return answered.value.verdict === 'signed_in'
    ? { login, verdict: 'signed_in', userId: answered.value.account.user.id }
    : { login, verdict: answered.value.verdict }
}
