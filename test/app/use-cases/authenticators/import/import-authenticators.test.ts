import type { NewAuthenticator } from '@keepsake/domain'
import type { ExistingAuthenticator } from '@keepsake/domain/rules'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  everythingIn,
  inShort,
  issuesOf,
  openSubject,
  stepMs,
  storages,
  valueOf,
} from '../../../../builders/keepsake.ts'
import {
  nothing,
  openWithUsers,
  otherCode,
  otherSecret,
  recoveryCode,
  secret,
  thirdSecret,
  verdictOf,
} from './with-users.ts'

describe.each(storages)('on $name, an authenticator that is imported', ({ open }) => {
  test('works, and makes a code necessary', async () => {
    const subject = await openWithUsers(open)
    expect(await verdictOf(subject, {})).toBe('signed_in')
    const list = [{ userId: subject.bob, otp: { secret, recoveryCode } }]
    expect(await valueOf(subject.keepsake.authenticators.import({ list }))).toEqual({
      ...nothing,
      enrolled: 1,
    })
    expect(await verdictOf(subject, {})).toBe('otp_required')
    expect(await verdictOf(subject, { code: codeAt(secret, subject.clock.now()) })).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    expect(await verdictOf(subject, {}, 'eve')).toBe('signed_in')
    const revealed = await valueOf(subject.keepsake.authenticators.reveal({ userId: subject.bob }))
    expect(revealed?.base32.reveal()).toBe(secret)
    expect(revealed).toMatchObject({ algorithm: 'SHA1', digits: 6, period: 30 })
  })

  test('with a secret of 80 bits is taken with a warning', async () => {
    const { keepsake, bob } = await openWithUsers(open)
    const list = [{ userId: bob, otp: { secret: 'HZ2F6J3AGNAVSOTV' } }]
    expect(await valueOf(keepsake.authenticators.import({ list }))).toEqual({
      ...nothing,
      enrolled: 1,
      warnings: [
        { code: 'otp.secret_weak', path: ['list', 0, 'otp', 'secret'], params: { bits: 80, advised: 112 } },
      ],
    })
  })

  test.each([
    ['spelt alike', { secret, recoveryCode }],
    ['spelt otherwise', { secret: secret.toLowerCase(), recoveryCode: recoveryCode.toUpperCase() }],
    ['without its recovery code', { secret }],
  ])('again, %s, changes nothing', async (_, otp) => {
    const subject = await openWithUsers(open)
    const first = { userId: subject.bob, otp: { secret, recoveryCode } }
    await valueOf(subject.keepsake.authenticators.import({ list: [first] }))
    const before = await everythingIn(subject)
    for (const replace of [false, true])
      expect(
        await valueOf(subject.keepsake.authenticators.import({ list: [{ ...first, otp }], replace })),
      ).toEqual({
        ...nothing,
        unchanged: 1,
      })
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('again makes neither a used code nor a used recovery code fresh', async () => {
    const subject = await openWithUsers(open)
    const list = [{ userId: subject.bob, otp: { secret, recoveryCode } }]
    await valueOf(subject.keepsake.authenticators.import({ list }))
    const code = codeAt(secret, subject.clock.now())
    expect(await verdictOf(subject, { code })).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    for (const replace of [false, true])
      await valueOf(subject.keepsake.authenticators.import({ list, replace }))
    expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
  })

  test.each([
    ['another secret', { secret: otherSecret, recoveryCode }],
    ['another recovery code', { secret, recoveryCode: otherCode }],
  ])('with %s is refused, unless it is to replace the first', async (_, otp) => {
    const subject = await openWithUsers(open)
    const { keepsake, bob } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, recoveryCode } }] }))
    const before = await everythingIn(subject)
    const list = [{ userId: bob, otp }]
    expect(await issuesOf(keepsake.authenticators.import({ list }))).toEqual([
      'list.0.otp otp.already_enrolled',
    ])
    expect(await everythingIn(subject)).toEqual(before)
    expect(await valueOf(keepsake.authenticators.import({ list, replace: true }))).toEqual({
      ...nothing,
      replaced: 1,
    })
    const code = codeAt(otp.secret, subject.clock.now())
    expect(await verdictOf(subject, { code })).toBe('signed_in')
    expect(await verdictOf(subject, { recoveryCode: otp.recoveryCode })).toBe('signed_in')
  })

  test('again under another name keeps its own, with a warning, unless it is replaced', async () => {
    const { keepsake, bob } = await openWithUsers(open)
    const uri = `otpauth://totp/Shop:bob?secret=${secret}`
    const importAs = (otp: NewAuthenticator, existing?: ExistingAuthenticator) =>
      valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp }], ...(existing && { existing }) }))
    const nameNow = async () =>
      (await valueOf(keepsake.authenticators.list({ userId: bob }))).authenticators[0]?.name
    await importAs({ secret, name: 'Phone' })
    for (const [otp, existing, place] of [
      [{ secret, name: 'Tablet' }, undefined, 'name'],
      [{ secret: uri }, undefined, 'secret'],
      [{ secret, name: 'Tablet', recoveryCode }, 'add', 'name'],
    ] as const) {
      expect(inShort((await importAs(otp, existing)).warnings)).toEqual([`list.0.otp.${place} otp.name_kept`])
      expect(await nameNow()).toBe('Phone')
    }
    for (const otp of [{ secret }, { secret, name: ' Phone ' }])
      expect((await importAs(otp)).warnings).toEqual([])
    expect((await importAs({ secret, name: 'Tablet' }, 'replace')).warnings).toEqual([])
    expect(await nameNow()).toBe('Tablet')
  })

  test('in the place of another takes its codes away', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, recoveryCode } }] }))
    const list = [{ userId: bob, otp: { secret: otherSecret } }]
    await valueOf(keepsake.authenticators.import({ list, replace: true }))
    expect(await verdictOf(subject, { code: codeAt(secret, clock.now()) })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: codeAt(otherSecret, clock.now()) })).toBe('signed_in')
  })

  test('with the same secret and another recovery code keeps the memory of used codes', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, recoveryCode } }] }))
    const code = codeAt(secret, clock.now())
    expect(await verdictOf(subject, { code })).toBe('signed_in')
    const list = [{ userId: bob, otp: { secret, recoveryCode: otherCode } }]
    await valueOf(keepsake.authenticators.import({ list, replace: true }))
    expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { recoveryCode: otherCode })).toBe('signed_in')
    expect(await verdictOf(subject, { code: codeAt(secret, clock.now() - stepMs) })).toBe('wrong_credentials')
    clock.set(clock.now() + stepMs)
    expect(await verdictOf(subject, { code: codeAt(secret, clock.now()) })).toBe('signed_in')
  })

  test('with another secret and the same recovery code keeps the memory of its use', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, recoveryCode } }] }))
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    const list = [{ userId: bob, otp: { secret: otherSecret, recoveryCode } }]
    expect(await valueOf(keepsake.authenticators.import({ list, replace: true }))).toMatchObject({
      replaced: 1,
    })
    expect(await verdictOf(subject, { recoveryCode })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: codeAt(otherSecret, clock.now()) })).toBe('signed_in')
  })

  test('while a code of the old one is being used does not make that code fresh', async () => {
    const between: (() => Promise<unknown>)[] = []
    const subject = await openWithUsers(open, {
      ports: ({ secretBox }) => ({
        secretBox: {
          ...secretBox,
          // The import opens the present secret to compare it: at this moment the user signs in.
          open: (text, place) =>
            secretBox.open(text, place).map(async (opened) => {
              await between.pop()?.()
              return opened
            }),
        },
      }),
    })
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, recoveryCode } }] }))
    const code = codeAt(secret, clock.now())
    const meanwhile: string[] = []
    between.push(async () => meanwhile.push(await verdictOf(subject, { code })))
    const list = [{ userId: bob, otp: { secret, recoveryCode: otherCode } }]
    expect(await valueOf(keepsake.authenticators.import({ list, replace: true }))).toMatchObject({
      replaced: 1,
    })
    expect(meanwhile).toEqual(['signed_in'])
    expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
  })

  test('in several calls at one moment is there once, and nobody is refused what is there', async () => {
    const subject = await openWithUsers(open)
    const list = [{ userId: subject.bob, otp: { secret, recoveryCode } }]
    const reports = await Promise.all(
      Array.from({ length: 10 }, () => subject.keepsake.authenticators.import({ list })),
    )
    const totals = reports.map((report) => report._unsafeUnwrap())
    expect(totals.filter(({ enrolled }) => enrolled === 1)).toHaveLength(1)
    expect(totals.filter(({ unchanged }) => unchanged === 1)).toHaveLength(9)
  })

  test('in two calls at one moment that differ is refused to one of them', async () => {
    const { keepsake, bob, eve } = await openWithUsers(open)
    const calls = [secret, otherSecret].map((each, index) =>
      keepsake.authenticators.import({
        list: [
          { userId: bob, otp: { secret: each } },
          ...(index === 1 ? [{ userId: eve, otp: { secret } }] : []),
        ],
      }),
    )
    const results = await Promise.all(calls)
    const lost = results.filter((result) => result.isErr())
    expect(lost).toHaveLength(1)
    const error = lost[0]!._unsafeUnwrapErr()
    expect('issues' in error && inShort(error.issues)).toEqual(['list.0.otp otp.already_enrolled'])
    const won = results[0]!.isOk() ? secret : otherSecret
    expect((await valueOf(keepsake.authenticators.reveal({ userId: bob })))?.base32.reveal()).toBe(won)
    expect((await valueOf(keepsake.authenticators.reveal({ userId: eve }))) === undefined).toBe(
      results[1]!.isErr(),
    )
  })
})

