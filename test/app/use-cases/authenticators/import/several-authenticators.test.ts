import type { SecondFactor } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import { codeAt, everythingIn, issuesOf, stepMs, storages, valueOf } from '../../../../builders/keepsake.ts'
import {
  nothing,
  openWithUsers,
  otherCode,
  otherSecret,
  recoveryCode,
  secret,
  thirdSecret,
  verdictOf,
  type WithUsers,
} from './with-users.ts'

const importFor = (
  { keepsake, bob }: WithUsers,
  otp: { readonly secret: string; readonly recoveryCode?: string },
  existing?: 'refuse' | 'replace' | 'add',
) => keepsake.authenticators.import({ list: [{ userId: bob, otp }], ...(existing && { existing }) })

const setOf = async ({ rest, ids }: WithUsers): Promise<SecondFactor> =>
  (await valueOf(rest.secondFactors.findByUserIds(ids())))[0]!

const right = (subject: WithUsers, of = secret) => ({ code: codeAt(of, subject.clock.now()) })
const wrong = { code: 'abcdef' }
const thirdCode = 'ffff-8ec0-874a-087f-bccb-cd54'

describe.each(storages)('on $name, an authenticator that is added', ({ open }) => {
  test('works beside the first one, and each code of either works once', async () => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret, recoveryCode }))
    expect(
      await valueOf(importFor(subject, { secret: otherSecret, recoveryCode: otherCode }, 'add')),
    ).toEqual({
      ...nothing,
      added: 1,
    })
    for (const each of [otherSecret, secret]) {
      expect(await verdictOf(subject, right(subject, each))).toBe('signed_in')
      expect(await verdictOf(subject, right(subject, each))).toBe('wrong_credentials')
    }
    subject.clock.set(subject.clock.now() + stepMs)
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
    expect(
      (await valueOf(subject.keepsake.authenticators.reveal({ userId: subject.bob })))?.base32.reveal(),
    ).toBe(secret)
  })

  test('leaves the recovery codes there are good, and its own as well, each once', async () => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret, recoveryCode }))
    await valueOf(importFor(subject, { secret: otherSecret, recoveryCode: otherCode }, 'add'))
    for (const each of [otherCode, recoveryCode]) {
      expect(await verdictOf(subject, { recoveryCode: each })).toBe('signed_in')
      expect(await verdictOf(subject, { recoveryCode: each })).toBe('wrong_credentials')
    }
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
  })

  test('makes no used code of the first one fresh, nor a used recovery code', async () => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret, recoveryCode }))
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    await valueOf(importFor(subject, { secret: otherSecret, recoveryCode }, 'add'))
    expect(await verdictOf(subject, right(subject))).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
    expect((await setOf(subject)).recoveryCodes).toHaveLength(1)
  })

  test('again changes nothing, in whatever way, unless others are to be replaced', async () => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret }))
    await valueOf(importFor(subject, { secret: otherSecret }, 'add'))
    const before = await everythingIn(subject)
    for (const existing of ['refuse', 'add'] as const)
      for (const each of [secret, otherSecret])
        expect(await valueOf(importFor(subject, { secret: each }, existing))).toEqual({
          ...nothing,
          unchanged: 1,
        })
    expect(await everythingIn(subject)).toEqual(before)
    const [, kept] = (await setOf(subject)).authenticators
    expect(await valueOf(importFor(subject, { secret: otherSecret }, 'replace'))).toMatchObject({
      replaced: 1,
    })
    expect((await setOf(subject)).authenticators).toEqual([kept])
    expect(await verdictOf(subject, right(subject))).toBe('wrong_credentials')
    expect(await verdictOf(subject, right(subject, otherSecret))).toBe('signed_in')
  })

  test('is refused once a user has ten', async () => {
    const subject = await openWithUsers(open)
    const secrets = Array.from('ABCDEFGHIJK', (letter) => secret.replace(/..$/u, `${letter}A`))
    for (const each of secrets.slice(0, 10)) await valueOf(importFor(subject, { secret: each }, 'add'))
    const before = await everythingIn(subject)
    const eleventh = importFor(subject, { secret: secrets[10]! }, 'add')
    expect(await issuesOf(eleventh)).toEqual(['list.0.otp otp.too_many_authenticators'])
    expect(await everythingIn(subject)).toEqual(before)
    for (const each of secrets.slice(0, 10))
      expect(await verdictOf(subject, right(subject, each))).toBe('signed_in')
  })

  test('by 16 calls at one moment is there once', async () => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret }))
    const calls = Array.from({ length: 16 }, () =>
      valueOf(importFor(subject, { secret: otherSecret, recoveryCode }, 'add')),
    )
    const reports = await Promise.all(calls)
    expect(reports.filter(({ added }) => added === 1)).toHaveLength(1)
    expect(reports.filter(({ unchanged }) => unchanged === 1)).toHaveLength(15)
    const { authenticators, recoveryCodes } = await setOf(subject)
    expect([authenticators.length, recoveryCodes.length]).toEqual([2, 1])
  })

  test('at one moment with others is there beside them', async () => {
    const subject = await openWithUsers(open)
    const secrets = [secret, otherSecret, thirdSecret]
    await Promise.all(secrets.map((each) => valueOf(importFor(subject, { secret: each }, 'add'))))
    for (const each of secrets) expect(await verdictOf(subject, right(subject, each))).toBe('signed_in')
  })
})

