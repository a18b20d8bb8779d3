import { readdirSync, readFileSync } from 'node:fs'
import { inspectHash, openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import type { PasswordHash } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { unwrapOnce, wrappers } from '../../../packages/adapters/src/password/formats/wrappers/unwrap.ts'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { families, hashVectors } from './vectors.ts'

type WrapperVector = {
  readonly from: string
  readonly command: string
  readonly password: string
  readonly encoded: string
  /** The format that its caller must name, if any. */
  readonly format?: string
  readonly username?: string
  /** What `PasswordHash.format` says once it is recognised. */
  readonly stored: string
}

const folder = new URL('../../vectors/password-wrappers/', import.meta.url)
const wrapped = readdirSync(folder).flatMap(
  (file) =>
    (
      JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
        readonly vectors: readonly WrapperVector[]
      }
    ).vectors,
)
const verifier = await openPasswordVerifier({ bcryptOver72: 'refuse' })
const recognise = ({ encoded, format, username }: WrapperVector) =>
  verifier.recognise(encoded, format, username === undefined ? {} : { username })
const verdict = async (text: string, hash: Pick<PasswordHash, 'format' | 'encoded'>) =>
  (await verifier.verify(text, hash))._unsafeUnwrap()

describe('what a system writes around a hash', () => {
  it.each(wrapped)('is taken off: $from, $stored, $password', async (vector) => {
    const hash = recognise(vector)._unsafeUnwrap()
    expect(hash.format).toBe(vector.stored)
    expect(await verdict(vector.password, hash)).toMatch(/^(?:outdated|right)$/u)
    for (const other of [`${vector.password}.`, `.${vector.password}`, vector.password.slice(0, -1)])
      expect(await verdict(other, hash)).toBe('wrong')
  })

  it('is told with the format inside', () => {
    for (const { encoded, stored, format, username } of wrapped) {
      const { candidates, wrappedBy } = inspectHash(encoded)
      if (username !== undefined) expect(candidates.map(({ missing }) => missing)).toEqual([['username']])
      else if (format === undefined) expect(candidates.map((each) => each.format)).toEqual([stored])
      else expect(candidates.map((each) => each.format)).toContain(format)
      expect(wrappedBy === undefined).toBe(hashFormats().some(({ read }) => read(encoded) !== undefined))
    }
  })

  it('is known of every system by a vector', () => {
    const unwrapped = new Set(
      wrapped.flatMap(({ encoded }) =>
        wrappers.filter(({ unwrap }) => unwrap(encoded) !== undefined).map(({ unwrap }) => unwrap),
      ),
    )
    expect(wrappers.filter(({ unwrap }) => !unwrapped.has(unwrap))).toStrictEqual([])
  })

  it('is that of one wrapper alone, and of no format', () => {
    for (const { encoded } of wrapped) {
      const found = wrappers.filter(({ unwrap }) => unwrap(encoded) !== undefined)
      const isReadAsItStands = hashFormats().some(({ read }) => read(encoded) !== undefined)
      expect(found.length, encoded).toBe(isReadAsItStands ? 0 : 1)
    }
  })

  it('is not found around a hash that stands for itself', () => {
    for (const { encoded } of families.flatMap(hashVectors)) {
      const inner = unwrapOnce(encoded)
      if (inner === undefined) continue
      // What can be read as it stands is read so, whatever a wrapper would make of it.
      expect(inspectHash(encoded).wrappedBy, encoded).toBeUndefined()
    }
  })

  it('may be around another one, but not for ever', () => {
    const { encoded } = hashVectors('bcrypt').find((each) => each.encoded.startsWith('$2y$04$'))!
    const hash = verifier.recognise(`{ldap}{bcrypt}${encoded}`)._unsafeUnwrap()
    expect(hash).toMatchObject({ format: 'bcrypt', encoded })
    expect(verifier.recognise('{ldap}'.repeat(5) + encoded).isErr()).toBe(true)
  })

  it('does not lift the bounds of the hash inside', () => {
    for (const around of ['{argon2}', '3|', 'Argon2:', '$shiro2', '{ldap}{argon2}'])
      expect(
        verifier
          .recognise(
            `${around}$argon2id$v=19$m=16777216,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk`,
          )
          ._unsafeUnwrapErr(),
      ).toBe('too-costly')
    for (const costly of [
      `$shiro1$SHA-256$2000000$c2FsdA==$${'A'.repeat(43)}=`,
      `$pbkdf2$f=SHA256,w=2000001,l=32$c2FsdA$${'A'.repeat(43)}`,
      `{PBKDF2}$1$salt$2000001$${'ab'.repeat(20)}`,
      `:pbkdf2:sha512:2000001:64:c2FsdA==:${'A'.repeat(86)}==`,
      `{PBKDF2_SHA256}${Buffer.concat([Buffer.from([0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(320, 7)]).toString('base64')}`,
      `{scrypt}$1f0801$c2FsdA==$${'A'.repeat(43)}=`,
    ])
      expect(verifier.recognise(costly)._unsafeUnwrapErr(), costly).toBe('too-costly')
  })

  it.each([
    '{bcrypt}',
    '{bcrypt}password',
    '{bcrypt}{noop}password',
    '{scrypt}$0$c2FsdA==$AAAA',
    '{pbkdf2}abcdef',
    '{SHA-256}{salt}abc',
    '{SHA-256}{sa{lt}' + 'a'.repeat(64),
    '{SHA256.HEX}xyz',
    '{SHA256.B64}' + 'a'.repeat(64),
    '{SHA256.ROT13}' + 'a'.repeat(64),
    '1|password',
    '4|$2y$10$abc',
    '#jbcrypt:password',
    'a:1:{s:4:"hash";s:60:"short";}',
    'a:1:{s:4:"hash";s:4:"abcd";}x',
    'a:9:{s:4:"hash";s:4:"abcd";}',
    'a:2:{s:4:"hash";s:4:"abcd";s:4:"hash";s:4:"abcd";}',
    `a:1:{s:9999:"${'x'.repeat(100)}";}`,
    'a:1:{i:0;s:4:"abcd";}',
    'a:1:{s:4:"hash";O:8:"stdClass":0:{}}',
    '$shiro1$SHA-256$0$c2FsdA==$AAAA',
    '$shiro1$SHA-999$1$c2FsdA==$' + 'A'.repeat(43) + '=',
    ':B:' + 'a'.repeat(32),
    ':pbkdf2:sha512:1000:63:c2FsdA==:' + 'A'.repeat(86) + '==',
    '$pbkdf2$f=SHA256,w=1000,l=31$c2FsdA$' + 'A'.repeat(43),
    'md5' + 'g'.repeat(32),
    '{PBKDF2_SHA256}' + 'A'.repeat(428),
  ])('is none: %s', (encoded) => {
    expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('unknown')
  })

  it('contradicts another word for the hash inside', () => {
    const mattermost = wrapped.find(({ from }) => from === 'Mattermost')!
    expect(verifier.recognise(mattermost.encoded, 'pbkdf2').isOk()).toBe(true)
    expect(verifier.recognise(mattermost.encoded, 'scrypt')._unsafeUnwrapErr()).toBe('unknown')
    const drupal = wrapped.find(({ stored }) => stored === 'drupal7;prehash=md5-hex')!
    expect(verifier.recognise(drupal.encoded, undefined, { prehash: 'sha1-hex' })._unsafeUnwrapErr()).toBe(
      'unknown',
    )
    const bcrypt = wrapped.find(({ stored }) => stored === 'bcrypt')!
    const prehashed = verifier.recognise(bcrypt.encoded, undefined, { prehash: 'sha256-hex' })
    expect(prehashed._unsafeUnwrap().format).toBe('bcrypt;prehash=sha256-hex')
  })

  it('is no business of a format of the embedder’s own', async () => {
    const own = await openPasswordVerifier({ custom: { mine: { matches: () => true } } })
    expect(own.recognise('{bcrypt}$2y$x', 'custom:mine')._unsafeUnwrap().encoded).toBe('{bcrypt}$2y$x')
  })
})
