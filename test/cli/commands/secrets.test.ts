import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { jsonLines, sealingKey, workplace, type Workplace } from '../keepsake.ts'

const newKey = randomBytes(32).toString('base64')
const both = {
  environment: { KEEPSAKE_SEALING_KEYS: JSON.stringify([{ key: newKey }, { key: sealingKey }]) },
}

const withUsers = async (count: number): Promise<Workplace> => {
  const place = workplace({ sealingKey: undefined })
  const list = Array.from({ length: count }, (_, index) => ({
    username: `user-${index}`,
    otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
  }))
  place.write('users.json', { list })
  const environment = { KEEPSAKE_SEALING_KEY: sealingKey }
  expect(await place.run(['import', 'users', 'users.json'], { environment })).toMatchObject({ code: 0 })
  return place
}

const spoil = (place: Workplace, condition: string): void => {
  const database = new DatabaseSync(place.at('users.db'))
  database.exec(
    `UPDATE keepsake_authenticators SET secret = substr(secret, 1, length(secret) - 4) || 'AAAA' WHERE ${condition}`,
  )
  database.close()
}

test('keepsake secrets names what does not open, with an exit code of its own', async () => {
  const place = await withUsers(3)
  const [first] = place.query('SELECT id, user_id FROM keepsake_authenticators ORDER BY user_id LIMIT 1')
  spoil(place, `id = '${String(first!['id'])}'`)
  const before = await place.run(['secrets', 'report'], both)
  expect(before).toMatchObject({
    code: 3,
    error: expect.stringMatching(/^1 of otp_secret under the key \S+ do not open\n$/u),
  })
  expect(jsonLines(before.out)).toMatchObject([{ stale: 4, unopened: 1 }])

  const rotated = await place.run(['secrets', 'rotate'], both)
  expect(rotated.code).toBe(3)
  expect(rotated.error).toMatch(/^otp_secret \S+ of user \S+ does not open, and stays under the key \S+\n$/u)
  expect(rotated.error).toContain(String(first!['id']))
  const item = { field: 'otp_secret', id: first!['id'], userId: first!['user_id'] }
  expect(jsonLines(rotated.out)).toMatchObject([{ resealed: 3, current: 0, unopened: [item] }])
  const after = await place.run(['secrets', 'report'], both)
  expect(after.code).toBe(3)
  expect(jsonLines(after.out)).toMatchObject([{ stale: 1, unopened: 1 }])
})

test('of many that do not open keepsake secrets shows a few, and its answer has all', async () => {
  const place = await withUsers(25)
  spoil(place, 'true')
  const { code, out, error } = await place.run(['secrets', 'rotate'], both)
  expect(code).toBe(3)
  expect(error.trim().split('\n')).toHaveLength(21)
  expect(error).toMatch(/\n\.\.\. and 5 more\n$/u)
  const [rotation] = jsonLines(out)
  expect(rotation?.['unopened']).toHaveLength(25)
})
