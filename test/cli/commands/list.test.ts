import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from '../keepsake.ts'

const withUsers = async (): Promise<Workplace> => {
  const place = workplace()
  const crowd = Array.from({ length: 600 }, (_, index) => ({ username: `crowd-${index}` }))
  const list = [
    { username: 'zoe', name: 'Zoë van der Berg', departmentIds: ['d1'] },
    { username: 'eve', status: 'Suspended', tenantIds: ['t1'] },
    ...crowd,
  ]
  place.write('users.json', { list })
  expect((await place.run(['import', 'users', 'users.json'])).code).toBe(0)
  return place
}

const namesIn = (out: string): readonly unknown[] =>
  (jsonLines(out) as readonly { readonly username: string }[]).map(({ username }) => username)

describe('keepsake list', () => {
  it('prints every user a line, over as many pages as there are, and those alone that are asked for', async () => {
    const place = await withUsers()
    const all = await place.run(['list'])
    expect([all.code, all.error]).toEqual([0, ''])
    expect(new Set(namesIn(all.out)).size).toBe(602)
    for (const [flags, expected] of [
      [['--search', 'BERG'], ['zoe']],
      [['--department', 'd1'], ['zoe']],
      [['--tenant', 't1'], ['eve']],
      [['--status', 'Suspended', 'Archived'], ['eve']],
      [['--search', 'zoe', '--status', 'Suspended'], []],
    ] as const)
      expect(namesIn((await place.run(['list', ...flags])).out)).toEqual(expected)
    expect((await place.run(['list', '--search', 'crowd', '--count'])).out).toBe('600\n')
  })

  it('says what it cannot be asked', async () => {
    const place = workplace()
    for (const count of [[], ['--count']]) {
      const { code, out, error } = await place.run(['list', '--status', 'Gone', ...count])
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(error).toContain('user.status_unknown')
    }
  })
})
