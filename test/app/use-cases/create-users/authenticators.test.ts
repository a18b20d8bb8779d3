import { describe, expect, test } from 'vitest'
import imported from '../../../vectors/totp/imported.json' with { type: 'json' }
import { codeAt, inShort, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

/** The contract's own example: 80 bits. */
const weak = 'HZ2F6J3AGNAVSOTV'
const strong = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

describe.each(storages)('on $name, an authenticator that a user brings', ({ open }) => {
  test('works from the first sign-in on, in whatever spelling it came', async () => {
    const { keepsake, clock } = await openSubject(open)
    const otp = { secret: 'jbsw y3dp-ehpk 3pxp JBSW Y3DP EHPK 3PXP', recoveryCode: 'B471 8EC0 874A 087F' }
    const { warnings } = await valueOf(
      keepsake.users.create({ list: [{ username: 'bob', password: 'x', otp }] }),
    )
    expect(warnings).toEqual([])
    const attempt = { login: 'bob', password: 'x' }
    expect(await valueOf(keepsake.signIn(attempt))).toMatchObject({ verdict: 'otp_required' })
    const code = codeAt(strong, clock.now())
    expect((await valueOf(keepsake.signIn({ ...attempt, code }))).verdict).toBe('signed_in')
    const recoveryCode = 'b471-8ec0-874a-087f'
    expect((await valueOf(keepsake.signIn({ ...attempt, recoveryCode }))).verdict).toBe('signed_in')
  })

  test('makes the codes that its app makes, whatever its parameters and however it was written down', async () => {
    const { keepsake, clock } = await openSubject(open)
    const vectors = imported.vectors.filter(({ command }) =>
      /SHA512 --digits=8 --time-step-size=60s|SHA256 .*=30s .* [0-9a-f]+$/u.test(command),
    )
    expect(vectors).toHaveLength(6)
    const list = vectors.map(({ otp }, row) => ({ username: `user${row}`, password: 'x', otp }))
    await valueOf(keepsake.users.create({ list }))
    for (const [row, { now, code }] of vectors.entries()) {
      clock.set(now * 1000)
      const attempt = { login: `user${row}`, password: 'x', code }
      expect((await valueOf(keepsake.signIn(attempt))).verdict).toBe('signed_in')
    }
  })

  test('with a secret of 80 bits is taken with a warning', async () => {
    const { keepsake } = await openSubject(open)
    const list = [
      { username: 'strong', otp: { secret: strong } },
      { username: 'weak', otp: { secret: weak } },
    ]
    const { created, warnings } = await valueOf(keepsake.users.create({ list }))
    expect(created).toHaveLength(2)
    expect(warnings).toEqual([
      { code: 'otp.secret_weak', path: ['list', 1, 'otp', 'secret'], params: { bits: 80, advised: 112 } },
    ])
  })

  test('with a secret below what its pool asks is refused', async () => {
    const { keepsake } = await openSubject(open, { settings: { otp: { minSecretBits: 112 } } })
    const list = [{ username: 'weak', otp: { secret: weak } }, { username: 'none' }]
    const { created, refused, warnings } = await valueOf(keepsake.users.create({ list, mode: 'each' }))
    expect(created.map(({ row }) => row)).toEqual([1])
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.0.otp.secret otp.secret_too_short',
    ])
    expect(warnings).toEqual([])
  })

  test('rests sealed, its recovery code hashed', async () => {
    const { keepsake, rest, ids } = await openSubject(open)
    const otp = { secret: strong, recoveryCode: 'b471-8ec0-874a-087f' }
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', otp }] }))
    const [secondFactors] = await valueOf(rest.secondFactors.findByUserIds(ids()))
    const { authenticators, recoveryCodes } = secondFactors!
    expect(authenticators).toMatchObject([{ algorithm: 'SHA1', digits: 6, period: 30, lastStep: 0 }])
    expect(authenticators[0]).not.toHaveProperty('provenAt')
    expect(authenticators[0]!.secret).toMatch(/^v1\.aes-256-gcm\.k1\./u)
    expect(recoveryCodes.map(({ hash }) => hash)).toEqual([expect.stringMatching(/^v1\.hmac-sha256\.k1\./u)])
    expect(JSON.stringify(secondFactors)).not.toContain(strong)
    expect(JSON.stringify(secondFactors)).not.toContain('b4718ec0874a087f')
  })
})
