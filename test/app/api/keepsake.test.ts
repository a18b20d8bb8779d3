import { createKeepsake, type PoolSettingsInput } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf } from '../../builders/keepsake.ts'

const open = storages[0]!.open

describe('an identity', () => {
  test.each<readonly [string, unknown]>([
    ['no pool', {}],
    ['an empty pool', { pool: '' }],
    ['a country code that is none', { phoneCountryCode: '86' }],
    ['a login address that is none', { loginUrl: 'example.com' }],
    ['a login address that runs code', { loginUrl: 'javascript:alert(1)' }],
    ['an app without a login address', { apps: { shop: {} } }],
    ['a custom field of an unknown type', { customFields: { x: { type: 'date' } } }],
    ['an enum without options', { customFields: { x: { type: 'enum', options: [] } } }],
    ['no rows allowed', { limits: { rows: 0 } }],
    ['a secret length that can be searched', { otp: { minSecretBits: 79 } }],
    ['steps of the far past', { otp: { pastSteps: 3 } }],
    ['steps of the far future', { otp: { futureSteps: 3 } }],
    ['a setting that nobody knows', { color: 'blue' }],
    ['a pool whose id is half a character', { pool: 'p\ud800' }],
  ])('is not made from settings with %s', async (what, settings) => {
    const { ports } = await openSubject(open)
    const given = what === 'no pool' ? settings : { pool: 'p', ...(settings as object) }
    expect(() => createKeepsake(ports, given as PoolSettingsInput)).toThrow(
      /^settings\b.* \(settings\.\w+\)$/u,
    )
  })

  test('needs no more settings than its pool’s id', async () => {
    const { ports } = await openSubject(open)
    const keepsake = createKeepsake(ports, { pool: 'p' })
    const { created } = await valueOf(keepsake.users.create({ list: [{ phone: '+8618812345678' }] }))
    expect(created[0]!.account.user.phone?.countryCode).toBe('+86')
  })

  test('delivers a hundred notices at a time unless it is told otherwise', async () => {
    const { keepsake } = await openSubject(open, { settings: { loginUrl: 'https://example.com' } })
    const list = Array.from({ length: 101 }, (_, index) => ({ email: `user-${index}@example.com` }))
    const options = { sendNotification: { sendEmailNotification: true } }
    await valueOf(keepsake.users.create({ list, options }))
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 100, postponed: 0, dead: 0 })
    expect(await valueOf(keepsake.notices.deliver())).toEqual({ sent: 1, postponed: 0, dead: 0 })
  })
})
