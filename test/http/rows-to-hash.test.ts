import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { describe, expect, it } from 'vitest'
import { serveKeepsake, type Served, type ServedOptions } from './served.ts'

/** The hash of argon2 itself would take its time; what it weighs is all that matters here. */
const weighing = async (
  parameters: Parameters<typeof openArgon2Hasher>[0],
): Promise<NonNullable<ServedOptions['ports']>> => {
  const { weight } = await openArgon2Hasher(parameters)
  const light = await openArgon2Hasher({ memory: 8, passes: 1, parallelism: 1 })
  return { passwordHasher: { hash: light.hash, ...(weight === undefined ? {} : { weight }) } }
}
const usual = await weighing({})

const during = async (options: ServedOptions, work: (served: Served) => Promise<void>): Promise<void> => {
  const served = await serveKeepsake(options)
  try {
    await work(served)
  } finally {
    await served.stop()
  }
}

let serial = 0
const rows = (count: number, more: object = { password: 'correct horse' }): readonly object[] =>
  Array.from({ length: count }, () => ({ username: `u${(serial += 1)}`, ...more }))
const create = (served: Served, list: readonly object[], options: object = {}) =>
  served.post('/api/v3/create-users-batch', { list, options })
const tooMany = (max: number) => ({
  statusCode: 400,
  message: expect.stringContaining(String(max)),
  errors: [{ code: 'password.too_many_to_hash', path: 'list' }],
})
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

describe('the passwords that one request may have hashed', () => {
  it('are 50, in clear or generated, and nothing of more is written', () =>
    during({ ports: usual }, async (served) => {
      expect((await create(served, rows(51))).body).toMatchObject(tooMany(50))
      const generated = await create(served, rows(51, {}), { autoGeneratePassword: true })
      expect(generated.body).toMatchObject(tooMany(50))
      expect(served.countUsers()).toBe(0)
      expect((await create(served, rows(50))).body.statusCode).toBe(200)
    }))

  it('do not count rows with hashes that are kept, or with none', () =>
    during({ ports: usual }, async (served) => {
      const kept = await create(served, rows(60, { password: bcrypt }), { keepPassword: true })
      expect(kept.body.statusCode).toBe(200)
      expect((await create(served, [...rows(60, {}), ...rows(50)])).body.statusCode).toBe(200)
    }))

  it('are fewer where a hash is more work, and not more where it is less', async () => {
    for (const [parameters, max] of [
      [{ memory: 4 * 19_456 }, 12],
      [{ memory: 65_536, passes: 3 }, 9],
      [{ memory: 131_072, passes: 3 }, 4],
    ] as const)
      await during({ ports: await weighing(parameters) }, async (served) =>
        expect((await create(served, rows(max + 1))).body).toMatchObject(tooMany(max)),
      )
    await during({ ports: await weighing({ memory: 8, passes: 1, parallelism: 1 }) }, async (served) =>
      expect((await create(served, rows(51))).body).toMatchObject(tooMany(50)),
    )
  })

  it('are as many as the facade is told, up to the pool’s own limit', () =>
    during(
      { ports: usual, http: { rowsToHash: 70 }, settings: { limits: { rowsToHash: 65 } } },
      async (served) => {
        expect((await create(served, rows(60))).body.statusCode).toBe(200)
        expect((await create(served, rows(66))).body).toMatchObject(tooMany(65))
      },
    ))

  it('count in an update as well', () =>
    during({ ports: usual, settings: { passwords: { chosenByAdministrators: true } } }, async (served) => {
      const { body } = await create(served, rows(51, {}))
      const list = (body.data as readonly { readonly userId: string }[]).map(({ userId }) => ({
        userId,
        password: 'ten ducks on a lake',
      }))
      expect((await served.post('/api/v3/update-user-batch', { list })).body).toMatchObject(tooMany(50))
    }))

  it('are the pool’s alone for those who embed the library', () =>
    during({ ports: usual }, async ({ keepsake }) => {
      const list = rows(60)
      expect((await keepsake.users.create({ list })).isOk()).toBe(true)
      const fewer = await keepsake.users.create({ list: rows(3), rowsToHash: 2 })
      expect(fewer._unsafeUnwrapErr()).toMatchObject({
        issues: [{ code: 'password.too_many_to_hash', params: { max: 2 } }],
      })
    }))
})
