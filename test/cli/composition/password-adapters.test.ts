import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig, openContainer, tokens } from 'keepsake/inversify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../../packages/cli/src/composition/config.ts'
import { containerOf } from '../../../packages/cli/src/composition/container.ts'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { errorOf } from '../../builders/keepsake.ts'

const least = {
  databaseUrl: 'memory:',
  accessKeyId: 'pool-one',
  accessKeySecret: 'an access key secret of 33 signs!',
  sealingKey: Buffer.alloc(32, 7).toString('base64'),
}

/** A folder with a configuration, and with a module of verifiers beside it. */
const write = (more: object, verifiers = ''): string => {
  const folder = temporaryDirectory()
  writeFileSync(join(folder, 'verifiers.mjs'), verifiers)
  writeFileSync(join(folder, 'keepsake.config.json'), JSON.stringify({ ...least, ...more }), { mode: 0o600 })
  return join(folder, 'keepsake.config.json')
}

const open = async (more: object, verifiers?: string) => {
  const container = await openContainer(await loadConfig(write(more, verifiers), {}))
  onTestFinished(async () => void (await container.get(tokens.storage).close()))
  return container.get(tokens.keepsake)
}

/** What the operator is told, whether by the check of the values or by the opening of what they name. */
const reasonOf = async (more: object, verifiers?: string): Promise<string> => {
  const loaded = await readConfig(write(more, verifiers), {})
  const error = loaded.isErr() ? loaded.error : await errorOf(containerOf(loaded.value))
  return 'reason' in error ? error.reason : error.kind
}

const password = 'nine geese on a raft'
const newUser = { list: [{ username: 'bob', password }] }

describe('the argon2 of a configuration', () => {
  test.each(['argon2', '@node-rs/argon2'])('is computed by %s where it says so', async (engine) => {
    const keepsake = await open({ argon2: { engine, memory: 20_000, passes: 3 } })
    ;(await keepsake.users.create(newUser))._unsafeUnwrap()
    expect((await keepsake.signIn({ login: 'bob', password }))._unsafeUnwrap().verdict).toBe('signed_in')
  })

  test.each([
    [{ memory: 19_455 }, 'argon2: memory and passes must be at least'],
    [{ passes: 1 }, 'memory and passes must be at least'],
    [{ memory: 47_103, passes: 1 }, 'memory and passes must be at least'],
    [{ memory: 10_000_000 }, 'argon2: choose other parameters: argon2id cannot run, or is too costly'],
    [{ engine: 'bcrypt' }, 'argon2.engine'],
    [{ iterations: 3 }, 'iterations'],
  ])('of %j is refused', async (argon2, reason) => {
    expect(await reasonOf({ argon2 })).toContain(reason.replace(/^argon2: memory/u, 'memory'))
  })

  test('may have one pass over more memory', async () => {
    await open({ argon2: { memory: 47_104, passes: 1 } })
  })
})

describe('the verifiers of a configuration', () => {
  const shouting = `export default {
    shouting: { matches: (text, encoded) => encoded === text.toUpperCase() + '!' }
  }`

  test("check hashes of one's own format, from a module beside the file", async () => {
    const keepsake = await open({ passwordVerifiersFile: './verifiers.mjs' }, shouting)
    const list = [{ username: 'bob', password: `${password.toUpperCase()}!` }]
    const options = { keepPassword: true, passwordFormat: 'custom:shouting' }
    ;(await keepsake.users.create({ list, options }))._unsafeUnwrap()
    for (const _ of ['by the verifier', 'by what took the place of its hash'])
      expect((await keepsake.signIn({ login: 'bob', password }))._unsafeUnwrap().verdict).toBe('signed_in')
  })

  test.each([
    ['export default 1', 'must export verifiers by name'],
    ['export const shouting = 1', 'must export verifiers by name'],
    ['export default { shouting: { verify: () => true } }', 'must export verifiers by name'],
    [
      'export default { Shouting: { matches: () => true } }',
      'passwordVerifiersFile.Shouting: name the verifier in kebab-case',
    ],
    ['export default {', 'cannot be loaded'],
    ['throw new Error("no")', 'cannot be loaded'],
  ])('that are %j are refused', async (verifiers, reason) => {
    const told = await reasonOf({ passwordVerifiersFile: './verifiers.mjs' }, verifiers)
    expect(told).toMatch(/^passwordVerifiersFile\b.*: /u)
    expect(told).toContain(reason)
  })
})

describe('the service of leaked passwords of a configuration', () => {
  test.each(['ftp://example.com', 'example.com', ''])('at %j is refused', async (breachedPasswordsUrl) => {
    expect(await reasonOf({ breachedPasswordsUrl })).toContain('an http or https address')
  })

  test('is asked when a password is chosen', async () => {
    const keepsake = await open({
      // Nobody listens at port 0.
      breachedPasswordsUrl: 'http://127.0.0.1:0/range',
      passwords: { policy: { whenLeaksUnknown: 'refuse' } },
    })
    expect((await keepsake.passwords.validate({ password }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      part: 'breached-passwords',
    })
  })
})
