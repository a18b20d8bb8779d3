import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { newMysqlDatabase } from '../adapters/storage/open-mysql.ts'
import { newSchema } from '../adapters/storage/open-postgres.ts'
import { gather, jsonLines, workplace } from './keepsake.ts'

type Database = () => Promise<Readonly<Record<string, string>>>

const databases: readonly (readonly [name: string, fresh: Database, url: string])[] = [
  [
    'PostgreSQL',
    async () => ({ databaseUrl: inject('postgresUrl'), databaseSchema: newSchema() }),
    inject('postgresUrl'),
  ],
  ['MariaDB', async () => ({ databaseUrl: await newMysqlDatabase() }), inject('mariadbUrl')],
]

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

for (const [name, fresh, url] of databases)
  describe.skipIf(url === '')(`with the URL of ${name} instead of a file`, () => {
    it('brings users in, signs them in and finds them again in the next command', async () => {
      const place = workplace(await fresh())
      const password = '密码-pässwörd 😀'
      place.write('users.json', { list: [{ username: '张三', password }] })
      expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0, error: '' })
      const input = JSON.stringify({ login: '张三', password })
      const signedIn = await place.run(['sign-in'], { input })
      expect(jsonLines(signedIn.out)).toMatchObject([{ verdict: 'signed_in' }])
      expect(JSON.parse((await place.run(['show', '张三'])).out)).toMatchObject({ loginsCount: 1 })
    })

    it('migrates when it is told to, where a start may not', async () => {
      const place = workplace({ ...(await fresh()), databaseMigration: 'never' })
      const refused = await place.run(['show', 'bob'])
      expect(refused).toMatchObject({ code: 2, out: '' })
      expect(refused.error).toMatch(/version 0; migrate it to version \d+ first/u)
      expect(await place.run(['migrate'])).toMatchObject({ code: 0, error: '' })
      expect(await place.run(['migrate'])).toMatchObject({ code: 0, error: '' })
      expect((await place.run(['show', 'bob'])).error).toMatch(/no user/u)
    })

    it('says what is wrong where nobody listens, and shows no password', async () => {
      const place = workplace({ databaseUrl: url.replace(/:\d+\//u, ':1/') })
      const { code, error } = await place.run(['show', 'bob'])
      expect(code).toBe(2)
      expect(error).toMatch(/ECONNREFUSED/u)
      expect(error).not.toContain('keepsake:')
    })

    it('runs the demo', async () => {
      const { databaseUrl = '', databaseSchema = '' } = await fresh()
      const child = spawn(process.execPath, ['--conditions=@keepsake/source', main, 'demo'], {
        env: {
          PATH: process.env['PATH'],
          KEEPSAKE_DATABASE_URL: databaseUrl,
          KEEPSAKE_DATABASE_SCHEMA: databaseSchema,
        },
      })
      const out = gather(child.stdout)
      const [code] = (await once(child, 'close')) as [number | null]
      expect(out()).toContain(`A new database (${new URL(databaseUrl).protocol.slice(0, -1)})`)
      expect(out()).toContain('All as it should be')
      expect(code).toBe(0)
    })
  })
