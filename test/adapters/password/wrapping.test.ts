import { setImmediate as tick } from 'node:timers/promises'
import { nodeRsArgon2 } from '@keepsake/adapters/password/node-rs-argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { conceal, type PasswordHash } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipes } from '../../../packages/adapters/src/password/formats/digest/recipes.ts'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { openTurns } from '../../../packages/adapters/src/password/turns.ts'
import { families, hashVectors, type HashVector } from './vectors.ts'
import { refusedFor } from '../../builders/refusal.ts'

const current = { memory: 64, passes: 1, parallelism: 1 }
const settings = { current, devisePepper: conceal('f6b0'.repeat(32)) }
const verifier = await openPasswordVerifier(settings)
const formats = hashFormats(settings)

const vectors = families.flatMap(hashVectors)
const known = ({ encoded, format }: Pick<HashVector, 'encoded' | 'format'>): PasswordHash =>
  verifier.recognise(encoded, format)._unsafeUnwrap()
const wrappable = vectors.filter((vector) => verifier.describe(vector)?.wrappable === true)
const others = vectors.filter((vector) => verifier.describe(vector)?.wrappable !== true)

const wrap = async (vector: Pick<HashVector, 'encoded' | 'format'>): Promise<PasswordHash> =>
  (await verifier.wrap(known(vector)))._unsafeUnwrap()
const verdict = async (text: string, hash: PasswordHash) =>
  (await verifier.verify(text, hash))._unsafeUnwrap()

/** What the hash comes down to, as its row reads it. */
const bareOf = ({ encoded, format }: HashVector) =>
  formats.find(({ id }) => id === format)?.read(encoded)?.wrappable

describe('a fast digest', () => {
  it.each(wrappable)(
    'is wrapped into argon2id over it, good for the same password: $format $encoded',
    async (vector) => {
      const wrapped = await wrap(vector)
      expect(wrapped).toMatchObject({ format: 'argon2id-over', cost: 'memory=64,parallelism=1,passes=1' })
      expect(await verdict(vector.password, wrapped)).toBe('outdated')
      expect(await verdict(`${vector.password}.`, wrapped)).toBe('wrong')
      expect(await verdict(vector.password.slice(0, -1), wrapped)).toBe('wrong')
      expect(await verdict('', wrapped)).toBe('wrong')
      expect(await verdict(vector.encoded, wrapped)).toBe('wrong')
    },
  )

  it('is nowhere in what is left of it, however it is spelt', async () => {
    for (const vector of wrappable) {
      const { digest } = bareOf(vector)!
      const { encoded } = await wrap(vector)
      const parts = encoded.split('$').map((part) => Buffer.from(part, 'base64'))
      expect(parts.some((part) => part.includes(digest))).toBe(false)
      expect(Buffer.from(encoded).includes(digest)).toBe(false)
      for (const spelling of ['hex', 'base64', 'base64url'] as const)
        expect(encoded.toLowerCase()).not.toContain(
          digest.toString(spelling).replaceAll('=', '').toLowerCase(),
        )
    }
  })

  it('is read as what it was wrapped into, where that is named, and by no other format', async () => {
    for (const vector of wrappable) {
      const wrapped = await wrap(vector)
      expect(known(wrapped)).toStrictEqual(wrapped)
      expect(verifier.recognise(wrapped.encoded)._unsafeUnwrapErr()).toBe('ambiguous')
      expect(
        formats.filter(({ read }) => read(wrapped.encoded) !== undefined).map(({ id }) => id),
      ).toStrictEqual(['argon2id-over'])
    }
  })

  it('is that of every format that says nothing else, and of some whose recipe stands in the text', () => {
    const always = formats
      .map(({ id }) => id)
      .filter((id) =>
        /^(?:md5|sha\d+|sm3|hmac-.*|.*-salt-.*fix|vbulletin|mybb|mysql41|nt-hash|ldap-s?(?:md5|sha).*|django-(?:sha1|md5)|werkzeug-hmac|kratos-hmac)$/u.test(
          id,
        ),
      )
    const sometimes = [
      'kratos-digest',
      'auth0',
      'nested-digest',
      'aspnet-membership',
      'fusionauth',
      'okta',
      'logto-legacy',
      'magento',
      'clerk',
      'stytch',
    ]
    const found = new Set(wrappable.map(({ format }) => format))
    expect(found).toStrictEqual(new Set([...always, ...sometimes]))
    for (const { format } of others) expect(always).not.toContain(format)
  })

  it('has a salt of its own each time it is wrapped', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => wrap(wrappable[0]!)))
    expect(new Set(made.map(({ encoded }) => encoded)).size).toBe(20)
  })

  it('is worth as much when wrapped as what the pool writes', async () => {
    const strong = await openPasswordVerifier()
    const md5 = known({ format: 'md5', encoded: '5f4dcc3b5aa765d61d8327deb882cf99' })
    expect(strong.describe(md5)).toStrictEqual({ strength: 'weak', wrappable: true })
    const wrapped = (await strong.wrap(md5))._unsafeUnwrap()
    expect(wrapped.encoded).toMatch(
      /^\$argon2id-over\$md5\$\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u,
    )
    expect(strong.describe(wrapped)).toStrictEqual({ strength: 'strong', wrappable: false })
    expect((await strong.verify('password', wrapped))._unsafeUnwrap()).toBe('outdated')
  })

  it('is wrapped by the engine that was chosen, and read by any', async () => {
    const other = await openPasswordVerifier({ current, argon2Engine: nodeRsArgon2 })
    for (const vector of wrappable.slice(0, 20)) {
      expect((await other.verify(vector.password, await wrap(vector)))._unsafeUnwrap()).toBe('outdated')
      const wrapped = (await other.wrap(known(vector)))._unsafeUnwrap()
      expect(await verdict(vector.password, wrapped)).toBe('outdated')
    }
  })

  it('keeps its salt, whatever that is made of, and the wrapped text stays short enough to read', async () => {
    const salts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 128 })
    const digest = 'ab'.repeat(64)
    await fc.assert(
      fc.asyncProperty(salts, fc.constantFrom('prefix', 'suffix'), async (salt, place) => {
        const hash = { format: `sha512-salt-${place}`, cost: '', encoded: `${digest}:${salt}` }
        if (verifier.describe(hash) === undefined) return
        const wrapped = (await verifier.wrap(hash))._unsafeUnwrap()
        expect(known(wrapped)).toStrictEqual(wrapped)
        expect(wrapped.encoded).toContain(`$${Buffer.from(salt).toString('base64').replaceAll('=', '')}$`)
      }),
    )
  })

  it('waits for its turn behind the sign-ins, and leaves the event loop free', async () => {
    const md5 = known({ format: 'md5', encoded: '5f4dcc3b5aa765d61d8327deb882cf99' })
    const full = await openPasswordVerifier({ turns: openTurns({ maxWaiting: 0 }) })
    expect((await full.wrap(md5))._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      part: 'password-hasher',
    })
    const order: string[] = []
    const busy = await openPasswordVerifier({ current, turns: openTurns({ atOnce: 1 }) })
    await Promise.all([
      ...[1, 2, 3].map((each) => busy.wrap(md5).map(() => order.push(`wrap ${each}`))),
      busy.verify('x', md5).map(() => order.push('sign-in')),
    ])
    expect(order).toStrictEqual(['wrap 1', 'sign-in', 'wrap 2', 'wrap 3'])

    const dear = await openPasswordVerifier()
    const state = { over: false }
    const wrapped = Promise.all(Array.from({ length: 6 }, () => dear.wrap(md5))).then(
      () => (state.over = true),
    )
    let ticks = 0
    while (!state.over) {
      await tick()
      ticks += 1
    }
    await wrapped
    // On the event loop itself there would be about one tick between two hashes.
    expect(ticks).toBeGreaterThan(100)
  })
})

