import type { Keepsake, SignIn } from '@keepsake/app'
import { contractTotpParameters, parseTotpSecret, stepAt, type TotpEngine } from '@keepsake/domain'
import type { DemoBatch, DemoUser } from './import-batches.ts'
import { valueOf } from './value-of.ts'

export type Rehearsed = { readonly who: string; readonly verdict: string; readonly expected: string }

/** Signs three users in with what they had before they moved, and tries what is used up a second time. */
export const rehearseSignIns = async (
  keepsake: Keepsake,
  batches: readonly DemoBatch[],
  engine: TotpEngine,
): Promise<readonly Rehearsed[]> => {
  const code = codeOf(find('bcrypt-01', batches), engine)
  const recoveryCode = find('otp-01', batches).otp?.recoveryCode ?? ''
  const rsa = { login: 'rsa-01', password: 'rsa 迁移口令 01' }
  const bcrypt = { login: 'BCRYPT-01@example.com', password: 'bcrypt 迁移口令 01' }
  const otp = { login: 'otp-01', password: 'otp 迁移口令 01' }
  const attempts: readonly (readonly [string, SignIn, string])[] = [
    ['rsa-01, by the password that was sent under RSA', rsa, 'signed_in'],
    ['rsa-01, by another password', { ...rsa, password: 'guess' }, 'wrong_credentials'],
    ['bcrypt-01, by the password behind a kept hash', bcrypt, 'otp_required'],
    ['bcrypt-01, and the code of the authenticator', { ...bcrypt, code }, 'signed_in'],
    ['bcrypt-01, and the same code again', { ...bcrypt, code }, 'wrong_credentials'],
    ['otp-01, by a recovery code', { ...otp, recoveryCode }, 'signed_in'],
    ['otp-01, by the same recovery code again', { ...otp, recoveryCode }, 'wrong_credentials'],
  ]
  const rehearsed: Rehearsed[] = []
  for (const [who, attempt, expected] of attempts) {
    const { verdict } = valueOf(await keepsake.signIn(attempt))
    rehearsed.push({ who, verdict, expected })
  }
  return rehearsed
}

const find = (username: string, batches: readonly DemoBatch[]): DemoUser => {
  const user = batches.flatMap(({ list }) => list).find((each) => each.username === username)
  if (user === undefined) throw new Error(`The demo's file has no ${username}`)
  return user
}

/** What the user's authenticator app shows at this moment. */
const codeOf = ({ otp }: DemoUser, engine: TotpEngine): string => {
  const secret = valueOf(parseTotpSecret(otp?.secret ?? '', 80))
  return engine.codeAt(secret, stepAt(Date.now(), contractTotpParameters.period))
}
