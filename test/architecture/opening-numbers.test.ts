import { pathToFileURL } from 'node:url'
import { openInspected, openRecordFile } from '@keepsake/adapters/records/file'
import { openText } from '@keepsake/adapters/records/bytes'
import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openAliyunSender } from '@keepsake/adapters/notify/sms/aliyun'
import { openLimitedSender } from '@keepsake/adapters/notify/sms/limited'
import { openTencentSender } from '@keepsake/adapters/notify/sms/tencent'
import { openTwilioSender } from '@keepsake/adapters/notify/sms/twilio'
import { openSmtpSender } from '@keepsake/adapters/notify/smtp'
import { openWebhookSender } from '@keepsake/adapters/notify/webhook'
import { openBreachedRange } from '@keepsake/adapters/password-lists/breached-range'
import { argon2Parameters, openArgon2Hasher, openTurns } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { openBodyBudget } from '@keepsake/http'
import { conceal, formatPath } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../builders/refusal.ts'
import { write } from '../adapters/notify/write.ts'
import { openingNumbers } from './opening-numbers.ts'
import { packages, readManifest } from './manifests.ts'
import { readSources, root } from './sources.ts'

/** Opens something with one number of its options set, and everything else as it should be. */
type Open = (value: number) => unknown

const secret = conceal('secret')
const common = { write, clock: Date.now, templates: {} }
const smtp = { url: conceal('smtp://127.0.0.1:1'), from: { address: 'a@shop.example' }, write }
const nothing = { read: async function* () {} }
const bounds = { maxRecordBytes: 1, maxRatio: 1 }
/** Nobody listens there: a number is refused before anything is tried. */
const [postgres, mysql] = ['postgres://a:b@127.0.0.1:1/c?sslmode=disable', 'mysql://a:b@127.0.0.1:1/c']

const sms: Readonly<Record<string, (options: object) => unknown>> = {
  openTwilioSender: (options) =>
    openTwilioSender({ ...common, accountSid: 'AC1', secret, from: '+1', ...options }),
  openAliyunSender: (options) =>
    openAliyunSender({ ...common, accessKeyId: 'a', accessKeySecret: secret, signName: 's', ...options }),
  openTencentSender: (options) =>
    openTencentSender({ ...common, secretId: 'a', secretKey: secret, sdkAppId: '1', ...options }),
}

const ofServer = (
  open: (options: object) => Promise<unknown>,
): Readonly<Record<string, readonly [path: string, Open]>> => ({
  connections: ['connections', (connections) => open({ connections })],
  connect: ['timeouts.connect', (connect) => open({ timeouts: { connect } })],
  lock: ['timeouts.lock', (lock) => open({ timeouts: { lock } })],
  statement: ['timeouts.statement', (statement) => open({ timeouts: { statement } })],
})

/** Every function of the packages that opens something and takes a number: where an issue is told, and how it is opened. */
const openings: Readonly<Record<string, Readonly<Record<string, readonly [path: string, Open]>>>> = {
  ...Object.fromEntries(
    Object.entries(sms).map(([name, open]) => [
      name,
      { timeoutMs: ['timeoutMs', (timeoutMs: number) => open({ timeoutMs })] as const },
    ]),
  ),
  openLimitedSender: {
    perNumber: ['perNumber', (perNumber) => limited({ perNumber })],
    perCountry: ['perCountry', (perCountry) => limited({ perCountry })],
  },
  openSmtpSender: {
    timeoutMs: ['timeoutMs', (timeoutMs) => openSmtpSender({ ...smtp, timeoutMs })],
    connections: ['connections', (connections) => openSmtpSender({ ...smtp, connections })],
  },
  openWebhookSender: {
    timeoutMs: ['timeoutMs', (timeoutMs) => openWebhookSender({ endpoints: [], clock: Date.now, timeoutMs })],
  },
  openBreachedRange: {
    timeoutMs: ['timeoutMs', (timeoutMs) => breached({ timeoutMs })],
    atOnce: ['atOnce', (atOnce) => breached({ atOnce })],
  },
  openArgon2Hasher: {
    memory: ['', (memory) => openArgon2Hasher({ memory })],
    passes: ['', (passes) => openArgon2Hasher({ passes })],
    parallelism: ['', (parallelism) => openArgon2Hasher({ parallelism })],
  },
  openPasswordVerifier: {
    memory: ['current', (memory) => openPasswordVerifier({ current: { ...argon2Parameters, memory } })],
    passes: ['current', (passes) => openPasswordVerifier({ current: { ...argon2Parameters, passes } })],
    parallelism: [
      'current',
      (parallelism) => openPasswordVerifier({ current: { ...argon2Parameters, parallelism } }),
    ],
    timeoutMs: [
      'custom.old.timeoutMs',
      (timeoutMs) => openPasswordVerifier({ custom: { old: { matches: () => true, timeoutMs } } }),
    ],
  },
  openTurns: {
    atOnce: ['atOnce', (atOnce) => openTurns({ atOnce })],
    maxWaiting: ['maxWaiting', (maxWaiting) => openTurns({ maxWaiting })],
  },
  openPostgresStorage: ofServer((options) => openPostgresStorage({ url: postgres, ...options })),
  openMysqlStorage: ofServer((options) => openMysqlStorage({ url: mysql, ...options })),
  openRecordFile: {
    maxRecordBytes: ['bounds.maxRecordBytes', (maxRecordBytes) => recordFile({ maxRecordBytes })],
    maxRatio: ['bounds.maxRatio', (maxRatio) => recordFile({ maxRatio })],
  },
  openText: {
    maxRecordBytes: [
      'bounds.maxRecordBytes',
      (maxRecordBytes) => openText(nothing, { bounds: { ...bounds, maxRecordBytes } }),
    ],
    maxRatio: ['bounds.maxRatio', (maxRatio) => openText(nothing, { bounds: { ...bounds, maxRatio } })],
  },
  openInspected: {
    maxRecordBytes: ['bounds.maxRecordBytes', (maxRecordBytes) => inspected({ maxRecordBytes })],
    maxRatio: ['bounds.maxRatio', (maxRatio) => inspected({ maxRatio })],
  },
  openBodyBudget: { bytes: ['bytes', (bytes) => openBodyBudget(bytes)] },
}

