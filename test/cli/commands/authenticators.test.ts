import { describe, expect, it } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { codeAt } from '../../builders/keepsake.ts'
import { findSecrets, formsOf, spellingsOf } from '../../builders/secret-hunt.ts'
import { accessKeySecret, jsonLines, sealingKey, workplace } from '../keepsake.ts'

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
      { users: 1, authenticators: 1, unproven: 1, shared: 0, withoutRecoveryCode: 1 },
    ])
  })

  it('seals what is sealed under an earlier key anew', async () => {
    const place = await withBob()
    const { code, out } = await place.run(['secrets', 'rotate'])
    expect(code).toBe(0)
    expect(jsonLines(out)).toStrictEqual([{ resealed: 0, current: 2 }])
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

describe('what keepsake prints and leaves behind', () => {
  it('holds no secret of an authenticator, whatever is done with it', async () => {
    const canaries = {
      password: 'Canary-cli-otp-51aa/密码',
      secret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NBS',
      refusedSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2OJZ1',
      recoveryCode: 'cana-ry00-0c11-c0de-1a2b-3c4d',
      refusedCode: 'cana-ry22-0c11-!!!!',
    }
    const { password, secret: own, recoveryCode, refusedSecret, refusedCode } = canaries
    const newKey = Buffer.alloc(32, 'newer').toString('base64')
    const before = { KEEPSAKE_SEALING_KEY: sealingKey }
    const after = { KEEPSAKE_SEALING_KEYS: JSON.stringify([{ key: newKey }, { key: sealingKey }]) }
    const place = workplace({ sealingKey: undefined })
    const said = new Map<string, Buffer>()
    const run = async (...[args, options]: Parameters<typeof place.run>): Promise<string> => {
      const { out, error } = await place.run(args, { environment: before, ...options })
      said.set(args.join(' '), Buffer.from(out + error))
      return out
    }
    place.write('users.json', {
      list: ['bob', 'eve'].map((username) => ({ username, externalId: username, password })),
    })
    await run(['import', 'users', 'users.json'])
    place.write('otp.json', [
      { id: 'bob', totp_secret: own, backup_codes: [recoveryCode] },
      { id: 'eve', totp_secret: refusedSecret, backup_codes: [refusedCode] },
      { id: own, totp_secret: { own }, backup_codes: recoveryCode },
      { id: own, totp_secret: own },
      { totp_secret: own },
      own,
    ])
    const imported = await run(['otp', 'import', 'otp.json', '--from', 'clerk', '--report', 'report.jsonl'])
    expect(imported).toMatch(/^enrolled +1$[^]*^refused +5$/mu)
    await run(['otp', 'import', 'otp.json'])
    place.write('broken.json', `[{"id":"${own}"`)
    await run(['otp', 'import', 'broken.json'])
    await run(['otp', 'import', 'missing.json', '--from', 'kratos'])

    const proofs = [{ code: codeAt(own, Date.now()) }, { recoveryCode }, { recoveryCode }, { code: own }]
    const input = proofs.map((proof) => JSON.stringify({ login: 'bob', password, ...proof })).join('\n')
    const verdicts = jsonLines(await run(['sign-in'], { input }))
    expect(verdicts.map(({ verdict }) => verdict)).toContain('signed_in')
    await run(['otp', 'report'], { environment: { KEEPSAKE_SEALING_KEY: newKey } })
    const rotated = jsonLines(await run(['secrets', 'rotate'], { environment: after }))
    expect(rotated).toStrictEqual([{ resealed: 3, current: 0 }])
    await run(['otp', 'show-qr', own], { environment: after })

    const given = ['users.json', 'otp.json', 'broken.json', 'keepsake.config.json']
    const left = readdirSync(place.folder)
      .filter((name) => !given.includes(name))
      .map((name) => [name, readFileSync(place.at(name))] as const)
    expect(left.map(([name]) => name)).toEqual(expect.arrayContaining(['users.db', 'report.jsonl']))
    const texts = { ...canaries, accessKeySecret, sealingKey, newKey }
    const hunted = Object.entries(texts).map(([name, text]) => ({ name, forms: formsOf(text) }))
    const bytes = { name: 'key', forms: spellingsOf(Buffer.from(sealingKey, 'base64')) }
    expect(findSecrets([...hunted, bytes], new Map([...said, ...left]))).toEqual([])
  })
})