describe.each(storages)('on $name, a batch of authenticators', ({ open }) => {
  const bad = (bob: string) =>
    [
      ['for a user who is unknown', { userId: 'nobody', otp: { secret } }, 'userId otp.user_unknown'],
      ['for nobody', { userId: '', otp: { secret } }, 'userId otp.user_unknown'],
      [
        'with a secret that is no base32',
        { userId: bob, otp: { secret: '0189' } },
        'otp.secret otp.secret_malformed',
      ],
      [
        'with a short secret',
        { userId: bob, otp: { secret: 'JBSWY3DP' } },
        'otp.secret otp.secret_too_short',
      ],
      [
        'with a long secret',
        { userId: bob, otp: { secret: 'A'.repeat(400) } },
        'otp.secret otp.secret_too_long',
      ],
      [
        'with a recovery code that is none',
        { userId: bob, otp: { secret, recoveryCode: '!' } },
        'otp.recoveryCode otp.recovery_code_malformed',
      ],
    ] as const

  test('with a bad row leaves no trace in mode all, and only that row out in mode each', async () => {
    const rows = (await openWithUsers(open).then(({ bob }) => bad(bob))).length
    for (let index = 0; index < rows; index += 1) {
      const subject = await openWithUsers(open)
      const [, row, named] = bad(subject.bob)[index]!
      const list = [row, { userId: subject.eve, otp: { secret } }]
      const before = await everythingIn(subject)
      expect(await issuesOf(subject.keepsake.authenticators.import({ list }))).toEqual([`list.0.${named}`])
      expect(await everythingIn(subject)).toEqual(before)
      const report = await valueOf(subject.keepsake.authenticators.import({ list, mode: 'each' }))
      expect(report).toMatchObject({ enrolled: 1, replaced: 0, unchanged: 0 })
      expect(report.refused.map(({ row: at, issues }) => [at, inShort(issues)])).toEqual([
        [0, [`list.0.${named}`]],
      ])
      expect(await verdictOf(subject, {})).toBe('signed_in')
      expect(await verdictOf(subject, {}, 'eve')).toBe('otp_required')
    }
  })

  test('with a user twice is refused in mode all; in mode each the first row stands', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, eve } = subject
    const list = [
      { userId: bob, otp: { secret } },
      { userId: eve, otp: { secret: thirdSecret } },
      { userId: bob, otp: { secret: otherSecret } },
    ]
    const named = { code: 'otp.user_repeated', path: ['list', 2, 'userId'], params: { row: 0 } }
    const before = await everythingIn(subject)
    const result = await keepsake.authenticators.import({ list })
    expect(result._unsafeUnwrapErr()).toEqual({ kind: 'rejected', issues: [named] })
    expect(await everythingIn(subject)).toEqual(before)
    expect(await valueOf(keepsake.authenticators.import({ list, mode: 'each' }))).toEqual({
      ...nothing,
      enrolled: 2,
      refused: [{ row: 2, issues: [named] }],
    })
    expect((await valueOf(keepsake.authenticators.reveal({ userId: bob })))?.base32.reveal()).toBe(secret)
  })

  test('in mode each takes the second row of a user whose first is refused', async () => {
    const { keepsake, bob } = await openWithUsers(open)
    const list = [
      { userId: bob, otp: { secret: '!' } },
      { userId: bob, otp: { secret } },
    ]
    const report = await valueOf(keepsake.authenticators.import({ list, mode: 'each' }))
    expect(report.enrolled).toBe(1)
    expect(report.refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.0.otp.secret otp.secret_malformed',
    ])
  })

  test('tells new, replaced, unchanged and refused rows apart', async () => {
    const subject = await openSubject(open)
    const names = ['new', 'replaced', 'unchanged', 'refused']
    const secrets = names.map((_, index) => secret.replace(/..$/u, `A${'ABCD'[index]}`))
    const { created } = await valueOf(
      subject.keepsake.users.create({
        list: names.map((username, index) => ({
          username,
          ...(username === 'new' ? {} : { otp: { secret: secrets[index]! } }),
        })),
      }),
    )
    const ids = created.map(({ account }) => account.user.id)
    const list = [
      { userId: ids[0]!, otp: { secret: secrets[0]! } },
      { userId: ids[1]!, otp: { secret: otherSecret } },
      { userId: ids[2]!, otp: { secret: secrets[2]! } },
      { userId: 'gone', otp: { secret } },
    ]
    expect(
      await valueOf(subject.keepsake.authenticators.import({ list, replace: true, mode: 'each' })),
    ).toEqual({
      enrolled: 1,
      replaced: 1,
      added: 0,
      unchanged: 1,
      refused: [{ row: 3, issues: [{ code: 'otp.user_unknown', path: ['list', 3, 'userId'] }] }],
      warnings: [],
    })
  })

  test.each([
    [0, 'list otp.list_empty'],
    [1001, 'list otp.list_too_long'],
  ])('of %i rows is refused', async (count, named) => {
    const { keepsake } = await openSubject(open)
    const list = Array.from({ length: count }, () => ({ userId: 'x', otp: { secret } }))
    for (const mode of ['all', 'each'] as const)
      expect(await issuesOf(keepsake.authenticators.import({ list, mode }))).toEqual([named])
  })
})
