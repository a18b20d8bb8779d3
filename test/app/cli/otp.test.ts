import { describe, expect, it } from 'vitest'
import { jsonLines, workplace } from './keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const withBob = async () => {
  const place = workplace()
  place.write('users.json', { list: [{ username: 'bob', otp: { secret } }, { username: 'eve' }] })
  expect(await place.run(['import', 'users', 'users.json'])).toMatchObject({ code: 0 })
  return place
}

describe('keepsake otp', () => {
  it('reports what the authenticators are like', async () => {
    const { code, out } = await (await withBob()).run(['otp', 'report'])
    expect(code).toBe(0)
    expect(jsonLines(out)).toStrictEqual([
      { users: 1, authenticators: 1, unproven: 1, shared: 0, sealedBefore: 0, withoutRecoveryCode: 1 },
    ])
  })

  it('seals what is sealed under an earlier key anew', async () => {
    const place = await withBob()
    const { code, out } = await place.run(['otp', 'rotate-keys'])
    expect(code).toBe(0)
    expect(jsonLines(out)).toStrictEqual([{ resealed: 0, current: 1 }])
  })

  it('shows an authenticator as a QR code, and says where there is none', async () => {
    const place = await withBob()
    const shown = await place.run(['otp', 'show-qr', 'bob'])
    expect(shown).toMatchObject({ code: 0, error: '' })
    expect(shown.out).toMatch(/^(?:[█▀▄ ]{30,}\n)+$/u)
    for (const login of ['eve', 'nobody'])
      expect(await place.run(['otp', 'show-qr', login])).toStrictEqual({
        code: 1,
        out: '',
        error: 'This login leads to no user with an authenticator.\n',
      })
  })
})
