import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tokensGoodForMs } from '@keepsake/domain/rules'
import { describe, expect, inject, test } from 'vitest'
import { newPostgresDatabase } from '../adapters/storage/open-postgres.ts'
import { jsonLines, sealingKey, workplace, type Workplace } from '../cli/keepsake.ts'
import { blocksOf, commandLines, type Block } from './page.ts'

const password = 'nine geese on a raft'
const [first, second] = ['b471-8ec0-874a-0001', 'b471-8ec0-874a-0002']
const newKey = randomBytes(32).toString('base64')

type Report = {
  readonly stale: number
  readonly tokensGoodForMs: number
  readonly sealed: readonly { readonly field: string; readonly key: string; readonly count: number }[]
}

/** What the last report of these blocks says. Their configuration is put in place, and their commands are run. */
const follow = async (blocks: readonly Block[], place: Workplace, base: object): Promise<Report> => {
  let report: Report | undefined
  for (const { language, said, text } of blocks) {
    if (language === 'json' && said['step'] !== undefined) {
      const keys = text.replaceAll('<the key until now>', sealingKey).replaceAll('<the new key>', newKey)
      place.write('keepsake.config.json', { ...base, ...(JSON.parse(keys) as object) })
    }
    if (language !== 'sh') continue
    for (const { args } of commandLines(text)) {
      const ran = await place.run(args)
      expect({ args, ...ran }).toMatchObject({ args, code: 0, error: '' })
      if (args[1] === 'report') report = JSON.parse(ran.out) as Report
    }
  }
  return report ?? expect.fail('no report')
}

const signIn = async (place: Workplace, proof: object): Promise<unknown> => {
  const input = JSON.stringify({ login: 'bob', password, ...proof })
  return jsonLines((await place.run(['sign-in'], { input })).out)[0]
}

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  test('a key is changed as the page on operations says', { timeout: 120_000 }, async () => {
    const base = {
      databaseUrl: await newPostgresDatabase(),
      activationUrl: 'https://login.example.com/activate',
      mail: { url: 'smtp://127.0.0.1:1', from: { address: 'no-reply@shop.example' } },
    }
    const place = workplace(base)
    const { sealingKey: _key, ...config } = JSON.parse(
      readFileSync(place.at('keepsake.config.json'), 'utf8'),
    ) as {
      readonly sealingKey: string
    }
    const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', recoveryCodes: [first, second] }
    place.write('users.json', { list: [{ username: 'bob', password, otp }] })
    place.write('invited.json', {
      list: [{ email: 'ann@example.com' }],
      options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
    })
    for (const file of ['users.json', 'invited.json'])
      expect(await place.run(['import', 'users', file])).toMatchObject({ code: 0 })
    expect(await signIn(place, { recoveryCode: first })).toMatchObject({ verdict: 'signed_in' })

    const blocks = blocksOf('operations.md', 'How a sealing key is changed')
    const at = (step: string): number => blocks.findIndex(({ said }) => said['step'] === step)
    const before = await follow(blocks.slice(0, at('known')), place, config)
    const old = before.sealed[0]?.key ?? ''
    expect(before.sealed.map(({ field, key, count }) => [field, key, count])).toEqual([
      ['digest_key', old, 1],
      ['notice_secret', old, 1],
      ['otp_secret', old, 1],
      ['recovery_code', old, 2],
    ])
    await follow(blocks.slice(at('known'), at('known') + 1).concat(blocks[0]!), place, config)
    const during = await follow(blocks.slice(at('current'), at('alone')), place, config)
    expect(during).toMatchObject({ stale: 0, tokensGoodForMs })
    const after = await follow(blocks.slice(at('alone')), place, config)
    expect(after.stale).toBe(0)
    expect(new Set(after.sealed.map(({ key }) => key)).size).toBe(1)
    expect(after.sealed.map(({ key }) => key)).not.toContain(old)

    expect(await signIn(place, { recoveryCode: first })).toMatchObject({ verdict: 'wrong_credentials' })
    expect(await signIn(place, { recoveryCode: second })).toMatchObject({ verdict: 'signed_in' })
  })

  test('a key that is taken out too early is missed at once, and nothing is lost', async () => {
    const place = workplace({ databaseUrl: await newPostgresDatabase() })
    place.write('users.json', { list: [{ username: 'bob', password }] })
    expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
    const environment = { KEEPSAKE_SEALING_KEY: newKey }
    const input = JSON.stringify({ login: 'bob', password })
    const missing = await place.run(['sign-in'], { input, environment })
    expect(missing.code).not.toBe(0)
    expect(`${missing.out}${missing.error}`).toMatch(/secret-box/u)
    expect(JSON.parse((await place.run(['secrets', 'report'], { environment })).out)).toMatchObject({
      stale: 1,
    })
    expect(await signIn(place, {})).toMatchObject({ verdict: 'signed_in' })
  })
})
