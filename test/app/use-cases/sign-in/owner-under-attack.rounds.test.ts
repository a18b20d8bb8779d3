import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'

const password = 'correct horse battery'
const home = '192.0.2.1'
const [second, minute, day] = [1000, 60_000, 86_400_000]

type Attempt = { login?: string; password?: string; ip?: string; deviceToken?: string }

const openWithBob = async (open: OpenSubject): Promise<Subject> => {
  const subject = await openSubject(open)
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password }] }))
  return subject
}

const answerTo = ({ keepsake }: Subject, attempt: Attempt = {}) =>
  valueOf(keepsake.signIn({ login: 'bob', password, ...attempt }))

const verdictOf = async (subject: Subject, attempt: Attempt = {}): Promise<string> =>
  (await answerTo(subject, attempt)).verdict

/** Signs in from somewhere, and answers the token that the device gets. */
const tokenFrom = async (subject: Subject, attempt: Attempt = {}): Promise<string> => {
  const answer = await answerTo(subject, attempt)
  if (answer.verdict !== 'signed_in') throw new Error(answer.verdict)
  return answer.deviceToken.reveal()
}

const pass = ({ clock }: Subject, ms: number): void => clock.set(clock.now() + ms)

/** What an attacker tries next: `times` counts what was tried. */
type Attacker = (times: number) => Attempt

/** A hundred guesses, and as many more as it takes until the account is closed to the guesser. */
const besiege = async (subject: Subject, attacker: Attacker): Promise<void> => {
  for (let time = 0; time < 100; time += 1) await verdictOf(subject, attacker(time))
  for (let time = 100; (await verdictOf(subject, attacker(time))) !== 'too_many_attempts'; time += 1);
}

/** How long an owner who tries once a second takes to get in, in ms, while an attacker tries every 150 ms. */
const timeToGetIn = async (subject: Subject, attacker: Attacker, owner: Attempt): Promise<number> => {
  const begun = subject.clock.now()
  for (let times = 0; subject.clock.now() < begun + minute; times += 1) {
    if (times % 7 === 0 && (await verdictOf(subject, owner)) === 'signed_in')
      return subject.clock.now() - begun
    await verdictOf(subject, attacker(1000 + times))
    pass(subject, 150)
  }
  return Infinity
}

const wrong = { password: 'wrong' }
const another: Attacker = (times) => ({ password: `guess ${times}` })
const from =
  (attacker: Attacker, ...ips: readonly string[]): Attacker =>
  (times) => ({ ...attacker(times), ip: ips[times % ips.length]! })

