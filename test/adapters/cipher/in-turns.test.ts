import { ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { openInTurns } from '../../../packages/adapters/src/cipher/in-turns.ts'

test('ciphertexts are opened in the order in which they came', async () => {
  const served: string[] = []
  const open = openInTurns((ciphertext) => {
    served.push(ciphertext)
    return ok(ciphertext)
  })
  await Promise.all(['first', 'second', 'third'].map((each) => open(each)))
  expect(served).toEqual(['first', 'second', 'third'])
})

test('an engine that fails is unavailable, and the next ciphertext gets its turn', async () => {
  const cause = new Error('engine')
  const open = openInTurns((ciphertext) => {
    if (ciphertext === 'bad luck') throw cause
    return ok(ciphertext)
  })
  const [failed, opened] = await Promise.all([open('bad luck'), open('good')])
  expect(failed._unsafeUnwrapErr()).toEqual({ kind: 'unavailable', part: 'transport-cipher', cause })
  expect(opened._unsafeUnwrap().reveal()).toBe('good')
})
