import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workplace, type Workplace } from './keepsake.ts'

const files = ['keepsake-rsa.pem', 'keepsake-sm2.pem', 'keepsake.config.json']

const emptyPlace = (): Workplace => {
  const place = workplace()
  for (const name of readdirSync(place.folder)) rmSync(place.at(name))
  return place
}

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

  const paddingAfter = async (args: readonly string[], options?: object): Promise<unknown> => {
    const place = emptyPlace()
    const { code, out } = await place.run(['init', ...args], options)
    const config = JSON.parse(readFileSync(place.at('keepsake.config.json'), 'utf8')) as object
    expect({ code, ...config }).toMatchObject({ code: 0 })
    expect(out).toContain('Passwords under RSA are read as ')
    return 'rsaPadding' in config ? config.rsaPadding : undefined
  }

  it('asks which clients will send, where somebody can answer', async () => {
    const place = emptyPlace()
    const { error } = await place.run(['init'], { watched: true, input: '3\n' })
    expect(error).toContain('Which clients will send passwords under RSA?')
    expect(error).toContain('1  the SDKs, JSEncrypt (pkcs1)')
    expect(await paddingAfter([], { watched: true, input: '3\n' })).toBe('oaep-sha256-mgf1-sha1')
    expect(await paddingAfter([], { watched: true, input: '\n' })).toBe('pkcs1')
    expect(await paddingAfter([], { watched: true, input: 'nine\n' })).toBe('pkcs1')
  })

  it('takes the padding as an option, and is for the SDKs otherwise', async () => {
    expect(await paddingAfter([])).toBe('pkcs1')
    expect(await paddingAfter(['--rsa-padding', 'oaep-sha512'], { watched: true })).toBe('oaep-sha512')
    const place = emptyPlace()
    expect((await place.run(['init', '--rsa-padding', 'none'])).error).toContain('oaep-sha256-mgf1-sha1')
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
