import { createHmac, timingSafeEqual } from 'node:crypto'
import { setImmediate as tick } from 'node:timers/promises'
import { inspectHash, openPasswordVerifier, type CustomVerifier } from '@keepsake/adapters/password/verifier'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { openTurns } from '../../../packages/adapters/src/password/turns.ts'
import { families, hashVectors } from './vectors.ts'
import { refusedFor } from '../../builders/refusal.ts'

const macOf = (text: string): Buffer => createHmac('sha256', 'known to the old system').update(text).digest()

/** What an old system of one's own might do: a MAC under a key that stands in its configuration. */
const legacyCrm: CustomVerifier = {
  recognises: (encoded) => /^crm:[0-9a-f]{64}$/u.test(encoded),
  matches: (text, encoded) => timingSafeEqual(macOf(text), Buffer.from(encoded.slice(4), 'hex')),
}

const format = 'custom:legacy-crm'
const encoded = `crm:${macOf('correct horse').toString('hex')}`
const verifier = await openPasswordVerifier({ custom: { 'legacy-crm': legacyCrm } })

const verdictOf = async (verified: CustomVerifier, text = 'x', hash = 'any') => {
  const custom = await openPasswordVerifier({ custom: { 'legacy-crm': verified } })
  return custom.verify(text, { format, encoded: hash })
}

