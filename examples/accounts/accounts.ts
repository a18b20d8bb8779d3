/**
 * What a service does with Keepsake, without a framework: sign up, sign in, second factor, sign out, reset. Each function takes
 * a request in parts and gives an answer in parts; the frameworks beside this folder only carry them.
 */
import type { Account, CompleteSignInAnswer, Keepsake, SignInAnswer } from '@keepsake/app'
import type { Failure } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { readCookie, writeCookie } from '../sessions/cookies.ts'
import type { CookieSessions } from '../sessions/cookie-sessions.ts'

/** The parts of a request. `body` is what came as JSON, unchecked: Keepsake checks each field that it is given. */
export type Asked = {
  readonly body: unknown
  readonly cookies: string | undefined
  readonly ip: string | undefined
}

/** The parts of an answer: JSON, and `Set-Cookie` headers. */
export type Answer = {
  readonly status: number
  readonly body: object
  readonly cookies?: readonly string[]
}

/** The answer to one route. */
export type Handler = (asked: Asked) => Promise<Answer>

/** The routes, by method and path. */
export type Routes = Readonly<Record<`${'GET' | 'POST'} /${string}`, Handler>>

/** A text of the body. Another type is given on as it is, and refused with its name. */
type Fields = Readonly<Record<string, string>>

const fieldsOf = ({ body }: Asked): Fields =>
  typeof body === 'object' && body !== null ? (body as Fields) : {}

const deviceCookie = 'device'
const deviceSeconds = 90 * 24 * 60 * 60

/** Makes the routes of a service. */
export const makeRoutes = (keepsake: Keepsake, sessions: CookieSessions): Routes => {
  const signedIn = async (answer: SignInAnswer | CompleteSignInAnswer): Promise<Answer> => {
    if ('ticket' in answer)
      return { status: 401, body: { verdict: answer.verdict, ticket: answer.ticket.reveal() } }
    if (answer.verdict !== 'signed_in') return { status: 401, body: { verdict: answer.verdict } }
    const device = writeCookie(deviceCookie, answer.deviceToken.reveal(), deviceSeconds)
    const cookies = [await sessions.begin(answer.account), device]
    return { status: 200, body: { verdict: 'signed_in', user: shown(answer.account) }, cookies }
  }
  /** Does something for the user of a session. */
  const forUser =
    (work: (account: Account, asked: Asked) => Answer | Promise<Answer>): Handler =>
    async (asked) => {
      const account = await sessions.read(asked.cookies)
      return account === undefined ? { status: 401, body: { verdict: 'signed_out' } } : work(account, asked)
    }
  return {
    'POST /users': async (asked) => {
      // Only these fields: a stranger decides neither status nor tenant.
      const { username, email, password } = fieldsOf(asked)
      const user = { username, email, password: password ?? '' }
      const report = await keepsake.users.create({ list: [withoutAbsent(user)] })
      return answered(report, ({ created }) => ({
        status: 201,
        body: { user: shown(created[0]!.account) },
      }))
    },
    'POST /login': async (asked) => {
      const { login, password, code } = fieldsOf(asked)
      const deviceToken = readCookie(asked.cookies, deviceCookie)
      const attempt = { login, password, code, deviceToken, ip: asked.ip }
      return answered(await keepsake.signIn(withoutAbsent(attempt)), signedIn)
    },
    'POST /login/code': async (asked) => {
      const { ticket, code, recoveryCode } = fieldsOf(asked)
      return answered(
        await keepsake.completeSignIn(withoutAbsent({ ticket, code, recoveryCode, ip: asked.ip })),
        signedIn,
      )
    },
    'GET /me': forUser((account) => ({ status: 200, body: { user: shown(account) } })),
    'POST /logout': async () => ({ status: 200, body: {}, cookies: [sessions.end] }),
    'POST /authenticator': forUser(async ({ user }) =>
      answered(await keepsake.authenticators.begin({ userId: user.id }), ({ uri, ticket }) => ({
        status: 200,
        body: { uri: uri.reveal(), ticket: ticket.reveal() },
      })),
    ),
    'POST /authenticator/confirm': forUser(async ({ user }, asked) => {
      const { ticket, code } = fieldsOf(asked)
      const confirmed = await keepsake.authenticators.confirm(
        withoutAbsent({ userId: user.id, ticket, code }),
      )
      return answered(confirmed, (answer) =>
        answer.verdict === 'enrolled'
          ? { status: 200, body: { recoveryCodes: answer.recoveryCodes.map((each) => each.reveal()) } }
          : { status: 409, body: { verdict: answer.verdict } },
      )
    }),
    'POST /password/forgotten': async (asked) => {
      const { login } = fieldsOf(asked)
      // The same answer for every login: nobody learns who has an account.
      return answered(await keepsake.passwords.requestReset(withoutAbsent({ login })), () => ({
        status: 202,
        body: {},
      }))
    },
    'POST /password/reset': async (asked) => {
      const { token, newPassword } = fieldsOf(asked)
      const completed = await keepsake.passwords.completeReset(
        withoutAbsent({ token, newPassword, ip: asked.ip }),
      )
      return answered(completed, ({ verdict }) => ({
        status: verdict === 'changed' ? 200 : 409,
        body: { verdict },
      }))
    },
  }
}

/** What a user sees of the account. */
const shown = ({ user }: Account): object => ({
  userId: user.id,
  username: user.username?.text,
  email: user.email?.address,
})

/** An absent field is left out. One that is missing although it is required is refused with its name. */
const withoutAbsent = <T extends object>(given: T): { readonly [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never

/** A value becomes an answer. Of a failure, the caller learns what the caller can mend. */
const answered = async <T>(
  result: Result<T, Failure>,
  onValue: (value: T) => Answer | Promise<Answer>,
): Promise<Answer> => {
  if (result.isOk()) return onValue(result.value)
  const { error } = result
  if (error.kind === 'unavailable') return { status: 503, body: { verdict: 'unavailable' } }
  const issues = error.issues.map(({ code, path }) => ({ code, path: path.join('.') }))
  return { status: 400, body: { verdict: 'refused', issues } }
}
