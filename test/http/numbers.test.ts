import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { relayEvents, relayNotices } from '@keepsake/app'
import { createHttpApp, type HttpSettings } from '@keepsake/http'
import { conceal, userPoolId } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { openSubject, pool } from '../builders/keepsake.ts'
import { refusedFor } from '../builders/refusal.ts'

const subject = await openSubject(async () => ({ storage: openMemoryStorage() }))

const open = (settings: Partial<HttpSettings>) =>
  createHttpApp(subject.keepsake, subject.ports, {
    pool: userPoolId(pool),
    accessKeyId: pool,
    accessKeySecret: conceal('secret'),
    ...settings,
  })

const wrong = [-1, 1.5, Number.NaN, Infinity, '5', null] as readonly number[]

describe('a number among the settings of the facade, or of a relay,', () => {
  it.each(['skewMs', 'maxBodyBytes', 'maxOpenBodyBytes', 'arrivalMs', 'rowsToHash'] as const)(
    'is refused where it cannot be: %s',
    async (name) => {
      for (const value of name === 'skewMs' ? wrong : [0, ...wrong])
        expect([value, await refusedFor(() => open({ [name]: value }))]).toEqual([
          value,
          expect.arrayContaining([`${name} options.number_refused`]),
        ])
      expect(() => open({ [name]: 1000 })).not.toThrow()
    },
  )

  it.each([
    ['notices', relayNotices],
    ['events', relayEvents],
  ] as const)('is refused where it cannot be: restMs, of %s', async (_, relay) => {
    const signal = AbortSignal.abort()
    for (const restMs of [...wrong, 2 ** 31])
      expect(await refusedFor(() => relay(subject.keepsake, { signal, restMs }))).toEqual([
        'restMs options.number_refused',
      ])
    await relay(subject.keepsake, { signal, restMs: 0 })
  })
})
