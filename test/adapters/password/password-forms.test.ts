import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { passwordEncodings, prehashes, type PasswordHash } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { detailsOf, detailsVectors } from './details-vectors.ts'
import { hashVectors } from './vectors.ts'

const verifier = await openPasswordVerifier({
  custom: { same: { matches: (text, encoded) => text === encoded } },
})
const forms = detailsVectors('forms')

const verdict = async (text: string, hash: Pick<PasswordHash, 'format' | 'encoded'>) =>
  (await verifier.verify(text, hash))._unsafeUnwrap()

describe('a hash of a password in another form', () => {
  it.each(forms)('verifies its password and no other: $stored $command', async (vector) => {
    const { encoded, format, stored, password } = vector
    const hash = verifier.recognise(encoded, format, detailsOf(vector))._unsafeUnwrap()
    expect(hash).toMatchObject({ format: stored, encoded })
    expect(await verdict(password, hash)).toBe('outdated')
    for (const other of [`.${password}`, `${password} `, password.slice(0, -1)])
      expect(await verdict(other, hash)).toBe('wrong')
  })

  it('verifies under no other form', async () => {
    for (const { encoded, stored, password, prehash } of forms) {
      const [id] = stored.split(';')
      const others = [
        '',
        ';prehash=sha224-base64',
        ';encoding=utf-16be',
        ';prehash=md5-hex;encoding=utf-16le',
      ]
      for (const form of others.filter((each) => `${id}${each}` !== stored)) {
        // Symfony digests no password that bcrypt does not cut; ASCII is the same in most encodings.
        if (form === '' && (prehash === 'sha512-base64-over-72' || /^[ -~]*$/u.test(password))) continue
        expect(await verdict(password, { format: `${id}${form}`, encoded })).toBe('wrong')
      }
    }
  })

  it('is recognised with the name that it is stored by, as reports print it', () => {
    for (const { encoded, stored } of forms)
      expect(verifier.recognise(encoded, stored)._unsafeUnwrap().format).toBe(stored)
  })

  it('has vectors of every prehash and every encoding', () => {
    const said = new Set(forms.flatMap(({ prehash, encoding }) => [prehash, encoding]))
    expect([...prehashes, ...passwordEncodings].filter((each) => !said.has(each))).toStrictEqual([
      'none',
      'utf-8',
    ])
  })

  it('is one with the plain hash where the form is what is usual', () => {
    const { encoded } = hashVectors('bcrypt')[0]!
    for (const details of [{}, { prehash: 'none' }, { encoding: 'utf-8' }] as const)
      expect(verifier.recognise(encoded, undefined, details)._unsafeUnwrap().format).toBe('bcrypt')
  })

  it('is outdated, however strong it is: what the pool writes is of the password itself', async () => {
    const current = { memory: 64, passes: 2, parallelism: 1 }
    const same = await openPasswordVerifier({ current })
    const vector = forms.find(({ stored }) => stored.startsWith('argon2id'))!
    const { encoded, stored, password } = vector
    expect((await same.verify(password, { format: stored, encoded }))._unsafeUnwrap()).toBe('outdated')
    const plain = hashVectors('argon2').find((each) => each.encoded.includes('$argon2id$v=19$m=256,t=2'))!
    expect((await same.verify(plain.password, plain))._unsafeUnwrap()).toBe('right')
  })

  it('is wrapped with its form', async () => {
    const vector = forms.find(({ stored }) => stored === 'md5;encoding=latin-1')!
    const hash = verifier.recognise(vector.encoded, 'md5', detailsOf(vector))._unsafeUnwrap()
    const cheap = await openPasswordVerifier({ current: { memory: 64, passes: 1, parallelism: 1 } })
    const wrapped = (await cheap.wrap(hash))._unsafeUnwrap()
    expect(wrapped.format).toBe('argon2id-over;encoding=latin-1')
    expect(await verdict(vector.password, wrapped)).toBe('outdated')
    expect(await verdict(`${vector.password}.`, wrapped)).toBe('wrong')
  })

  it.each(['nt-hash', 'better-auth-scrypt'])(
    'takes no encoding where the format encodes by itself: %s',
    (format) => {
      const encoded = format === 'nt-hash' ? 'a'.repeat(32) : `${'a'.repeat(32)}:${'b'.repeat(128)}`
      expect(verifier.recognise(encoded, format, { encoding: 'utf-16le' })._unsafeUnwrapErr()).toBe(
        'encoding-not-taken',
      )
      expect(verifier.recognise(encoded, format, { prehash: 'md5-hex' }).isOk()).toBe(true)
    },
  )

  it('shows a custom verifier the digest in the place of the password', async () => {
    const encoded = '3cb4e732631f47e6eb961f34554b7cde'
    const hash = verifier.recognise(encoded, 'custom:same', { prehash: 'md5-hex' })._unsafeUnwrap()
    expect(await verdict('correct horse', hash)).toBe('outdated')
    expect(verifier.recognise(encoded, 'custom:same', { encoding: 'gbk' })._unsafeUnwrapErr()).toBe(
      'encoding-not-taken',
    )
  })

  it('is never of a password that the encoding cannot spell, though it has the same bytes then', async () => {
    // `printf '?' | openssl dgst -md5`
    const encoded = 'd1457b72c3fb323a2671125aef3eab5d'
    for (const encoding of ['latin-1', 'windows-1252', 'gbk'] as const) {
      const format = `md5;encoding=${encoding}`
      expect(await verdict('?', { format, encoded })).toBe('outdated')
      expect(await verdict('🔑', { format, encoded })).toBe('wrong')
    }
  })

  it.each([
    'bcrypt;',
    'bcrypt;prehash=',
    'bcrypt;prehash=md5',
    'bcrypt;prehash=none',
    'bcrypt;prehash=md5-hex;prehash=md5-hex',
    'bcrypt;encoding=utf-8',
    'bcrypt;encoding=gbk;prehash=md5-hex',
    'bcrypt;encoding=UTF-16LE',
    'bcrypt; encoding=gbk',
    'bcrypt;rounds=4',
    ';prehash=md5-hex',
    'bcrypt;prehash=__proto__',
  ])('is read under no other spelling of its name: %s', async (format) => {
    const { encoded, password } = hashVectors('bcrypt')[0]!
    expect(verifier.recognise(encoded, format)._unsafeUnwrapErr()).toBe('format-unknown')
    expect(await verdict(password, { format, encoded })).toBe('not-mine')
  })
})