describe('a custom verifier', () => {
  it('checks the hashes that were brought under its name', async () => {
    const hash = verifier.recognise(encoded, format)._unsafeUnwrap()
    expect(hash).toStrictEqual({ format, cost: '', encoded })
    expect((await verifier.verify('correct horse', hash))._unsafeUnwrap()).toBe('outdated')
    expect((await verifier.verify('correct hors', hash))._unsafeUnwrap()).toBe('wrong')
    expect((await verifier.verify('', hash))._unsafeUnwrap()).toBe('wrong')
  })

  it('may take its time', async () => {
    const slow: CustomVerifier = {
      matches: async (text, hash) => {
        await tick()
        return legacyCrm.matches(text, hash)
      },
    }
    expect((await verdictOf(slow, 'correct horse', encoded))._unsafeUnwrap()).toBe('outdated')
    expect((await verdictOf(slow, 'another', encoded))._unsafeUnwrap()).toBe('wrong')
  })

  it('is given no hash by its shape, and told of by none', async () => {
    expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('unknown')
    expect(inspectHash(encoded).candidates).toStrictEqual([])
    const greedy = await openPasswordVerifier({ custom: { all: { matches: () => true } } })
    for (const { encoded: known } of families.flatMap(hashVectors))
      expect(greedy.recognise(known)).toStrictEqual((await openPasswordVerifier()).recognise(known))
  })

  it('takes the place of no format of the table, whatever it is called', async () => {
    const names = hashFormats().map(({ id }) => id)
    const all = Object.fromEntries(names.map((name) => [name, legacyCrm]))
    const shadowing = await openPasswordVerifier({ custom: all })
    for (const name of names) {
      expect(shadowing.recognise(encoded, name)).toStrictEqual(
        (await openPasswordVerifier()).recognise(encoded, name),
      )
      expect(shadowing.recognise(encoded, `custom:${name}`).isOk()).toBe(true)
    }
  })

  it('is asked about nothing that has not the shape it recognises, nor about an empty or an endless text', async () => {
    for (const other of ['', 'crm:', `${encoded}0`, ` ${encoded}`, 'correct horse', 'x'.repeat(1025)]) {
      expect(verifier.recognise(other, format)._unsafeUnwrapErr()).toBe('unknown')
      const hash = { format, encoded: other }
      expect((await verifier.verify('correct horse', hash))._unsafeUnwrap()).toBe('not-mine')
    }
    const any = await openPasswordVerifier({ custom: { any: { matches: () => true } } })
    expect(any.recognise('x'.repeat(1024), 'custom:any').isOk()).toBe(true)
    for (const other of ['', 'x'.repeat(1025)])
      expect(any.recognise(other, 'custom:any')._unsafeUnwrapErr()).toBe('unknown')
  })

  it('that throws while it recognises has recognised nothing', async () => {
    const broken: CustomVerifier = {
      recognises: () => {
        throw new Error('broken')
      },
      matches: () => true,
    }
    const custom = await openPasswordVerifier({ custom: { 'legacy-crm': broken } })
    expect(custom.recognise(encoded, format)._unsafeUnwrapErr()).toBe('unknown')
    expect((await verdictOf(broken))._unsafeUnwrap()).toBe('not-mine')
  })

  it.each<readonly [string, CustomVerifier['matches']]>([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('that %s is unavailable, and no password is right', async (_, matches) => {
    expect((await verdictOf({ matches }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'unavailable',
      part: 'password-hasher',
      cause: { message: 'broken' },
    })
  })

  it.each([undefined, null, 1, 'true', {}, [true]])(
    'that answers %j, and not true, has found the password wrong, and recognised nothing',
    async (answer) => {
      const said = (() => answer) as unknown as CustomVerifier['matches'] & CustomVerifier['recognises']
      expect((await verdictOf({ matches: said }))._unsafeUnwrap()).toBe('wrong')
      expect((await verdictOf({ recognises: said, matches: () => true }))._unsafeUnwrap()).toBe('not-mine')
    },
  )

  it('has turns of its own, and no more running than there are of them', async () => {
    const count = { running: 0, most: 0 }
    const counted: CustomVerifier = {
      matches: async () => {
        count.running += 1
        count.most = Math.max(count.most, count.running)
        await tick()
        count.running -= 1
        return true
      },
    }
    const given = { custom: { 'legacy-crm': counted }, turns: openTurns({ maxWaiting: 0 }) }
    const custom = await openPasswordVerifier(given)
    await Promise.all(Array.from({ length: 20 }, () => custom.verify('x', { format, encoded: 'any' })))
    expect(count).toStrictEqual({ running: 0, most: 8 })
  })

  it('that never answers is unavailable in time, and keeps no other hash from being checked', async () => {
    const endless: CustomVerifier = { matches: () => new Promise<never>(() => undefined), timeoutMs: 50 }
    const custom = await openPasswordVerifier({
      current: { memory: 64, passes: 1, parallelism: 1 },
      custom: { 'legacy-crm': endless },
    })
    const asked = Array.from({ length: 16 }, () => custom.verify('x', { format, encoded: 'any' }))
    let ended = 0
    for (const each of asked) void each.then(() => (ended += 1))
    const [[known]] = [families.flatMap(hashVectors)]
    const other = custom.recognise(known!.encoded)
    if (other.isOk()) expect((await custom.verify('not it', other.value)).isOk()).toBe(true)
    expect(ended).toBe(0)
    for (const answered of await Promise.all(asked))
      expect(answered._unsafeUnwrapErr()).toMatchObject({
        kind: 'unavailable',
        cause: { message: 'custom:legacy-crm has not answered within 50 ms' },
      })
    // A login that leads to nobody waits as long, and is answered alike.
    expect((await custom.pretend(format))._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable' })
  })

  it('that rejects when nobody waits any more does no harm', async () => {
    let reject: (cause: Error) => void = () => undefined
    const late: CustomVerifier = {
      matches: () => new Promise<never>((_, refuse) => (reject = refuse)),
      timeoutMs: 1,
    }
    expect((await verdictOf(late)).isErr()).toBe(true)
    reject(new Error('too late'))
    await tick()
  })

  it.each([0, -1, Number.NaN, Infinity, 60_001])('is not opened with a time of %d ms', async (timeoutMs) => {
    const custom = { 'legacy-crm': { ...legacyCrm, timeoutMs } }
    expect(await refusedFor(() => openPasswordVerifier({ custom }))).toEqual([
      'custom.legacy-crm.timeoutMs custom_verifier.timeout_out_of_range',
    ])
  })

  it.each([
    '',
    'Legacy',
    'legacy_crm',
    'legacy crm',
    '-legacy',
    'legacy-',
    'legacy--crm',
    '1legacy',
    'crm:1',
    'é',
  ])('is not opened under the name %j', async (name) => {
    expect(await refusedFor(() => openPasswordVerifier({ custom: { [name]: legacyCrm } }))).toEqual([
      `custom.${name} custom_verifier.name_malformed`,
    ])
  })
})

describe('a custom format that nobody has registered', () => {
  it('is unknown, and a hash that rests under it is not mine: nobody signs in with it', async () => {
    const names = fc
      .stringMatching(/^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,2}$/u)
      .filter((name) => name !== 'legacy-crm')
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        expect(verifier.recognise(encoded, `custom:${name}`)._unsafeUnwrapErr()).toBe('format-unknown')
        const hash = { format: `custom:${name}`, encoded }
        for (const text of ['correct horse', encoded])
          expect((await verifier.verify(text, hash))._unsafeUnwrap()).toBe('not-mine')
      }),
    )
    for (const odd of ['custom:', 'custom', 'custom:__proto__', 'custom:constructor', 'legacy-crm'])
      expect(verifier.recognise(encoded, odd)._unsafeUnwrapErr()).toBe('format-unknown')
  })
})
