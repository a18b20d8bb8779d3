import { inspect } from 'node:util'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openMysql, newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { openPostgres, newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import type { Storage } from '@keepsake/domain'
import { openSubject, type Subject } from '../../builders/keepsake.ts'
import { openTcpProxy, type TcpProxy, type WireFault } from '../../servers/tcp-proxy.ts'
import { canaries, settings, uses, type Answer, type Use } from './uses.ts'

const faults: readonly WireFault[] = ['reset', 'cut', 'half-close', 'delay']

type Engine = {
  readonly newDatabase: () => Promise<string>
  readonly open: (url: string) => Promise<Storage>
}

type Ways = { readonly proxy: TcpProxy; readonly sound: Subject; readonly faulty: Subject }

/** Two ways to one database: straight, and by a proxy. */
const openWays = async ({ newDatabase, open }: Engine): Promise<Ways> => {
  const url = await newDatabase()
  const proxy = await openTcpProxy(url)
  onTestFinished(() => proxy.close())
  const openOn = async (way: string): Promise<Subject> => {
    const storage = await open(way)
    return openSubject(async () => ({ storage }), { settings })
  }
  return { proxy, sound: await openOn(url), faulty: await openOn(proxy.url) }
}

/** An operator reads the cause of an error in a log, where no user's data belongs. */
const expectToHideAll = (cause: unknown, tag: string): void => {
  const inspected = inspect(cause, { depth: Infinity, showHidden: true, maxStringLength: Infinity })
  // The names of our own functions are no user data.
  const shown = inspected.replaceAll(/^\s+at .*$/gmu, '')
  expect(shown).not.toMatch(/keepsake_|\b(select|insert|update|delete|savepoint|begin)\b/iu)
  for (const value of [...canaries, tag]) expect(shown).not.toContain(value)
}

const expectAnswer = (answer: Answer, fault: WireFault, tag: string): void => {
  if (fault === 'delay') expect(answer.isOk()).toBe(true)
  if (answer.isOk()) return
  expect(answer.error).toMatchObject({ kind: 'unavailable', part: 'storage' })
  if (answer.error.kind === 'unavailable') expectToHideAll(answer.error.cause, tag)
}

/** Lets one packet after the other of a use suffer a fault, and looks each time at what has come of it. */
const faultEveryPacket = async (
  { proxy, sound, faulty }: Ways,
  [, prepare]: Use,
  fault: WireFault,
): Promise<void> => {
  for (let packet = 0; ; packet += 1) {
    const tag = `user-${fault}-${packet}`
    const { act, check } = await prepare(sound, tag)
    proxy.arm(fault, packet)
    const answer = await act(faulty.keepsake)
    const isReached = proxy.disarm()
    try {
      expectAnswer(answer, fault, tag)
      if (!isReached) expect(answer.isOk()).toBe(true)
      await check(answer)
    } catch (error) {
      throw new Error(`as packet ${packet} suffered it`, { cause: error })
    }
    if (!isReached) return expect(packet).toBeGreaterThan(5)
  }
}

/** What breaks a connection does so by every way to break it; these uses have every kind of statement. */
const tellingUses = uses.filter(([name]) =>
  ['a batch of new users', 'a sign-in by code', 'the completion of a reset'].includes(name),
)

const testFaults = (engine: Engine): void => {
  describe.each(faults)('where any one packet suffers a %s', (fault) => {
    test.each(fault === 'reset' ? uses : tellingUses)(
      '%s is done or not, and grants nothing by it',
      { timeout: 300_000 },
      async (...use) => faultEveryPacket(await openWays(engine), use, fault),
    )
  })

  test('a pool whose connections were all reset works again', async () => {
    const { proxy, faulty } = await openWays(engine)
    const find = () =>
      Promise.all(Array.from({ length: 20 }, async () => faulty.keepsake.users.find({ username: 'nobody' })))
    for (const answer of await find()) expect(answer.isOk()).toBe(true)
    for (let round = 0; round < 3; round += 1) {
      const underWay = find()
      proxy.resetAll()
      for (const answer of await underWay)
        if (answer.isErr()) {
          expect(answer.error).toMatchObject({ kind: 'unavailable', part: 'storage' })
          expectToHideAll(answer.error, 'nobody')
        }
      proxy.resetAll()
      // So that both sides have heard of it.
      await new Promise((resolve) => setTimeout(resolve, 50))
      for (const answer of await find()) expect(answer.isOk()).toBe(true)
    }
  })
}

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  testFaults({
    newDatabase: () => newPostgresDatabase(),
    open: (url) => openPostgres({ url, schema: 'keepsake', connections: 2 }),
  })
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testFaults({ newDatabase: () => newMysqlDatabase(), open: (url) => openMysql({ url, connections: 2 }) })
})
