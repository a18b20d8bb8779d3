import type { Keepsake, SignIn } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import { toIssueDtos, signInRequest } from '@keepsake/http/wire'
import type { Config } from '../composition/config.ts'
import { answerLines, type Answer } from '../terminal/lines.ts'
import { exitCodes } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { withKeepsake } from './with-keepsake.ts'

/**
 * Signs users in. It reads and answers one line of JSON for each, so that an operator can rehearse a migration. These are
 * real sign-ins: they are counted, and codes are used up.
 */
export const signIn = (config: Config, terminal: Terminal): Promise<number> =>
  withKeepsake(config, terminal, (keepsake) =>
    answerLines(
      terminal,
      signInRequest,
      (attempt) => answer(attempt, keepsake),
      (verdict) => (verdict === 'unavailable' || verdict === 'invalid' ? exitCodes.failed : exitCodes.done),
    ),
  )

const answer = async (attempt: SignIn, keepsake: Keepsake): Promise<Answer> => {
  const { login } = attempt
  const answered = await keepsake.signIn(attempt)
  if (answered.isErr()) return { login, ...whyNot(answered.error) }
  return answered.value.verdict === 'signed_in'
    ? { login, verdict: 'signed_in', userId: answered.value.account.user.id }
    : { login, verdict: answered.value.verdict }
}

const whyNot = (failure: Failure): Answer =>
  failure.kind === 'unavailable'
    ? { verdict: 'unavailable', part: failure.part }
    : { verdict: 'invalid', errors: toIssueDtos(failure.issues, 'en-US') }
