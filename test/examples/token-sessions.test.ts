import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { nodeSystem } from '@keepsake/adapters/system/node'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createKeepsake, type Account } from '@keepsake/app'
import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { openTokenSessions } from '../../examples/sessions/token-sessions.ts'
import { valueOf } from '../builders/keepsake.ts'

const issuer = 'https://my-service.example.com'
const key = new Uint8Array(32).fill(9)
const minute = 60_000

/** A pool whose events end tokens, its clock, and a user who has signed in. */
const open = async () => {
  let time = 1_732_233_600_000
  const clock = () => time
  const sessions = openTokenSessions(key, issuer, clock)
  const keys = { keys: [{ id: 'k1', key: new Uint8Array(32).fill(7) }], current: 'k1' }
  const ports = {
    ...(await openStandardPorts(keys)),
    storage: openMemoryStorage(),
    noticeSender: openCaptureSender(),
    eventSender: sessions.eventSender,
    system: { ...nodeSystem(), clock },
  }
  const keepsake = createKeepsake(ports, { pool: 'my-service', events: true })
  const list = [{ username: 'zoe', password: 'nine geese on a raft' }]
  await valueOf(keepsake.users.create({ list }))
  await valueOf(keepsake.events.deliver())
  const signIn = async (password = 'nine geese on a raft'): Promise<Account> => {
    const answer = await valueOf(keepsake.signIn({ login: 'zoe', password }))
    if (answer.verdict !== 'signed_in') throw new Error(answer.verdict)
    return answer.account
  }
  return { sessions, keepsake, signIn, pass: (ms: number) => void (time += ms), now: clock }
}

describe('a token of a session', () => {
  it('names the user for fifteen minutes', async () => {
    const { sessions, signIn, pass, now } = await open()
    const account = await signIn()
    const token = await sessions.issue(account)
    const expected = { userId: account.user.id, signedInAt: now() / 1000 }
    pass(15 * minute - 1000)
    expect(await sessions.verify(token)).toEqual(expected)
    pass(1000)
    expect(await sessions.verify(token)).toBeUndefined()
  })

  it('is ours, and nothing else', async () => {
    const { sessions, signIn, now } = await open()
    const { user } = await signIn()
    const claims = { sub: user.id, iss: issuer, aud: issuer, auth_time: now() / 1000 }
    const forged = await Promise.all([
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setExpirationTime(now() / 1000 + 60)
        .sign(new Uint8Array(32)),
      // A token of another kind under the same key.
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setExpirationTime(now() / 1000 + 60)
        .sign(key),
      new SignJWT({ ...claims, aud: 'https://elsewhere.example.com' })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setExpirationTime(now() / 1000 + 60)
        .sign(key),
    ])
    const unsigned = new UnsecuredJWT(claims).setExpirationTime(now() / 1000 + 60).encode()
    for (const token of ['', 'x', 'a.b.c', unsigned, ...forged])
      expect(await sessions.verify(token)).toBeUndefined()
  })

  it.each([
    [
      'the password is changed',
      'twelve herons by the lake',
      ({ keepsake }: Awaited<ReturnType<typeof open>>) =>
        keepsake.passwords.change({
          login: 'zoe',
          password: 'nine geese on a raft',
          newPassword: 'twelve herons by the lake',
        }),
    ],
    [
      'the user is suspended',
      undefined,
      ({ keepsake }: Awaited<ReturnType<typeof open>>, userId: string) =>
        keepsake.users.update({ userId, changes: { status: 'Suspended' } }),
    ],
    [
      'the user is deleted',
      undefined,
      ({ keepsake }: Awaited<ReturnType<typeof open>>, userId: string) =>
        keepsake.users.delete({ userIds: [userId] }),
    ],
  ] as const)('is over as soon as the event has come: %s', async (_, next, work) => {
    const subject = await open()
    const { sessions, keepsake, signIn, pass } = subject
    const account = await signIn()
    const token = await sessions.issue(account)
    pass(1000)
    await work(subject, account.user.id)
    expect(await sessions.verify(token)).toBeDefined()
    await valueOf(keepsake.events.deliver())
    expect(await sessions.verify(token)).toBeUndefined()
    if (next === undefined) return
    pass(1000)
    expect(await sessions.verify(await sessions.issue(await signIn(next)))).toBeDefined()
  })
})