describe('any other hash', () => {
  it('comes back as it is: what is slow already, what is wrapped already, and what nobody reads', async () => {
    for (const vector of others) {
      const hash = known(vector)
      expect((await verifier.wrap(hash))._unsafeUnwrap()).toBe(hash)
      expect(verifier.describe(hash)).toMatchObject({ wrappable: false })
    }
    for (const format of ['md5', 'argon2id-over', 'custom:gone', '__proto__']) {
      const hash = { format, cost: '', encoded: 'no hash' }
      expect((await verifier.wrap(hash))._unsafeUnwrap()).toBe(hash)
      expect(verifier.describe(hash)).toBeUndefined()
    }
  })

  it('is a custom verifier’s, whatever it is', async () => {
    const custom = { crm: { matches: () => true, strength: 'fair' as const }, other: { matches: () => true } }
    const reader = await openPasswordVerifier({ custom })
    const hash = { format: 'custom:crm', cost: '', encoded: '5f4dcc3b5aa765d61d8327deb882cf99' }
    expect(reader.describe(hash)).toStrictEqual({ strength: 'fair', wrappable: false })
    expect(reader.describe({ ...hash, format: 'custom:other' })).toMatchObject({ strength: 'weak' })
    expect((await reader.wrap(hash))._unsafeUnwrap()).toBe(hash)
  })

  it('is a digest with a template around the password, or with more salt than is read back', async () => {
    const kratos = (template: string, salt: string): PasswordHash => {
      const [pf, s, d] = [template, salt, 'd'.repeat(32)].map((text) => Buffer.from(text).toString('base64'))
      return known({ format: 'kratos-digest', encoded: `$sha256$pf=${pf}$${s}$${d}` })
    }
    const many = (times: number) => `${'{SALT}'.repeat(times)}{PASSWORD}`
    expect(verifier.describe(kratos('{SALT}{PASSWORD}', 'salt'))?.wrappable).toBe(true)
    expect(verifier.describe(kratos('{PASSWORD}.{SALT}', 'salt'))?.wrappable).toBe(true)
    expect(verifier.describe(kratos('{SALT}{PASSWORD}{SALT}', 'salt'))?.wrappable).toBe(false)
    expect(verifier.describe(kratos(many(16), 's'.repeat(32)))?.wrappable).toBe(true)
    expect(verifier.describe(kratos(many(17), 's'.repeat(32)))?.wrappable).toBe(false)
    const longest = await wrap(kratos(many(16), 's'.repeat(32)))
    expect(known(longest)).toStrictEqual(longest)
  })
})

