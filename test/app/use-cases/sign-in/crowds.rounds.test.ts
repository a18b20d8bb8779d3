import { setTimeout } from 'node:timers/promises'
import { nodeArgon2, openArgon2Hasher, type Argon2Engine } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { openTurns } from '../../../../packages/adapters/src/password/turns.ts'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'

const password = 'correct horse battery'
const newPassword = 'nine geese on a raft'

/**
 * `checked`: the texts that were hashed, in their order, two at a time. After `hold`, a hash does not end until it is let
 * go.
 */
type Crowded = Subject & {
  readonly checked: string[]
  readonly hold: () => void
  readonly letOne: () => Promise<void>
  readonly letAll: () => void
}

const openCrowded = async (open: OpenSubject): Promise<Crowded> => {
  const checked: string[] = []
  const held: (() => void)[] = []
  let isHeld = false
  const engine: Argon2Engine = async (text, task) => {
    checked.push(text.toString())
    if (isHeld) await new Promise<void>((end) => held.push(end))
    return nodeArgon2(text, task)
  }
  const turns = openTurns({ atOnce: 2 })
  const light = { memory: 64, passes: 1, parallelism: 1 }
  const subject = await openSubject(open, {
    ports: async () => ({
      passwordHasher: await openArgon2Hasher({ ...light, engine, turns }),
      passwordVerifier: await openPasswordVerifier({ current: light, argon2Engine: engine, turns }),
    }),
  })
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password }] }))
  await valueOf(subject.keepsake.signIn({ login: 'nobody', password }))
  const hold = (): void => {
    checked.length = 0
    isHeld = true
  }
  hold()
  return {
    ...subject,
    checked,
    hold,
    letOne: async () => {
      const before = checked.length
      held.shift()?.()
      await vi.waitFor(() => expect(checked.length).toBeGreaterThan(before), { timeout: 10_000 })
    },
    letAll: () => {
      isHeld = false
      for (const end of held.splice(0)) end()
    },
  }
}

/** Long enough for all that waits for nothing but the storage. */
const settled = (): Promise<void> => setTimeout(300)

/** How many attempts have a place at the same time. */
const placesAtOnce = 8

const guessesFrom = ({ keepsake }: Subject, count: number, more: (index: number) => object) =>
  Array.from({ length: count }, (_, index) =>
    keepsake.signIn({ login: `login-${index}`, password: `guess ${index}`, ...more(index) }),
  )

afterEach(() => void vi.useRealTimers())

