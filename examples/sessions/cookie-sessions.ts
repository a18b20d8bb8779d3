/** Sessions in a sealed cookie, by iron-session. Nothing is stored, and each request looks the user up. */
import type { Account, Keepsake } from '@keepsake/app'
import { maySignIn } from '@keepsake/domain/rules'
import { sealData, unsealData } from 'iron-session'
import { readCookie, writeCookie } from './cookies.ts'

/** What a session is: who has signed in, with which password, and when. No name, address or role: these change. */
type Session = {
  readonly userId: string
  /** When the password was set. A session of an earlier password is over. */
  readonly passwordSetAt: number | undefined
  /** When the user signed in, in ms. */
  readonly startedAt: number
}

/** The sessions of a service. */
export type CookieSessions = {
  /** Answers the `Set-Cookie` header of a new session. */
  readonly begin: (account: Account) => Promise<string>
  /** Answers the user of a request, by its `Cookie` header. */
  readonly read: (cookies: string | undefined) => Promise<Account | undefined>
  /** The `Set-Cookie` header that ends the session of a browser. */
  readonly end: string
}

const name = 'session'
const seconds = 14 * 24 * 60 * 60

/** Opens sessions. `secret`: at least 32 characters, the same in every process. */
export const openCookieSessions = (keepsake: Pick<Keepsake, 'users'>, secret: string): CookieSessions => {
  const sealing = { password: secret, ttl: seconds }
  return {
    begin: async (account) => writeCookie(name, await sealData(sessionOf(account), sealing), seconds),
    read: async (cookies) => {
      const sealed = readCookie(cookies, name)
      if (sealed === undefined) return undefined
      // What is forged or has expired comes as an empty object.
      const session = await unsealData<Partial<Session>>(sealed, sealing)
      if (session.userId === undefined) return undefined
      const found = await keepsake.users.get({ userId: session.userId })
      if (found.isErr()) throw new Error('The session cannot be checked', { cause: found.error })
      const account = found.value
      return account !== undefined && isAlive(session, account) ? account : undefined
    },
    end: writeCookie(name, '', 0),
  }
}

const sessionOf = ({ user, password }: Account): Session => ({
  userId: user.id,
  passwordSetAt: password?.setAt,
  startedAt: Date.now(),
})

/** A user who was deleted or suspended, or has another password since, is signed in nowhere any more. */
const isAlive = ({ passwordSetAt }: Partial<Session>, { user, password }: Account): boolean =>
  maySignIn(user) && passwordSetAt === password?.setAt
