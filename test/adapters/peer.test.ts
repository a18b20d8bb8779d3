import { describe, expect, it } from 'vitest'
import { usePeer } from '../../packages/adapters/src/peer.ts'
import { refusalOf } from '../builders/refusal.ts'

const failing = (code: string, message: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(message), { code }))

describe('an optional peer', () => {
  it('that is installed is loaded', async () => {
    expect(await usePeer('neverthrow', () => import('neverthrow'))).toHaveProperty('ok')
  })

  it.each([
    ["Cannot find package 'pg' imported from /app/x.js", 'ERR_MODULE_NOT_FOUND'],
    ["Cannot find package 'pg/lib' imported from /app/x.js", 'ERR_MODULE_NOT_FOUND'],
    ["Cannot find module 'pg'\nRequire stack:", 'MODULE_NOT_FOUND'],
  ])('that is missing is named, with what to do: %s', async (message, code) => {
    const refusal = await refusalOf(() => usePeer('pg', failing(code, message)))
    expect(refusal.message).toBe('this needs the package "pg". Install it: npm install pg (package.missing)')
    expect((refusal.cause as Error).message).toBe(message)
  })

  it.each([
    ["Cannot find package 'pg-native' imported from /app/x.js", 'ERR_MODULE_NOT_FOUND'],
    ['No native build was found for platform=linux', 'ERR'],
  ])('that cannot be loaded is not called missing: %s', async (message, code) => {
    const refusal = await refusalOf(() => usePeer('pg', failing(code, message)))
    expect(refusal.issues).toMatchObject([{ code: 'package.does_not_load' }])
    expect(refusal.message).toContain('npm install pg')
  })
})
