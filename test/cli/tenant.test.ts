import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from './keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const password = 'nine geese on a raft'

/** Ann of tenant A, imported for it, and Bea of tenant B. */
const withTwoTenants = async (): Promise<Workplace> => {
  const place = workplace({ activationUrl: 'https://login.example.com/activate' })
  const row = (username: string): object => ({ username, email: `${username}@example.com`, password })
  place.write('a.json', { list: [{ ...row('ann'), otp: { secret } }] })
  place.write('b.json', { list: [{ ...row('bea'), tenantIds: ['B'] }] })
  expect(await place.run(['import', 'users', 'a.json', '--tenant', 'A'])).toMatchObject({ code: 0 })
  expect(await place.run(['import', 'users', 'b.json'])).toMatchObject({ code: 0 })
  return place
}

const idOf = async (place: Workplace, login: string): Promise<string> => {
  const { out } = await place.run(['show', login])
  return (JSON.parse(out) as { readonly userId: string }).userId
}

describe('--tenant', () => {
  it('makes users of an import the tenant’s', async () => {
    const place = await withTwoTenants()
    const { out } = await place.run(['show', 'ann'])
    expect(JSON.parse(out)).toMatchObject({ username: 'ann', tenantIds: ['A'] })
    place.write('c.json', { list: [{ username: 'cleo', tenantIds: ['B'] }] })
    const refused = await place.run(['import', 'users', 'c.json', '--tenant', 'A'])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.error).toContain('list.0.tenantIds.0')
  })

  it.each([['show'], ['password', 'reset'], ['password', 'require-change'], ['unlock'], ['otp', 'show-qr']])(
    '%s %s finds the users of a tenant and no others',
    async (...command) => {
      const place = await withTwoTenants()
      const own = await place.run([...command, 'ann', '--tenant', 'A'])
      expect({ command, code: own.code }).toEqual({ command, code: 0 })
      for (const tenant of ['B', 'none']) {
        const { code, out, error } = await place.run([...command, 'ann', '--tenant', tenant])
        expect({ code, out }).toEqual({ code: 1, out: '' })
        expect(error).toContain('This login leads to no user')
      }
    },
  )

  it('password resend-activation asks for a user of the tenant', async () => {
    const place = await withTwoTenants()
    place.write('c.json', { list: [{ email: 'cleo@example.com', tenantIds: ['A'] }] })
    await place.run(['import', 'users', 'c.json'])
    const command = ['password', 'resend-activation', 'cleo@example.com', '--tenant']
    expect(await place.run([...command, 'B'])).toMatchObject({ code: 1, out: '' })
    expect(await place.run([...command, 'A'])).toMatchObject({ code: 0 })
  })

  it('reports and imports keep to the tenant', async () => {
    const place = await withTwoTenants()
    const [ann, bea] = [await idOf(place, 'ann'), await idOf(place, 'bea')]
    const usersOf = async (...command: readonly string[]): Promise<unknown> =>
      jsonLines((await place.run(command)).out).map(({ users }) => users)
    expect(await usersOf('password', 'report')).toEqual([2])
    expect(await usersOf('password', 'report', '--tenant', 'A')).toEqual([1])
    expect(await usersOf('otp', 'report', '--tenant', 'A')).toEqual([1])
    expect(await usersOf('otp', 'report', '--tenant', 'B')).toEqual([0])
    place.write('otp.json', { list: [ann, bea].map((userId) => ({ userId, otp: { secret } })) })
    const { code, error } = await place.run(['otp', 'import', 'otp.json', '--tenant', 'B'])
    expect(code).toBe(1)
    expect(error).toContain('list.0.userId')
    expect(error).not.toContain('list.1')
    expect(await usersOf('otp', 'report', '--tenant', 'B')).toEqual([1])
  })

  it('has to name one', async () => {
    const place = workplace()
    expect((await place.run(['show', 'ann', '--tenant', ''])).error).toContain('a tenant has an id')
    expect((await place.run(['list', '--tenant', ''])).error).toContain('a tenant has an id')
  })
})