describe.each(storages)('on $name, a crowd of attempts', ({ open }) => {
  test('from one network does not hold up the first of another', async () => {
    const subject = await openCrowded(open)
    const flood = guessesFrom(subject, 500, () => ({ ip: '192.0.2.1' }))
    await settled()
    const owner = subject.keepsake.signIn({ login: 'bob', password, ip: '203.0.113.1' })
    await settled()
    // No more than have a place already go first, and one other network's.
    for (let turn = 0; turn < placesAtOnce + 1; turn += 1) await subject.letOne()
    expect(subject.checked).toContain(password)
    subject.letAll()
    expect((await valueOf(owner)).verdict).toBe('signed_in')
    await Promise.all(flood)
  })

  test('from a network of IPv6 is one crowd, whatever its addresses', async () => {
    const subject = await openCrowded(open)
    const flood = guessesFrom(subject, 500, (index) => ({ ip: `2001:db8:1:1::${index.toString(16)}` }))
    await settled()
    const owner = subject.keepsake.signIn({ login: 'bob', password, ip: '2001:db8:2:2::1' })
    await settled()
    // No more than have a place already go first, and one other network's.
    for (let turn = 0; turn < placesAtOnce + 1; turn += 1) await subject.letOne()
    expect(subject.checked).toContain(password)
    subject.letAll()
    await Promise.all([owner, ...flood])
  })

  test('does not hold up who comes from where they have signed in before, however many networks it is from', async () => {
    const subject = await openCrowded(open)
    subject.letAll()
    await valueOf(subject.keepsake.signIn({ login: 'bob', password, ip: '203.0.113.1' }))
    subject.hold()
    const flood = guessesFrom(subject, 500, (index) => ({ ip: `198.18.${index >> 8}.${index & 255}` }))
    await settled()
    const owner = subject.keepsake.signIn({ login: 'bob', password, ip: '203.0.113.1' })
    await settled()
    // No more than have a place already go first, and one other network's.
    for (let turn = 0; turn < placesAtOnce + 1; turn += 1) await subject.letOne()
    expect(subject.checked).toContain(password)
    subject.letAll()
    await Promise.all([owner, ...flood])
  })

  test.each([{}, { ip: '192.0.2.1' }])(
    'from where its user comes, %j, does not hold up a known device',
    async (from) => {
      const subject = await openCrowded(open)
      subject.letAll()
      const first = await valueOf(subject.keepsake.signIn({ login: 'bob', password }))
      const deviceToken = 'deviceToken' in first ? first.deviceToken.reveal() : ''
      subject.hold()
      const flood = guessesFrom(subject, 5000, () => from)
      await settled()
      const owner = subject.keepsake.signIn({ login: 'bob', password, ...from, deviceToken })
      await settled()
      // No more than have a place already go first, and one other.
      for (let turn = 0; turn < placesAtOnce + 1; turn += 1) await subject.letOne()
      expect(subject.checked).toContain(password)
      subject.letAll()
      expect((await valueOf(owner)).verdict).toBe('signed_in')
      await Promise.all(flood)
    },
  )

  test('is not counted as far as it is turned away', { timeout: 180_000 }, async () => {
    const subject = await openCrowded(open)
    const flood = Array.from({ length: 11_000 }, () =>
      subject.keepsake.signIn({ login: 'bob', password: 'a guess', ip: '192.0.2.1' }),
    )
    await settled()
    const early = await Promise.race([Promise.all(flood), settled().then(() => 'some wait')])
    expect(early).toBe('some wait')
    expect(subject.checked.length).toBeLessThanOrEqual(5)
    subject.letAll()
    const answers = await Promise.all(flood)
    const turnedAway = answers.filter((each) => each.isErr())
    expect(turnedAway.length).toBeGreaterThan(500)
    for (const each of turnedAway)
      expect(each._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: /storage|password-hasher/u })
    expect(subject.checked).toHaveLength(5)
  })

  test('is not counted, and not looked at, once its callers have gone', async () => {
    const subject = await openCrowded(open)
    const blocker = guessesFrom(subject, 100, (index) => ({ ip: `192.0.2.${index}` }))
    await settled()
    const caller = new AbortController()
    const gone = Array.from({ length: 50 }, () =>
      subject.keepsake.signIn({
        login: 'bob',
        password: 'a guess',
        ip: '192.0.2.200',
        signal: caller.signal,
      }),
    )
    await settled()
    caller.abort()
    for (const each of await Promise.all(gone))
      expect(each._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'password-hasher' })
    subject.letAll()
    await Promise.all(blocker)
    expect(subject.checked).not.toContain('a guess')
    for (let time = 0; time < 5; time += 1)
      expect(
        (await valueOf(subject.keepsake.signIn({ login: 'bob', password: 'wrong', ip: '192.0.2.200' })))
          .verdict,
      ).toBe('wrong_credentials')
  })

  test('is neither counted nor looked at once it has waited for ten seconds', async () => {
    const subject = await openCrowded(open)
    const flood = guessesFrom(subject, 100, (index) => ({ ip: `192.0.2.${index}` }))
    await settled()
    const underWay = subject.checked.length
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const late = subject.keepsake.signIn({ login: 'bob', password, ip: '203.0.113.1' })
    await settled()
    vi.advanceTimersByTime(10_001)
    expect((await late)._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'password-hasher' })
    expect(subject.checked).toHaveLength(underWay)
    vi.useRealTimers()
    subject.letAll()
    await Promise.all(flood)
    expect(subject.checked).not.toContain(password)
  })

  test('does not keep those from a new password who have proved that they may set it', async () => {
    const subject = await openCrowded(open)
    await valueOf(subject.keepsake.passwords.requireChange({ userId: subject.ids()[0]! }))
    subject.letAll()
    const demand = await valueOf(subject.keepsake.signIn({ login: 'bob', password }))
    subject.hold()
    const flood = guessesFrom(subject, 300, () => ({}))
    await settled()
    const ticket = 'ticket' in demand ? demand.ticket.reveal() : ''
    const change = subject.keepsake.passwords.change({ ticket, newPassword })
    await settled()
    for (let turn = 0; turn < placesAtOnce; turn += 1) await subject.letOne()
    expect(subject.checked).toContain(newPassword)
    subject.letAll()
    expect(await valueOf(change)).toMatchObject({ verdict: 'changed' })
    await Promise.all(flood)
  })
})
