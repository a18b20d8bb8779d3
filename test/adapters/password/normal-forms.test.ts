import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { verifyAny } from '@keepsake/app/kit'
import { conceal, type PlainPassword } from '@keepsake/domain'
import { spellings } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { detailsOf, detailsVectors } from './details-vectors.ts'

const verifier = await openPasswordVerifier()
const vectors = detailsVectors('normal-forms')

/** What a sign-in comes to with a text as it was typed. */
const typed = async (text: string, vector: (typeof vectors)[number]): Promise<string> => {
  const hash = verifier.recognise(vector.encoded, vector.format, detailsOf(vector))._unsafeUnwrap()
  return (await verifyAny(spellings(conceal(text) as PlainPassword), hash, verifier))._unsafeUnwrap()
}

describe('a password with accents', () => {
  it('was hashed in both forms by every tool', () => {
    for (const form of ['NFC', 'NFD'] as const)
      expect(
        vectors.filter(({ password }) => password === password.normalize(form)).length,
      ).toBeGreaterThanOrEqual(vectors.length / 2)
    expect(new Set(vectors.map(({ encoded }) => encoded)).size).toBe(vectors.length)
  })

  it.each(vectors)('verifies in whichever form it is typed: $stored $command', async (vector) => {
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
      expect([form, await typed(vector.password.normalize(form), vector)]).toEqual([form, 'outdated'])
    // Without its accents, it is another password.
    const bare = vector.password.normalize('NFD').replaceAll(/\p{M}/gu, '')
    expect(await typed(bare, vector)).toBe('wrong')
  })
})