const thousand = Array.from({ length: 1000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`)

const attackers: readonly (readonly [string, Attacker])[] = [
  ['the same guess again and again', () => wrong],
  ['another guess each time', another],
  ['ten guesses in a circle', (times) => ({ password: `guess ${times % 10}` })],
  ['a hundred guesses in a circle', (times) => ({ password: `guess ${times % 100}` })],
]

describe.each(storages)('on $name, while somebody tries', ({ open }) => {
  describe.each(attackers)('%s', (_, attacker) => {
    test('the owner gets in though nobody says where attempts come from', async () => {
      const subject = await openWithBob(open)
      await besiege(subject, attacker)
      for (let time = 0; time < 3; time += 1)
        expect(await timeToGetIn(subject, attacker, {})).toBeLessThanOrEqual(30 * second)
    })

    test('from one address, the owner gets in from that address', async () => {
      const subject = await openWithBob(open)
      const neighbour = from(attacker, home)
      await besiege(subject, neighbour)
      for (let time = 0; time < 3; time += 1)
        expect(await timeToGetIn(subject, neighbour, { ip: home })).toBeLessThanOrEqual(30 * second)
    })

    test('from where the owner has signed in before, the owner gets in from there', async () => {
      const subject = await openWithBob(open)
      await verdictOf(subject, { ip: home })
      const neighbour = from(attacker, home)
      await besiege(subject, neighbour)
      expect(await timeToGetIn(subject, neighbour, { ip: home })).toBeLessThanOrEqual(30 * second)
    })

    test('from a thousand addresses, the owner gets in from a new one', async () => {
      const subject = await openWithBob(open)
      const crowd = from(attacker, ...thousand)
      await besiege(subject, crowd)
      for (let time = 0; time < 3; time += 1)
        expect(await timeToGetIn(subject, crowd, { ip: `203.0.113.${time}` })).toBeLessThanOrEqual(
          30 * second,
        )
    })

    test('from everywhere, the owner gets in at once from where they have signed in before', async () => {
      const subject = await openWithBob(open)
      await verdictOf(subject, { ip: home })
      const crowd = from(attacker, ...thousand)
      await besiege(subject, crowd)
      for (let time = 0; time < 3; time += 1) expect(await timeToGetIn(subject, crowd, { ip: home })).toBe(0)
    })

    test('the owner gets in at once with the token of a device, from anywhere', async () => {
      const subject = await openWithBob(open)
      let deviceToken = await tokenFrom(subject)
      await besiege(subject, attacker)
      await besiege(subject, from(attacker, home))
      for (const owner of [{}, { ip: home }, { ip: '203.0.113.1' }]) {
        expect(await timeToGetIn(subject, attacker, { ...owner, deviceToken })).toBe(0)
        deviceToken = await tokenFrom(subject, { ...owner, deviceToken })
      }
    })
  })

  test('each guess twice from two networks, and others from everywhere, the owner gets in from a new one', async () => {
    const subject = await openWithBob(open)
    const crowd = from(another, ...thousand)
    // Forty guesses for 24 s, each of them every six seconds, and then another forty.
    const twice: Attacker = (times) => ({
      password: `guess ${Math.floor(times / 160)}-${times % 40}`,
      ip: times % 2 === 0 ? home : '192.0.2.2',
    })
    await besiege(subject, crowd)
    let looked = 0
    for (let times = 0; times < 1500; times += 1) {
      await verdictOf(subject, crowd(times))
      if ((await verdictOf(subject, twice(times))) === 'wrong_credentials') looked += 1
      pass(subject, 150)
    }
    expect(looked).toBeGreaterThan(100)
    const both: Attacker = (times) => (times % 2 === 0 ? twice(times) : crowd(times))
    expect(await timeToGetIn(subject, both, { ip: '203.0.113.1' })).toBeLessThanOrEqual(30 * second)
  })

  test('one password at everybody from one network, the owner gets in from there', async () => {
    const subject = await openWithBob(open)
    const spray: Attacker = (times) => ({ login: `login-${times}`, password: 'wrong', ip: home })
    await besiege(subject, spray)
    expect(await timeToGetIn(subject, spray, { ip: home })).toBeLessThanOrEqual(30 * second)
  })
})

describe.each(storages)('on $name, a password that comes again', ({ open }) => {
  test('is looked at after five seconds, and not before', async () => {
    const subject = await openWithBob(open)
    await besiege(subject, another)
    for (let time = 0; time < 5; time += 1) {
      expect(await verdictOf(subject)).toBe('too_many_attempts')
      pass(subject, 999)
    }
    pass(subject, 5)
    expect(await verdictOf(subject)).toBe('signed_in')
  })

  test('is looked at once if it is wrong, also when others try it', async () => {
    const subject = await openWithBob(open)
    await besiege(subject, another)
    const looked = []
    for (let time = 0; time < 5; time += 1) {
      looked.push(await verdictOf(subject, wrong))
      pass(subject, 6 * second)
    }
    expect(looked.filter((verdict) => verdict === 'wrong_credentials')).toHaveLength(1)
  })

  test('gives who repeats every guess a hundred of them, and then one in five minutes', async () => {
    const subject = await openWithBob(open)
    await besiege(subject, another)
    let looked = 0
    const strangersOnly = 60 * 24
    const began = subject.clock.now()
    for (let guess = 0; subject.clock.now() < began + day; guess += 1)
      for (const _ of [1, 2]) {
        if ((await verdictOf(subject, { password: `repeated ${guess}` })) === 'wrong_credentials') looked += 1
        pass(subject, 20 * second)
      }
    expect(looked).toBeGreaterThan(100)
    expect(looked).toBeLessThanOrEqual(strangersOnly + 100 + (24 * 60) / 5 + 10)
  })

  test('does not give the guessers a new start where it is right', async () => {
    const subject = await openWithBob(open)
    await besiege(subject, another)
    await verdictOf(subject)
    pass(subject, 6 * second)
    expect(await verdictOf(subject)).toBe('signed_in')
    expect(await verdictOf(subject, wrong)).toBe('too_many_attempts')
  })

  test('is looked at no sooner where it cannot be a password', async () => {
    const subject = await openWithBob(open)
    await besiege(subject, another)
    for (let time = 0; time < 3; time += 1) {
      expect(await verdictOf(subject, { password: 'x'.repeat(2000) })).toBe('too_many_attempts')
      pass(subject, 6 * second)
    }
  })

  test('may be the new one that was wrong before', async () => {
    const subject = await openWithBob(open)
    const next = 'nine geese on a raft'
    expect(await verdictOf(subject, { password: next })).toBe('wrong_credentials')
    const change = { login: 'bob', password, newPassword: next }
    expect(await valueOf(subject.keepsake.passwords.change(change))).toMatchObject({ verdict: 'changed' })
    await besiege(subject, another)
    expect(await verdictOf(subject, { password: next })).toBe('too_many_attempts')
    pass(subject, 6 * second)
    expect(await verdictOf(subject, { password: next })).toBe('signed_in')
  })

  test('is answered at a login that nobody has as at one that somebody has', async () => {
    const subject = await openWithBob(open)
    const answersAt = async (login: string): Promise<string> => {
      const begun = subject.clock.now()
      const answers = []
      for (let time = 0; time < 110; time += 1)
        answers.push(await answerTo(subject, { login, password: `no ${time}` }))
      for (let time = 0; time < 40; time += 1) {
        answers.push(await answerTo(subject, { login, password: `again ${time % 3}` }))
        pass(subject, 3 * second)
      }
      subject.clock.set(begun)
      return JSON.stringify(answers)
    }
    expect(await answersAt('nobody')).toBe(await answersAt('bob'))
  })
})