const limited = (limits: object): unknown =>
  openLimitedSender(openCaptureSender(), { allowed: ['+86'], clock: Date.now, ...limits })
const breached = (options: object): unknown =>
  openBreachedRange({ url: new URL('http://127.0.0.1:1/'), timeoutMs: 1000, ...options })
const recordFile = (changed: object): unknown =>
  openRecordFile(nothing, { lists: [[]], bounds: { ...bounds, ...changed } })

const text = { ...nothing, head: new Uint8Array(), start: 0 }
const inspected = (changed: object): unknown =>
  openInspected({ unpacked: nothing, text, kind: { kind: 'unclear' } }, 'ndjson', {
    lists: [[]],
    bounds: { ...bounds, ...changed },
  })

/** `openAt` says when something is open. The others take a configuration whose numbers were checked as it was read. */
const others: ReadonlySet<string> = new Set(['openAt', 'openAdapters', 'openContainer'])

/** Where a text begins is found in the file, and no option. */
const given: ReadonlySet<string> = new Set(['start'])

/** The functions that a package gives to others and that open something. */
const openersOf = async (folder: (typeof packages)[number]): Promise<readonly string[]> => {
  const entries = Object.values(readManifest(folder).exports).map(
    (conditions) => conditions['@keepsake/source']!,
  )
  const modules = await Promise.all(
    entries.map(
      (entry) =>
        import(pathToFileURL(`${root}packages/${folder}/${entry}`).href) as Promise<
          Readonly<Record<string, unknown>>
        >,
    ),
  )
  return modules
    .flatMap((module) => Object.entries(module))
    .filter(([name, value]) => /^open[A-Z]/u.test(name) && typeof value === 'function' && !others.has(name))
    .map(([name]) => name)
}

describe('a number among the options of what a package opens', () => {
  it('is tested here, for every function and every number', async () => {
    const found: string[] = []
    for (const folder of packages) {
      const sources = readSources(`packages/${folder}/src/**/*.ts`)
      for (const [name, numbers] of openingNumbers(sources, [...new Set(await openersOf(folder))]))
        found.push(...numbers.filter((number) => !given.has(number)).map((number) => `${name} ${number}`))
    }
    const tested = Object.entries(openings).flatMap(([name, numbers]) =>
      Object.keys(numbers).map((number) => `${name} ${number}`),
    )
    expect(found.toSorted()).toEqual(tested.toSorted())
  })

  const rows = Object.entries(openings).flatMap(([name, numbers]) =>
    Object.entries(numbers).map(([number, [path, open]]) => [name, number, path, open] as const),
  )
  it.each(rows)('%s: %s is refused where it cannot be', async (_, number, path, open) => {
    // A queue without places for those who wait is one that answers at once.
    const zero = number === 'maxWaiting' ? [] : [0]
    for (const value of [
      ...zero,
      -1,
      1.5,
      Number.NaN,
      Infinity,
      -Infinity,
      2 ** 53,
      '5',
      null,
      {},
    ] as number[]) {
      const { issues } = await refusalOf(() => open(value))
      expect([value, issues.map((each) => formatPath(each.path))]).toEqual([value, [path]])
      expect(issues[0]?.toDo).toMatch(/^[a-z]+ /u)
    }
  })
})
