import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workplace, type Workplace } from '../keepsake.ts'

const files = ['keepsake-rsa.pem', 'keepsake-sm2.pem', 'keepsake.config.json']

const emptyPlace = (): Workplace => {
  const place = workplace()
  for (const name of readdirSync(place.folder)) rmSync(place.at(name))
  return place
}

const configOf = (place: Workplace): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(place.at('keepsake.config.json'), 'utf8')) as Record<string, unknown>

describe('keepsake init', () => {
  it('writes a configuration with fresh keys, for its owner’s eyes only, that serves at once', async () => {
    const place = emptyPlace()
    const { code, out, error } = await place.run(['init'])
    expect({ code, error }).toStrictEqual({ code: 0, error: '' })
    for (const file of files) expect(out).toContain(`Wrote ${file}`)
    expect(readdirSync(place.folder).toSorted()).toStrictEqual(files)
    for (const file of files) expect(statSync(place.at(file)).mode & 0o777, file).toBe(0o600)

    const config = JSON.parse(readFileSync(place.at('keepsake.config.json'), 'utf8')) as Record<
      string,
      string
    >
    for (const secret of ['accessKeySecret', 'sealingKey']) expect(out).not.toContain(config[secret])
    expect(await place.run(['show', 'nobody'])).toStrictEqual({
      code: 1,
      out: '',
      error: 'This login leads to no user.\n',
    })
    expect(statSync(place.at('keepsake.db')).mode & 0o777).toBe(0o600)
  })

  it('takes the country of phone numbers, and refuses one that there is not', async () => {
    const place = emptyPlace()
    const { code, out } = await place.run(['init', '--phone-country-code', '+1'])
    expect(code).toBe(0)
    expect(out).not.toContain('phoneCountryCode')
    expect(configOf(place)['phoneCountryCode']).toBe('+1')
    for (const no of ['+999', 'CN', '1']) {
      const other = emptyPlace()
      const refused = await other.run(['init', '--phone-country-code', no])
      expect(refused.code).toBe(1)
      expect(refused.error).toContain('country code')
      expect(readdirSync(other.folder)).toStrictEqual([])
    }
  })

  it.each([
    [['1', '1', '+86'], '+86'],
    [['1', '1', '+999', ' +1 '], '+1'],
    [['1', '1', ''], undefined],
  ])('asks which country it is: %j', async (answers, country) => {
    const place = emptyPlace()
    const { code, error } = await place.run(['init'], { answers })
    expect(code).toBe(0)
    expect(error).toContain('(415) 555-2671')
    expect(configOf(place)['phoneCountryCode']).toBe(country)
  })

  it('chooses no country by itself, and says so', async () => {
    const place = emptyPlace()
    const { out } = await place.run(['init'])
    expect(configOf(place)).not.toHaveProperty('phoneCountryCode')
    expect(out).toContain('phoneCountryCode')
  })

  it.each(['connection', 'x-forwarded-for'])('takes %s for where addresses are read', async (source) => {
    const place = emptyPlace()
    const { code, out, error } = await place.run(['init', '--client-address', source])
    expect({ code, error }).toStrictEqual({ code: 0, error: '' })
    expect(out).not.toContain('clientAddress')
    expect(configOf(place)['clientAddress']).toBe(source)
  })

  it('takes nothing else for it, and writes nothing then', async () => {
    const place = emptyPlace()
    const { code, error } = await place.run(['init', '--client-address', 'anywhere'])
    expect(code).not.toBe(0)
    expect(error).toContain('connection, x-forwarded-for')
    expect(readdirSync(place.folder)).toStrictEqual([])
  })

  it.each([
    [['1'], 'connection'],
    [['2'], 'x-forwarded-for'],
    [[' 2 '], 'x-forwarded-for'],
    [['', 'both', '1'], 'connection'],
    [['3'], undefined],
    [[], undefined],
  ])('asks who sits at the terminal: %j', async (answers, source) => {
    const place = emptyPlace()
    const { code, out, error } = await place.run(['init'], { answers })
    expect(code).toBe(0)
    expect(error).toContain('How do users reach')
    expect(configOf(place)['clientAddress']).toBe(source)
    expect(out.includes('Set clientAddress')).toBe(source === undefined)
  })

  it('does not ask for what is given', async () => {
    const place = emptyPlace()
    const given = [
      '--client-address',
      'connection',
      '--rsa-padding',
      'oaep-sha512',
      '--phone-country-code',
      '+44',
    ]
    const { error } = await place.run(['init', ...given], { answers: ['2'] })
    expect(error).toBe('')
    expect(configOf(place)).toMatchObject({ clientAddress: 'connection', rsaPadding: 'oaep-sha512' })
  })

  it.each([
    [['1', '3'], 'oaep-sha256-mgf1-sha1'],
    [['1', '2'], 'oaep-sha256'],
    [['1', '', 'nine', '1'], 'pkcs1'],
    [['1'], 'pkcs1'],
    [[], 'pkcs1'],
  ])('asks which clients will send passwords under RSA: %j', async (answers, padding) => {
    const place = emptyPlace()
    const { code, out, error } = await place.run(['init'], { answers })
    expect(code).toBe(0)
    expect(error).toContain('Which clients will send passwords encrypted with RSA?')
    expect(configOf(place)['rsaPadding']).toBe(padding)
    expect(out).toContain(`Passwords under RSA are read as ${padding}: rsaPadding changes that.`)
  })

  it('takes no padding that there is not, and writes nothing then', async () => {
    const place = emptyPlace()
    const { code, error } = await place.run(['init', '--rsa-padding', 'none'])
    expect(code).not.toBe(0)
    expect(error).toContain('oaep-sha256-mgf1-sha1')
    expect(readdirSync(place.folder)).toStrictEqual([])
  })

  it.each(files.slice(1))('leaves everything as it is where there is a %s', async (file) => {
    const place = emptyPlace()
    place.write(file, 'mine')
    const { code, error, out } = await place.run(['init'])
    expect({ code, out }).toStrictEqual({ code: 1, out: '' })
    expect(error).toBe(`${file} was not written: it exists already. Nothing has changed.\n`)
    expect(readdirSync(place.folder)).toStrictEqual([file])
    expect(readFileSync(place.at(file), 'utf8')).toBe('mine')
  })

  it('makes the folder of its configuration, and reads its files relative to it', async () => {
    const place = emptyPlace()
    expect((await place.run(['-c', 'deep/down/config.json', 'init'])).code).toBe(0)
    expect(readdirSync(place.at('deep/down')).toSorted()).toStrictEqual(['config.json', ...files.slice(0, 2)])
    expect((await place.run(['-c', 'deep/down/config.json', 'show', 'nobody'])).code).toBe(1)
    expect(readdirSync(place.at('deep/down'))).toContain('keepsake.db')
  })

  it('says why it cannot write, and leaves nothing', async () => {
    const place = emptyPlace()
    mkdirSync(place.at('keepsake.config.json'))
    expect(await place.run(['init'])).toStrictEqual({
      code: 1,
      out: '',
      error: 'keepsake.config.json was not written: it exists already. Nothing has changed.\n',
    })
    expect(readdirSync(place.folder)).toStrictEqual(['keepsake.config.json'])
    place.write('file', '')
    const { code, error, out } = await place.run(['-c', 'file/config.json', 'init'])
    expect({ code: code === 0, out }).toStrictEqual({ code: false, out: '' })
    expect(error).toMatch(/^file\S* was not written: .+\. Nothing has changed\.\n$/u)
  })
})
