import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Ran, type Workplace } from '../keepsake.ts'

const ignoring = { environment: { KEEPSAKE_USERNAMES: '{"ignoreCase":true}' } }

const withUsers = async (...usernames: readonly string[]): Promise<Workplace> => {
  const place = workplace()
  place.write('users.json', { list: usernames.map((username) => ({ username })) })
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  return place
}

const usernameOf = ({ out }: Ran): unknown => (JSON.parse(out) as { readonly username?: unknown }).username

describe('keepsake usernames', () => {
  it('lists who would collide, and switches nothing while somebody does', async () => {
    const place = await withUsers('Bob', 'bob', 'Eve')
    for (const args of [['check'], ['switch']]) {
      const { code, out } = await place.run(['usernames', ...args], ignoring)
      expect(code).toBe(1)
      const [first, last] = jsonLines(out)
      const users = ['Bob', 'bob'].map((username) => ({ userId: expect.any(String) as unknown, username }))
      expect(first).toStrictEqual({ collision: expect.arrayContaining(users) as unknown })
      expect(last).toStrictEqual({ users: 3, collisions: 1 })
    }
    expect(usernameOf(await place.run(['show', 'bob']))).toBe('bob')
  })

  it('lets no other command work under the new setting before it is switched', async () => {
    const place = await withUsers('Bob')
    for (const args of [['show', 'bob'], ['list'], ['serve'], ['import', 'users', 'users.json']]) {
      const { code, error } = await place.run(args, ignoring)
      expect(code, args.join(' ')).toBe(2)
      expect(error, args.join(' ')).toContain('keepsake usernames switch')
    }
    expect((await place.run(['usernames', 'check'], ignoring)).code).toBe(0)
    const { code, out } = await place.run(['usernames', 'switch'], ignoring)
    expect(code).toBe(0)
    expect(jsonLines(out)).toStrictEqual([{ changed: 1 }])
    expect(usernameOf(await place.run(['show', 'BOB'], ignoring))).toBe('Bob')
    expect((await place.run(['show', 'Bob'])).code).toBe(2)
  })
})
