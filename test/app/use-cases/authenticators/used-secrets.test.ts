import { openKeyedDigest } from '@keepsake/adapters/secrets/keyed-digest'
import { openRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import { conceal, stepAt, type TotpParameters } from '@keepsake/domain'
import { describe, expect } from 'vitest'
import { openBob, testWithBob, type Bob } from '../../../builders/bob.ts'
import {
  codeAt,
  openSubject,
  stepMs,
  storages,
  usualSealingKey,
  valueOf,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const password = 'correct horse battery staple'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

const bobRow = { password }

const signIn = async ({ keepsake }: Subject, proof: object): Promise<string> =>
  (await valueOf(keepsake.signIn({ login: 'bob', password, ...proof }))).verdict

const codeNow = ({ clock }: Subject, of = secret): string => codeAt(of, clock.now())

/** The code that an app shows which was told these parameters. */
const appCode = ({ clock, ports }: Subject, parameters: Partial<TotpParameters>): string => {
  const of = { algorithm: 'SHA1', digits: 6, period: 30, ...parameters } as const
  return ports.totpEngine.codeAt({ ...of, base32: conceal(secret) }, stepAt(clock.now(), of.period))
}

/** Reads what rests under the usual key, and seals under a new one. */
const withNewKey: SubjectOptions['ports'] = () => {
  const keys = {
    keys: [
      { id: 'k2', key: Buffer.alloc(32, 'another') },
      { id: 'k1', key: usualSealingKey },
    ],
    current: 'k2',
  }
  return {
    secretBox: openSecretBox(keys),
    keyedDigest: openKeyedDigest(),
    recoveryCodeHasher: openRecoveryCodeHasher(keys),
  }
}

const confirm = async (
  { keepsake, userId }: Bob,
  begun: { readonly ticket: string; readonly code: string },
): Promise<string> => (await valueOf(keepsake.authenticators.confirm({ userId, ...begun }))).verdict

const begin = async (bob: Bob): Promise<{ readonly ticket: string; readonly code: string }> => {
  const begun = await valueOf(bob.keepsake.authenticators.begin({ userId: bob.userId }))
  return { ticket: begun.ticket.reveal(), code: codeNow(bob, begun.secret.reveal()) }
}

const beginWithSecret = async (bob: Bob): Promise<{ readonly ticket: string; readonly secret: string }> => {
  const begun = await valueOf(bob.keepsake.authenticators.begin({ userId: bob.userId }))
  return { ticket: begun.ticket.reveal(), secret: begun.secret.reveal() }
}

const imported = async (
  { keepsake, userId }: Bob,
  otp: object,
  existing: 'add' | 'replace' = 'add',
): Promise<void> => {
  await valueOf(keepsake.authenticators.import({ list: [{ userId, otp: { secret, ...otp } }], existing }))
}

const removeAll = ({ keepsake, userId }: Bob): Promise<void> =>
  valueOf(keepsake.authenticators.removeAll({ userId }))

const removeFirst = async ({ keepsake, userId }: Bob): Promise<void> => {
  const { authenticators } = await valueOf(keepsake.authenticators.list({ userId }))
  await valueOf(keepsake.authenticators.remove({ userId, authenticatorId: authenticators[0]!.id }))
}

describe.each(storages)('on $name', ({ open }) => {
  const test = testWithBob(open, bobRow)

  test.each([2, 64])('of %d confirmations of one ticket at one moment, one enrols', async (callers) => {
    const bob = await openBob(open, bobRow)
    const begun = await begin(bob)
    const answers = await Promise.all(Array.from({ length: callers }, () => confirm(bob, begun)))
    expect(answers.filter((answer) => answer === 'enrolled')).toHaveLength(1)
    expect(new Set(answers)).toEqual(new Set(['enrolled', 'ticket_invalid']))
    const { userId, keepsake } = bob
    expect((await valueOf(keepsake.authenticators.list({ userId }))).authenticators).toHaveLength(1)
  })

  test('a ticket enrols once, though its authenticator was removed, and its code is used up', async ({
    bob,
  }) => {
    const begun = await begin(bob)
    expect(await confirm(bob, begun)).toBe('enrolled')
    await removeAll(bob)
    expect(await confirm(bob, begun)).toBe('ticket_invalid')
  })

  test.each([
    ['removed, with the next code', removeAll],
    ['removed by its id', removeFirst],
    ['replaced by an import', (bob: Bob) => imported(bob, {}, 'replace')],
  ])('a ticket enrols once, though its authenticator was %s', async (_, takeAway) => {
    const bob = await openBob(open, bobRow)
    const { userId, keepsake } = bob
    const { ticket, secret: own } = await beginWithSecret(bob)
    expect(await confirm(bob, { ticket, code: codeNow(bob, own) })).toBe('enrolled')
    await takeAway(bob)
    bob.clock.set(bob.clock.now() + 2 * stepMs)
    expect(await confirm(bob, { ticket, code: codeNow(bob, own) })).toBe('ticket_invalid')
    expect(await confirm(bob, { ticket, code: '000000' })).toBe('ticket_invalid')
    expect((await valueOf(keepsake.authenticators.reveal({ userId })))?.base32.reveal()).not.toBe(own)
  })

  test('a ticket whose code was wrong is still good', async ({ bob }) => {
    const { ticket, secret: own } = await beginWithSecret(bob)
    expect(await confirm(bob, { ticket, code: '000000' })).toBe('code_wrong')
    expect(await confirm(bob, { ticket, code: codeNow(bob, own) })).toBe('enrolled')
  })

  test('of confirmations and removals of one ticket at one moment, one enrols', async ({ bob }) => {
    const { ticket, secret: own } = await beginWithSecret(bob)
    const codes = [-stepMs, 0, stepMs].map((off) => codeAt(own, bob.clock.now() + off))
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_unused, caller) => {
        if (caller % 4 === 3) await bob.keepsake.authenticators.removeAll({ userId: bob.userId })
        return confirm(bob, { ticket, code: codes[caller % 3] ?? '' })
      }),
    )
    expect(answers.filter((answer) => answer === 'enrolled')).toHaveLength(1)
  })

  test('a ticket enrols once, though the keys have changed meanwhile', async ({ bob }) => {
    const begun = await valueOf(bob.keepsake.authenticators.begin({ userId: bob.userId }))
    const [ticket, own] = [begun.ticket.reveal(), begun.secret.reveal()]
    expect(await confirm(bob, { ticket, code: codeNow(bob, own) })).toBe('enrolled')
    const after = await openSubject(open, { on: bob.opened, ports: withNewKey })
    after.clock.set(bob.clock.now() + 2 * stepMs)
    const again = { ticket, code: codeNow(after, own) }
    expect(await confirm({ ...bob, ...after }, again)).toBe('ticket_invalid')
  })

  test.each([
    ['as it was', {}],
    ['with eight digits', { digits: 8 }],
    ['with another hash', { algorithm: 'SHA256' }],
    ['with another period', { period: 60 }],
  ])('a code that was used stays so when its secret is enrolled again, %s', async (_, parameters) => {
    const bob = await openBob(open, { ...bobRow, otp: { secret } })
    const code = codeNow(bob)
    expect(await signIn(bob, { code })).toBe('signed_in')
    await removeAll(bob)
    await imported(bob, parameters)
    expect(await signIn(bob, { code: appCode(bob, parameters as Partial<TotpParameters>) })).not.toBe(
      'signed_in',
    )
    bob.clock.set(bob.clock.now() + 4 * stepMs)
    expect(await signIn(bob, { code: appCode(bob, parameters as Partial<TotpParameters>) })).toBe('signed_in')
  })

  test('a code that one authenticator has used is used for another one of the same secret', async () => {
    const bob = await openBob(open, { ...bobRow, otp: { secret } })
    await imported(bob, { digits: 8 })
    expect(await signIn(bob, { code: codeNow(bob) })).toBe('signed_in')
    expect(await signIn(bob, { code: appCode(bob, { digits: 8 }) })).not.toBe('signed_in')
  })

  test('a code that proved an authenticator at its import stays used', async ({ bob }) => {
    await imported(bob, { code: codeNow(bob) })
    await removeAll(bob)
    await imported(bob, {})
    expect(await signIn(bob, { code: codeNow(bob) })).not.toBe('signed_in')
  })

  test('a recovery code that was used stays so when it is brought again', async () => {
    const bob = await openBob(open, { ...bobRow, otp: { secret, recoveryCode } })
    expect(await signIn(bob, { recoveryCode })).toBe('signed_in')
    await removeAll(bob)
    await imported(bob, { recoveryCode })
    expect(await signIn(bob, { recoveryCode })).not.toBe('signed_in')
    expect(await signIn(bob, { recoveryCode: recoveryCode.toUpperCase() })).not.toBe('signed_in')
  })

  test('what one user has used is another one’s to use', async () => {
    const bob = await openBob(open, { ...bobRow, otp: { secret, recoveryCode } })
    const list = [{ username: 'eve', password, otp: { secret, recoveryCode } }]
    await valueOf(bob.keepsake.users.create({ list }))
    expect(await signIn(bob, { code: codeNow(bob) })).toBe('signed_in')
    expect(await signIn(bob, { recoveryCode })).toBe('signed_in')
    const eve = { login: 'eve', password }
    expect((await valueOf(bob.keepsake.signIn({ ...eve, code: codeNow(bob) }))).verdict).toBe('signed_in')
    expect((await valueOf(bob.keepsake.signIn({ ...eve, recoveryCode }))).verdict).toBe('signed_in')
  })
})
