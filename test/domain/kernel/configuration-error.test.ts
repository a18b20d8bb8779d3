import {
  configurationError,
  configurationIssue,
  isConfigurationError,
  openTogether,
  refuseConfiguration,
} from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../builders/refusal.ts'

const short = configurationIssue('key.too_short', ['keys', 0], 'give a longer key')
const missing = configurationIssue('package.missing', [], 'install it')

describe('a configuration error', () => {
  it('says for every issue where it is, what to do, and its code', () => {
    const cause = new Error('the reason')
    const error = configurationError([short, missing], cause)
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('ConfigurationError')
    expect(error.message).toBe('keys.0: give a longer key (key.too_short)\ninstall it (package.missing)')
    expect(error.issues).toEqual([short, missing])
    expect(error.cause).toBe(cause)
    expect(String(error.stack)).toContain('configuration-error.test')
  })

  it('is told from other errors', () => {
    expect(isConfigurationError(configurationError([short]))).toBe(true)
    for (const other of [new Error('x'), { name: 'ConfigurationError', issues: [] }, undefined, null, 'x'])
      expect(isConfigurationError(other)).toBe(false)
  })

  it('is thrown only if there is an issue', () => {
    expect(() => refuseConfiguration([])).not.toThrow()
    expect(() => refuseConfiguration([short])).toThrow('give a longer key')
  })
})

describe('parts that are opened together', () => {
  it('are answered under their names, whether they open now or later', async () => {
    expect(await openTogether({ now: () => 1, later: async () => 'two' })).toEqual({ now: 1, later: 'two' })
  })

  it('are refused with the issues of all, each once', async () => {
    const throwing = (): never => {
      throw configurationError([short])
    }
    const rejecting = async (): Promise<never> => throwing()
    const other = async (): Promise<never> => {
      throw configurationError([missing])
    }
    const refusal = await refusalOf(() => openTogether({ throwing, fine: () => 1, rejecting, other }))
    expect(refusal.issues).toEqual([short, missing])
  })

  it('throw any other error as it is', async () => {
    const bug = new TypeError('a bug')
    const opening = openTogether({
      one: () => {
        throw configurationError([short])
      },
      two: () => {
        throw bug
      },
    })
    await expect(opening).rejects.toBe(bug)
  })
})
