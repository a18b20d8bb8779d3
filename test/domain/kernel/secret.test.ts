import { format, inspect } from 'node:util'
import { conceal } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const canary = 'hunter2-canary'
const secret = conceal(canary)

describe('a secret', () => {
  it('is read by asking for it, and in no other way', () => {
    expect(secret.reveal()).toBe(canary)
    fc.assert(fc.property(fc.anything(), (value) => Object.is(conceal(value).reveal(), value)))
  })

  it.each([
    ['JSON', () => JSON.stringify({ secret, list: [secret] })],
    ['a template', () => `${secret}`],
    ['joined text', () => [secret, secret].join()],
    ['String()', () => String(secret)],
    ['inspect', () => inspect({ deep: { secret } }, { depth: 9 })],
    ['inspect of hidden properties', () => inspect(secret, { showHidden: true, getters: true })],
    ['inspect without its custom form', () => inspect(secret, { showHidden: true, customInspect: false })],
    ['console formats', () => format('%s %o %O %j %d', secret, secret, secret, secret, secret)],
    [
      'an error and its cause',
      () => inspect(new Error(`no ${secret}`, { cause: secret }), { showHidden: true }),
    ],
    ['its own properties', () => inspect(Object.getOwnPropertyDescriptors(secret), { depth: 9 })],
    ['a spread copy', () => inspect({ ...secret })],
    ['a Map', () => inspect(new Map([[secret, secret]]))],
  ])('does not show in %s', (_, show) => {
    expect(show()).not.toContain(canary)
  })

  it('reads [secret] where people look', () => {
    expect(`${secret}`).toBe('[secret]')
    expect(JSON.stringify([secret])).toBe('["[secret]"]')
    expect(inspect([secret])).toBe('[ [secret] ]')
  })

  it('cannot be cloned away, nor given another face', () => {
    expect(() => structuredClone(secret)).toThrow()
    try {
      structuredClone(secret)
    } catch (error) {
      expect(inspect(error)).not.toContain(canary)
    }
    expect(Reflect.set(secret, 'toString', () => 'seen')).toBe(false)
  })
})
