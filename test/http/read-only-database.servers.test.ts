import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { askByUrl } from '../adapters/storage/ask-by-url.ts'
import { newPostgresDatabase, openPostgres } from '../adapters/storage/open-postgres.ts'
import { send, serveKeepsake, signed } from './served.ts'

/** As a managed PostgreSQL does whose disk is nearly full. */
const refuseWrites = (url: string): Promise<unknown> =>
  askByUrl(url, async (ask) => {
    const name = new URL(url).pathname.slice(1)
    await ask(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    // Connections that are open keep the former setting.
    await ask(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
    )
  })

describe.skipIf(inject('postgresUrl') === '')('over a PostgreSQL that takes no writes', () => {
  it('signed reads are answered once each, and changes are 503', async () => {
    const url = await newPostgresDatabase()
    const storage = await openPostgres({ url, schema: 'public' })
    const served = await serveKeepsake({ ports: { storage } })
    onTestFinished(() => served.stop())
    await served.post('/api/v3/create-user', { username: 'ann' })
    await refuseWrites(url)

    const query = { userId: 'ann', userIdType: 'username' }
    const headers = signed('GET', '/api/v3/get-user', query, Date.now())
    const read = () =>
      send(`${served.origin}/api/v3/get-user?${new URLSearchParams(query).toString()}`, { headers })
    expect((await read()).body).toMatchObject({ statusCode: 200, data: { username: 'ann' } })
    expect(served.events.at(-1)).toMatchObject({ nonceInProcess: true })
    expect((await read()).body.statusCode).toBe(401)
    expect((await served.post('/api/v3/create-user', { username: 'bob' })).body.statusCode).toBe(503)
  })
})
