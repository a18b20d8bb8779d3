/** Opens Keepsake once for a server of Next.js, which loads modules again whenever one changes. */
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { openKeepsake } from '../accounts/keepsake.ts'
import { makeRoutes, type Routes } from '../accounts/accounts.ts'
import { openCookieSessions } from '../sessions/cookie-sessions.ts'

const kept = globalThis as { routes?: Promise<Routes> }

const open = async (): Promise<Routes> => {
  const { DATABASE_FILE = 'users.db', SEALING_KEY = '', SESSION_SECRET = '' } = process.env
  const keepsake = await openKeepsake(Buffer.from(SEALING_KEY, 'base64'), {
    storage: await openSqliteStorage({ file: DATABASE_FILE }),
    noticeSender: openCaptureSender(),
  })
  return makeRoutes(keepsake, openCookieSessions(keepsake, SESSION_SECRET))
}

/** The routes of this process. */
export const routes = (): Promise<Routes> => (kept.routes ??= open())
