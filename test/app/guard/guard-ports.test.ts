import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openKeyEncryption } from '@keepsake/adapters/secrets/key-encryption'
import { makeRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { makeSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { createKeepsake, type KeepsakePorts } from '@keepsake/app'
import { createHttpApp } from '@keepsake/http'
import { conceal, userPoolId, type PoolStorage, type SecretBox, type Storage } from '@keepsake/domain'
import { errAsync, ok, okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import {
  codeAt,
  errorOf,
  openSubject,
  pool,
  startedAt,
  usualSealingKey,
  valueOf,
  type Subject,
  type SubjectOptions,
} from '../../builders/keepsake.ts'
import { wrapStorage } from '../../builders/wrapped-storage.ts'

const password = 'correct horse battery staple'

const open = (ports: SubjectOptions['ports'] = () => ({}), on?: Subject['opened']): Promise<Subject> =>
  openSubject(async () => ({ storage: openMemoryStorage() }), { ports, ...(on === undefined ? {} : { on }) })

/** A storage whose transactions are run by others. */
const withAtomically = (
  storage: Storage,
  run: (pool: PoolStorage) => PoolStorage['atomically'],
): Storage => ({
  ...storage,
  inPool: (id) => {
    const stores = storage.inPool(id)
    return { ...stores, atomically: run(stores) }
  },
})

type Work = Parameters<PoolStorage['atomically']>[0]

describe('a port', () => {
  it.each([
    'storage',
    'passwordHasher',
    'system',
    'keyedDigest',
    'transportCiphers',
    'noticeSender',
  ] as const)('that is missing is named: %s', async (name) => {
    const { ports } = await open()
    const without = { ...ports, [name]: undefined } as unknown as KeepsakePorts
    expect(() => createKeepsake(without, { pool })).toThrow(`ports.${name}: give this port: it is missing`)
  })

  it('that lacks a verb is named with it, before anything is asked', async () => {
    const { ports } = await open()
    const { seal } = ports.secretBox
    const without = { ...ports, secretBox: { seal } as SecretBox }
    expect(() => createKeepsake(without, { pool })).toThrow(
      'ports.secretBox.open: give the port this function: it is missing',
    )
  })

  it('may be an object of a class', async () => {
    const { ports } = await open()
    class Box {
      #box = ports.secretBox
      seal(...given: Parameters<SecretBox['seal']>): ReturnType<SecretBox['seal']> {
        return this.#box.seal(...given)
      }
      open(...given: Parameters<SecretBox['open']>): ReturnType<SecretBox['open']> {
        return this.#box.open(...given)
      }
      isCurrent(...given: Parameters<SecretBox['isCurrent']>): boolean {
        return this.#box.isCurrent(...given)
      }
      keyIdOf(...given: Parameters<SecretBox['keyIdOf']>): string {
        return this.#box.keyIdOf(...given)
      }
    }
    const { keepsake } = await open(() => ({ secretBox: new Box() }))
    const list = [{ username: 'bob', otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } }]
    expect((await valueOf(keepsake.users.create({ list }))).created).toHaveLength(1)
  })

  it('may answer results of another copy of neverthrow', async () => {
    const result = { isOk: () => true, isErr: () => false, value: 0 }
    const count = (() => Promise.resolve(result)) as unknown as KeepsakePorts['breachedPasswords']['count']
    const { keepsake } = await open(() => ({ breachedPasswords: { count } }))
    expect(await valueOf(keepsake.passwords.validate({ password: 'nine geese on a raft' }))).toEqual([])
  })

  it('is told apart from its content: no answer of it stands in the failure', async () => {
    const { keepsake } = await open(() => ({ passwordHasher: { hash: () => okAsync(password as never) } }))
    const failure = await errorOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    expect(failure).toMatchObject({ kind: 'unavailable', part: 'password-hasher' })
    expect(String((failure as { readonly cause?: unknown }).cause)).toBe(
      'Error: passwordHasher.hash has answered another value than it promises',
    )
  })
})

describe('a code', () => {
  it('that the engine leaves empty lets nobody in without one', async () => {
    const list = [{ username: 'bob', password, otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } }]
    const sound = await open()
    await valueOf(sound.keepsake.users.create({ list }))
    for (const shown of ['', '1', '1234567', 'abcdef']) {
      const { keepsake } = await open(() => ({ totpEngine: { codeAt: () => shown } }), sound.opened)
      const failure = await errorOf(keepsake.signIn({ login: 'bob', password, code: shown }))
      expect(failure).toMatchObject({ kind: 'unavailable', part: 'totp-engine' })
    }
  })
})

describe('a transaction', () => {
  const attempts: readonly (readonly [string, (work: Work, stores: PoolStorage) => unknown])[] = [
    ['is never run', () => okAsync(undefined)],
    ['is run without its stores', (work) => work(undefined as never)],
    ['is run with stores that lack one', (work, stores) => work({ ...stores, attempts: undefined } as never)],
    [
      'is run with a store that lacks its verbs',
      (work, stores) => work({ ...stores, users: {}, attempts: {} } as never),
    ],
    ['is run, and answered otherwise', (work, { atomically }) => atomically(work).map(() => 'otherwise')],
    [
      'is run, and answered by a failure of nobody’s',
      (work, { atomically }) => atomically(work).andThen(() => errAsync({ kind: 'nobody’s' })),
    ],
  ]

  it.each(attempts)('that %s leaves its caller without an answer', async (_, run) => {
    const sound = await open()
    await valueOf(sound.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const { keepsake } = await open(
      ({ storage }) => ({
        storage: withAtomically(storage, (stores) => ((work: Work) => run(work, stores)) as never),
      }),
      sound.opened,
    )
    for (const call of [
      keepsake.users.create({ list: [{ username: 'eve', password: 'x' }], mode: 'each' }),
      keepsake.signIn({ login: 'bob', password }),
    ])
      expect(await call).toMatchObject({ error: { kind: 'unavailable', part: 'storage' } })
  })

  it('that fails, and is answered as if it had not, lets nobody guess on', async () => {
    const refused = okAsync({ granted: false, retryAt: startedAt + 1000 } as const)
    const { keepsake } = await open(({ storage }) => ({
      storage: withAtomically(
        wrapStorage(storage, (stores) => ({
          ...stores,
          attempts: { ...stores.attempts, reserve: () => refused },
        })),
        ({ atomically }) => ((work: Work) => atomically(work).orElse(() => ok(undefined))) as never,
      ),
    }))
    expect(await keepsake.signIn({ login: 'bob', password })).toMatchObject({
      error: { kind: 'unavailable', part: 'storage' },
    })
  })

  it('that is run again is what it comes to the last time', async () => {
    const { keepsake } = await open(({ storage }) => ({
      storage: withAtomically(
        storage,
        ({ atomically }) =>
          (work) =>
            atomically((stores) => work(stores).andThen(() => work(stores))),
      ),
    }))
    expect(await keepsake.signIn({ login: 'nobody', password })).toMatchObject({
      value: { verdict: 'wrong_credentials' },
    })
  })

  it('in which a port misbehaves that answers at once is undone, and names that port', async () => {
    const sound = await open()
    const { created } = await valueOf(sound.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const userId = created[0]!.account.user.id
    const { keepsake } = await open(
      ({ system }) => ({ system: { ...system, clock: () => Number.NaN } }),
      sound.opened,
    )
    expect(await keepsake.users.update({ userId, changes: { nickname: 'Bob' } })).toMatchObject({
      error: { kind: 'unavailable', part: 'system' },
    })
    const account = await valueOf(sound.keepsake.users.update({ userId, changes: { username: 'bob2' } }))
    expect(account.user).toMatchObject({ version: 1, profile: {} })
  })

  it.each([{ mode: 'all' }, { mode: 'each' }] as const)(
    'that is refused for keys of nobody leaves its caller without an answer, in mode $mode',
    async ({ mode }) => {
      const sound = await open()
      const { created } = await valueOf(sound.keepsake.users.create({ list: [{ username: 'bob' }] }))
      const userId = created[0]!.account.user.id
      const taken = errAsync({ kind: 'keys-taken', keys: [{ namespace: 'login', key: 'x' }] } as const)
      const { keepsake } = await open(
        ({ storage }) => ({
          storage: wrapStorage(storage, (stores) => ({
            ...stores,
            users: { ...stores.users, insertAll: () => taken, updateAll: () => taken },
          })),
        }),
        sound.opened,
      )
      for (const call of [
        keepsake.users.create({ list: [{ username: 'eve' }], mode }),
        keepsake.users.update({ userId, changes: { nickname: 'Bob' } }),
      ])
        expect(await call).toMatchObject({ error: { kind: 'unavailable', part: 'storage' } })
    },
  )
})

describe('HTTP', () => {
  const settings = {
    pool: userPoolId(pool),
    accessKeyId: pool,
    accessKeySecret: conceal('x'.repeat(32)),
  }
  const ask = async (
    ports: Pick<KeepsakePorts, 'storage' | 'system' | 'transportCiphers'>,
    path: string,
    body: unknown,
  ) => {
    const { keepsake } = await open(() => ({ transportCiphers: ports.transportCiphers }))
    const app = createHttpApp(keepsake, ports, settings)
    const answer = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as { readonly statusCode: number }
  }
  const signIn = { connection: 'PASSWORD', passwordPayload: { password: 'x', username: 'bob' } }

  it('answers 503 where a port of its own misbehaves', async () => {
    const { ports } = await open()
    const { system, transportCiphers } = ports
    const clocks = [() => Number.NaN, () => undefined, () => { throw new Error('a defect') }] // prettier-ignore
    for (const clock of clocks) {
      const faulty = { ...ports, system: { ...system, clock: clock as () => number } }
      expect(await ask(faulty, '/api/v3/signin', signIn)).toMatchObject({ statusCode: 503 })
    }
    const sent = { ...signIn, options: { passwordEncryptType: 'rsa' } }
    for (const answer of [undefined, Promise.reject(new Error('a defect')), okAsync('x')]) {
      const rsa = { ...transportCiphers.rsa!, open: (() => answer) as never }
      expect(await ask({ ...ports, transportCiphers: { rsa } }, '/api/v3/signin', sent)).toMatchObject({
        statusCode: 503,
      })
    }
  })
})

describe('a store', () => {
  it('whose records lack a field is a storage that does not answer', async () => {
    const sound = await open()
    const { created } = await valueOf(sound.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const { keepsake } = await open(
      ({ storage }) => ({
        storage: wrapStorage(storage, (stores) => ({
          ...stores,
          users: {
            ...stores.users,
            findByIds: (ids) =>
              stores.users
                .findByIds(ids)
                .map((found) => found.map(({ status: _status, ...user }) => user as never)),
          },
        })),
      }),
      sound.opened,
    )
    expect(await keepsake.users.get({ userId: created[0]!.account.user.id })).toMatchObject({
      error: { kind: 'unavailable', part: 'storage' },
    })
  })
})

describe('a key encryption that misbehaves behind the sealing', () => {
  const wraps: readonly (readonly [string, () => unknown])[] = [
    ['throws', () => { throw new Error('a defect') }], // prettier-ignore
    ['answers nothing', () => undefined],
    ['rejects', () => Promise.reject(new Error('a defect'))],
    ['answers no result', async () => ({ keyId: 'k1', bytes: new Uint8Array(40) })],
    ['answers Ok of nothing', () => okAsync(undefined)],
    ['wraps under no key', () => okAsync({ bytes: new Uint8Array(40) })],
    ['wraps under a key that is no name', () => okAsync({ keyId: 7, bytes: new Uint8Array(40) })],
    ['wraps into nothing', () => okAsync({ keyId: 'k1', bytes: new Uint8Array(0) })],
    ['wraps into text', () => okAsync({ keyId: 'k1', bytes: 'wrapped' })],
  ]
  const unwraps: readonly (readonly [string, () => unknown])[] = [
    ...wraps.slice(0, 5),
    ['unwraps into what hides nothing', () => okAsync(new Uint8Array(32))],
    ['unwraps into text', () => okAsync(conceal('a key'))],
    ['unwraps into nothing', () => okAsync(conceal(new Uint8Array(0)))],
  ]
  const keys = { keys: [{ id: 'k1', key: usualSealingKey }], current: 'k1' }
  const sound = openKeyEncryption(keys)
  const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCode: 'b471-8ec0-874a' }
  const secrets = (faulty: Partial<Record<keyof typeof sound, unknown>>): Partial<KeepsakePorts> => {
    const keyEncryption = { ...sound, ...faulty } as typeof sound
    return {
      secretBox: makeSecretBox(keyEncryption),
      recoveryCodeHasher: makeRecoveryCodeHasher(keyEncryption),
    }
  }

  it.each(wraps)('as it %s leaves no user behind whose authenticator nobody can open', async (_, wrap) => {
    const { keepsake, rest } = await open(() => secrets({ wrap }))
    const answer = await keepsake.users.create({ list: [{ username: 'bob', password, otp }] })
    expect(answer).toMatchObject({ error: { kind: 'unavailable' } })
    expect(await valueOf(rest.users.count({}))).toBe(0)
  })

  it.each(unwraps)('as it %s lets nobody in', async (_, unwrap) => {
    const subject = await open(() => secrets({}))
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password, otp }] }))
    const { keepsake } = await open(() => secrets({ unwrap }), subject.opened)
    for (const proof of [{ code: codeAt(otp.secret, startedAt) }, { recoveryCode: otp.recoveryCode }])
      expect(await keepsake.signIn({ login: 'bob', password, ...proof })).toMatchObject({
        error: { kind: 'unavailable' },
      })
  })
})

describe('a custom verifier', () => {
  it.each<readonly [string, () => unknown]>([
    ['throws', () => { throw new Error('a defect') }], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('a defect'))],
    ['answers nothing', () => undefined],
    ['answers what is merely truthy', () => 'yes'],
    ['answers a promise of what is merely truthy', async () => 1],
    ['answers a result', () => okAsync(true)],
  ])('that %s lets nobody in', async (_, matches) => {
    const custom = { old: { matches: matches as () => boolean } }
    const subject = await open(async () => ({ passwordVerifier: await openPasswordVerifier({ custom }) }))
    const list = [{ username: 'bob', password: 'a hash', passwordFormat: 'custom:old' }]
    await valueOf(subject.keepsake.users.create({ list, options: { keepPassword: true } }))
    const answer = await subject.keepsake.signIn({ login: 'bob', password })
    if (answer.isOk()) expect(answer.value).toEqual({ verdict: 'wrong_credentials' })
    else expect(answer.error).toMatchObject({ kind: 'unavailable' })
  })
})
