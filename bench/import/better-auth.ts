import { DatabaseSync } from 'node:sqlite'
import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import type { CreateUsers } from '@keepsake/app'
import { Pool } from 'pg'
import type { Contender } from './contender.ts'
import type { EngineName } from './engines.ts'

/** How many users are on their way at a time: more do not make it faster. */
const usersAtATime = 8

/**
 * better-auth with the same users' names, emails and password hashes, by the verb that its guides to migrating use: a
 * record of the user, and one of the account with the hash. It has nothing that takes several users.
 */
export const openBetterAuth = async (engine: EngineName, place: string): Promise<Contender<CreateUsers>> => {
  const { database, close } = openDatabase(engine, place)
  const options: BetterAuthOptions = {
    database,
    secret: 'a secret of the bench, which signs nothing',
    baseURL: 'https://login.example.com',
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  }
  await (await getMigrations(options)).runMigrations()
  const { adapter } = await betterAuth(options).$context

  const createUser = async (user: CreateUsers['list'][number]): Promise<void> => {
    const { id } = await adapter.create<Record<string, unknown>, { readonly id: string }>({
      model: 'user',
      data: {
        name: user.name ?? '',
        email: user.email ?? `${user.username}@example.com`,
        emailVerified: true,
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    })
    await adapter.create({
      model: 'account',
      data: {
        userId: id,
        accountId: id,
        providerId: 'credential',
        password: user.password,
        createdAt: new Date(),
        updatedAt: new Date(),
      },
    })
  }
  return {
    prepare:
      async ({ list }) =>
      async () => {
        const users = list.values()
        const inTurn = async (): Promise<void> => {
          for (const user of users) await createUser(user)
        }
        await Promise.all(Array.from({ length: usersAtATime }, inTurn))
      },
    close,
  }
}

type Database = {
  readonly database: NonNullable<BetterAuthOptions['database']>
  readonly close: () => Promise<void>
}

const openDatabase = (engine: EngineName, place: string): Database => {
  if (engine === 'sqlite') {
    const database = new DatabaseSync(place)
    // The usual settings of a server, which better-auth leaves to its user.
    database.exec('PRAGMA journal_mode = wal')
    return { database, close: async () => database.close() }
  }
  const pool = new Pool({ connectionString: place, max: usersAtATime })
  return { database: pool, close: () => pool.end() }
}