describe('a wrapped hash that somebody else has made', () => {
  const salt = 'c29tZXNhbHRzb21lc2FsdA'
  const digest = 'JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk'
  const over = (front: string, costs = 'm=64,t=1,p=1', version = 'v=19') =>
    `$argon2id-over$${front}$${version}$${costs}$${salt}$${digest}`
  const good = over('md5-salt-prefix$c2FsdA')

  it('is read where it is good', () => {
    for (const encoded of [good, over('md5-salt-prefix$'), over('md5$'), over('md5$', 'm=262144,t=4,p=16')])
      expect(verifier.recognise(encoded, 'argon2id-over').isOk(), encoded).toBe(true)
  })

  it.each([
    ...[
      'md4',
      'MD5',
      'argon2id',
      'bcrypt',
      'phpass',
      'ldap-ssha',
      'custom:mine',
      'undefined',
      '__proto__',
      '',
      'md5 ',
    ].map((recipe) => over(`${recipe}$c2FsdA`)),
    // a salt that is not looked at, is spelt otherwise, or is endless
    ...['md5', 'mysql41', 'nt-hash'].map((recipe) => over(`${recipe}$c2FsdA`)),
    ...['c2FsdB', 'c2FsdA==', 'c2Fs dA', 'c2Fs-A', 'c2FsdA$c2FsdA', 'A', 'A'.repeat(684)].map((text) =>
      over(`sha1-salt-suffix$${text}`),
    ),
    over('md5'),
    over('md5$', 'm=64,t=1,p=1', 'v=16'),
    over('md5$', 'm=64,t=1,p=1', 'v=19$v=19'),
    over('md5$', 'm=64,t=1,p=1').replace('$v=19', ''),
    over('md5$', 'm=64,t=1'),
    over('md5$', 'm=8,t=1,p=2'),
    over('md5$', 'm=64,t=1,p=1,keyid=AAAA'),
    good.replace('$argon2id-over', '$argon2i-over'),
    good.replace('$argon2id-over', '$argon2id'),
    good.replace('$argon2id-over', '$argon2id-over$argon2id-over'),
    good.slice(1),
    `${good}\n`,
    `\n${good}`,
    `${good}$`,
    good.slice(0, -digest.length),
    `${good.slice(0, -1)}l`,
  ])('is unknown where it is not: %s', async (encoded) => {
    expect(verifier.recognise(encoded, 'argon2id-over')._unsafeUnwrapErr()).toBe('unknown')
    expect(await verdict('x', { format: 'argon2id-over', cost: '', encoded })).toBe('not-mine')
  })

  it.each([
    'm=262145,t=1,p=1',
    'm=4294967295,t=1,p=1',
    'm=64,t=11,p=1',
    'm=136,t=1,p=17',
    'm=262144,t=5,p=1',
  ])('is too costly with %s, and is not computed even where a store holds it', async (costs) => {
    const encoded = over('md5$', costs)
    expect(verifier.recognise(encoded, 'argon2id-over')._unsafeUnwrapErr()).toBe('too-costly')
    expect(await verdict('x', { format: 'argon2id-over', cost: '', encoded })).toBe('not-mine')
  })

  it('verifies under no recipe but its own', async () => {
    const wrapped = hashVectors('wrapped').filter(({ password }) => password === 'correct horse')
    expect(wrapped).toHaveLength(recipes.length)
    for (const { encoded, password, format } of wrapped) {
      const [, , own, salt] = encoded.split('$')
      // Without a salt, a digest of the password and the digest of password and salt are one.
      for (const { id } of recipes.filter((recipe) => recipe.id !== own && (salt !== '' || !recipe.salted))) {
        const made = { format, cost: '', encoded: encoded.replace(`$${own}$`, `$${id}$`) }
        expect(await verdict(password, made), `${own} as ${id}`).toMatch(/^(?:wrong|not-mine)$/u)
      }
    }
  })
})

describe('a verifier', () => {
  it.each([{ memory: 512 * 1024 }, { passes: 11 }, { memory: 7 }, { passes: 0 }])(
    'does not open with parameters in which it would wrap what it cannot read: %o',
    async (parameters) => {
      expect(
        await refusedFor(() => openPasswordVerifier({ current: { ...current, ...parameters } })),
      ).toEqual(['current argon2.parameters_refused'])
    },
  )
})
