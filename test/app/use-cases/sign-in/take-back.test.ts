import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { watchStorage, type Fault } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const right = { login: 'bob', password, ip: '192.0.2.1' }

type Faulty = Subject & { readonly failAt: (verb: string | undefined, fault?: Fault) => void }

/** Bob, over a storage one verb of which fails, as long as a test says so. */
const openFaulty = async (open: OpenSubject, otp: object = {}): Promise<Faulty> => {
  let failing: { readonly verb: string | undefined; readonly fault: Fault } | undefined
  const subject = await openSubject(open, {
    ports: ({ storage }) => ({
      storage: watchStorage(storage, (verb) => (verb === failing?.verb ? failing.fault : undefined)),
    }),
  })
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password, ...otp }] }))
  return { ...subject, failAt: (verb, fault = 'fail') => (failing = { verb, fault }) }
}

/** The verbs of an attempt at a password up to the moment at which the storage is told that it was right. */
const beforeTheEnd = [
  ['attempts.reserve', 'fail'],
  ['attempts.reserve', 'lose'],
  ['atomically', 'fail'],
  ['atomically', 'lose'],
  ['credentials.findByUserIds', 'fail'],
  ['users.findByIds', 'fail'],
  ['attempts.clear', 'fail'],
] as const

describe.each(storages)('on $name, attempts that the storage does not let come to an end', ({ open }) => {
  test.each(beforeTheEnd)('do not make the next one wait (%s: %s)', async (verb, fault) => {
    const { keepsake, failAt } = await openFaulty(open)
    failAt(verb, fault)
    for (let time = 0; time < 12; time += 1)
      expect(await errorOf(keepsake.signIn(right))).toMatchObject({ part: 'storage' })
    failAt(undefined)
    expect(await valueOf(keepsake.signIn(right))).toMatchObject({ verdict: 'signed_in' })
  })

  test('do not, with a device token and without an address', async () => {
    const { keepsake, failAt } = await openFaulty(open)
    const first = await valueOf(keepsake.signIn({ login: 'bob', password }))
    const deviceToken = 'deviceToken' in first ? first.deviceToken.reveal() : ''
    failAt('atomically', 'lose')
    for (let time = 0; time < 20; time += 1) await keepsake.signIn({ login: 'bob', password })
    for (let time = 0; time < 12; time += 1) await keepsake.signIn({ login: 'bob', password, deviceToken })
    failAt(undefined)
    const way = { login: 'bob', password }
    expect(await valueOf(keepsake.signIn({ ...way, deviceToken }))).toMatchObject({ verdict: 'signed_in' })
  })

  test.each(beforeTheEnd)('give a guesser no guess for free (%s: %s)', async (verb, fault) => {
    const { keepsake, failAt } = await openFaulty(open)
    let checked = 0
    for (let guess = 0; guess < 40; guess += 1) {
      // The storage fails in every other attempt.
      failAt(guess % 2 === 0 ? verb : undefined, fault)
      const answer = await keepsake.signIn({ ...right, password: `guess number ${guess}` })
      if (answer.isOk() && answer.value.verdict === 'wrong_credentials') checked += 1
    }
    expect(checked).toBe(5)
  })

  test.each(['192.0.2.1', undefined])(
    'are judged no more often than is allowed, at one moment (from %s)',
    async (ip) => {
      const { keepsake, failAt } = await openFaulty(open)
      failAt('atomically', 'lose')
      const guess = { login: 'bob', ...(ip === undefined ? {} : { ip }) }
      await Promise.all(
        Array.from({ length: 40 }, (_, each) => keepsake.signIn({ ...guess, password: `lost ${each}` })),
      )
      failAt(undefined)
      const answers = await Promise.all(
        Array.from({ length: 150 }, (_, each) => keepsake.signIn({ ...guess, password: `made ${each}` })),
      )
      const wrong = answers.filter((each) => each._unsafeUnwrap().verdict === 'wrong_credentials')
      expect(wrong.length).toBeLessThanOrEqual(ip === undefined ? 100 : 5)
    },
  )
})

describe.each(storages)('on $name, attempts at a code that come to no end', ({ open }) => {
  const proofs = { 'a code': 'secondFactors.acceptStep', 'a recovery code': 'secondFactors.useRecoveryCode' }

  test.each(Object.entries(proofs))('lock nobody, with %s', async (name, use) => {
    const { keepsake, clock, failAt } = await openFaulty(open, { otp: { secret, recoveryCode } })
    const proof = (): object => (name === 'a code' ? { code: codeAt(secret, clock.now()) } : { recoveryCode })
    const faults = [
      [use, 'fail'],
      ['attempts.reserve', 'fail'],
      ['attempts.reserve', 'lose'],
    ] as const
    for (const [verb, fault] of faults) {
      for (let time = 0; time < 12; time += 1) {
        const asked = await valueOf(keepsake.signIn(right))
        const ticket = 'ticket' in asked ? asked.ticket.reveal() : ''
        failAt(verb, fault)
        expect(await errorOf(keepsake.completeSignIn({ ticket, ...proof() }))).toMatchObject({
          part: 'storage',
        })
        failAt(undefined)
      }
    }
    expect(await valueOf(keepsake.signIn({ ...right, ...proof() }))).toMatchObject({ verdict: 'signed_in' })
  })

  test('give a guesser no code for free', async () => {
    const { keepsake, failAt } = await openFaulty(open, { otp: { secret } })
    let refused = 0
    for (let guess = 0; guess < 60; guess += 1) {
      failAt(guess % 2 === 0 ? 'attempts.reserve' : undefined, guess % 4 === 0 ? 'lose' : 'fail')
      const answer = await keepsake.signIn({ ...right, code: '000000' })
      if (answer.isOk() && answer.value.verdict === 'wrong_credentials') refused += 1
      if (answer.isOk() && answer.value.verdict === 'too_many_attempts')
        throw new Error('it was to be a code')
    }
    expect(refused).toBe(10)
  })
})