describe.each(storages)('on $name, a sign-in of a user with two authenticators', ({ open }) => {
  test('looks at both and at every recovery code, whichever it is that is right', async () => {
    const looks = { atCodes: 0, atRecoveryCodes: 0 }
    const subject = await openWithUsers(open, {
      ports: ({ totpEngine, recoveryCodeHasher }) => ({
        totpEngine: {
          codeAt: (of, step) => {
            looks.atCodes += 1
            return totpEngine.codeAt(of, step)
          },
        },
        recoveryCodeHasher: {
          ...recoveryCodeHasher,
          matches: (code, hash) => {
            looks.atRecoveryCodes += 1
            return recoveryCodeHasher.matches(code, hash)
          },
        },
      }),
    })
    await valueOf(importFor(subject, { secret, recoveryCode }))
    await valueOf(importFor(subject, { secret: otherSecret, recoveryCode: otherCode }, 'add'))
    for (const proof of [right(subject), right(subject, otherSecret), wrong]) {
      looks.atCodes = 0
      await verdictOf(subject, proof)
      expect(looks.atCodes).toBe(6)
    }
    for (const [given, unused] of [
      [thirdCode, 2],
      [otherCode, 2],
      [recoveryCode, 1],
      [recoveryCode, 0],
    ] as const) {
      looks.atRecoveryCodes = 0
      await verdictOf(subject, { recoveryCode: given })
      expect(looks.atRecoveryCodes).toBe(unused)
    }
  })
})

describe.each(storages)('on $name, wrong codes of a user with two authenticators', ({ open }) => {
  const openWithTwo = async (): Promise<WithUsers> => {
    const subject = await openWithUsers(open)
    await valueOf(importFor(subject, { secret, recoveryCode }))
    await valueOf(importFor(subject, { secret: otherSecret }, 'add'))
    return subject
  }

  test('count together', async () => {
    const subject = await openWithTwo()
    for (let count = 0; count < 10; count += 1)
      expect(await verdictOf(subject, wrong)).toBe('wrong_credentials')
    for (const each of [secret, otherSecret])
      expect(await verdictOf(subject, right(subject, each))).toBe('otp_locked')
    await valueOf(subject.keepsake.users.unlock({ userId: subject.bob }))
    expect(await verdictOf(subject, right(subject, otherSecret))).toBe('signed_in')
  })

  test('are forgotten after a right one of either', async () => {
    const subject = await openWithTwo()
    for (const each of [secret, otherSecret]) {
      for (let count = 0; count < 9; count += 1) await verdictOf(subject, wrong)
      expect(await verdictOf(subject, right(subject, each))).toBe('signed_in')
    }
  })

  test('stay counted where a third is added, and are forgotten where all are replaced', async () => {
    const subject = await openWithTwo()
    for (let count = 0; count < 10; count += 1) await verdictOf(subject, wrong)
    for (let count = 0; count < 10; count += 1) await verdictOf(subject, { recoveryCode: otherCode })
    await valueOf(importFor(subject, { secret: thirdSecret }, 'add'))
    expect(await verdictOf(subject, right(subject, thirdSecret))).toBe('otp_locked')
    expect(await verdictOf(subject, { recoveryCode })).toBe('otp_locked')
    await valueOf(importFor(subject, { secret: thirdSecret, recoveryCode }, 'replace'))
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    await valueOf(importFor(subject, { secret }, 'replace'))
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
  })
})
