import { describe, expect, it } from 'vitest'
import { issuesOf, openSubject, storages, valueOf, codeAt } from '../../../builders/keepsake.ts'
import { accountOf, directoryOf, moveAll } from '../../../builders/moves.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const other = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const person = (number: number, more: object = {}) => ({
  externalId: `crm-${number}`,
  email: `u${number}@example.org`,
  name: `User ${number}`,
  password: `the long password of ${number}`,
  ...more,
})

describe.each(storages)('an undone move on $name', ({ open }) => {
  it('leaves nobody behind whom it has created', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1), person(2)])
    const undone = await valueOf(subject.keepsake.moves.undo({ move: 'm1' }))
    expect(undone).toMatchObject({ state: 'undone', removed: 2, restored: 0, inUse: 0 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(0)
    const { plan } = await moveAll(subject, [person(1), person(2)])
    expect(plan).toMatchObject({ new: 2, erased: 0 })
  })

  it('reads as before in every field, though it changed everything that a row can change', async () => {
    const subject = await openSubject(open, { settings: { customFields: { plan: { type: 'string' } } } })
    await moveAll(subject, [
      person(1, { customData: { plan: 'free' }, gender: 'W', otp: { secret } }),
      person(2),
      person(3, { password: undefined }),
      person(4),
    ])
    const before = await directoryOf(subject)
    const { plan } = await moveAll(
      subject,
      [
        person(1, {
          email: 'one@example.org',
          name: null,
          gender: 'M',
          status: 'Suspended',
          password: 'another long password',
          customData: { plan: 'paid' },
          otp: { secret: other },
          departmentIds: ['d1'],
          identities: [
            { extIdpId: 'idp', provider: 'wechat', type: 'openid', userIdInIdp: 'x', originConnIds: ['c'] },
          ],
        }),
        person(2, { email: 'u2@example.org' }),
        person(3, { password: undefined, otp: { secret } }),
      ],
      { missing: 'suspend', missingAtMost: 50 },
    )
    expect(plan).toMatchObject({ changed: 2, unchanged: 1, missing: 1 })
    expect(await directoryOf(subject)).not.toStrictEqual(before)
    const undone = await valueOf(subject.keepsake.moves.undo({ move: 'm2' }))
    expect(undone).toMatchObject({ state: 'undone', removed: 0, restored: 3, inUse: 0 })
    expect(await directoryOf(subject)).toStrictEqual(before)
    expect((await accountOf(subject, 'crm-1')).user.version).toBe(2)

    expect(await valueOf(subject.keepsake.moves.undo({ move: 'm1' }))).toMatchObject({ removed: 4, inUse: 0 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(0)
  })

  it('lets the former password and authenticator sign in again', async () => {
    const subject = await openSubject(open)
    const { keepsake, clock } = subject
    await moveAll(subject, [person(1, { otp: { secret } })])
    await moveAll(subject, [person(1, { password: 'another long password', otp: { secret } })])
    await valueOf(keepsake.moves.undo({ move: 'm2' }))
    const login = 'u1@example.org'
    expect(
      await valueOf(
        keepsake.signIn({ login, password: 'the long password of 1', code: codeAt(secret, clock.now()) }),
      ),
    ).toMatchObject({ verdict: 'signed_in' })
    expect(await valueOf(keepsake.signIn({ login, password: 'another long password' }))).toMatchObject({
      verdict: 'wrong_credentials',
    })
  })

  it('lists who is in use, and leaves them as they are', async () => {
    const subject = await openSubject(open)
    const { keepsake } = subject
    await moveAll(subject, [person(1), person(2), person(3)])
    await valueOf(keepsake.signIn({ login: 'u1@example.org', password: 'the long password of 1' }))
    const second = (await accountOf(subject, 'crm-2')).user.id
    await valueOf(keepsake.users.update({ userId: second, changes: { nickname: 'two' } }))
    const undone = await valueOf(keepsake.moves.undo({ move: 'm1' }))
    expect(undone).toMatchObject({ removed: 1, inUse: 2 })
    expect(undone.inUseUsers.map(({ key }) => key).toSorted()).toStrictEqual(['crm-1', 'crm-2'])
    expect(await valueOf(keepsake.users.count({}))).toBe(2)
  })

  it('does not take an address back that somebody else has by now', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1)])
    await moveAll(subject, [person(1, { email: 'one@example.org' })])
    await valueOf(subject.keepsake.users.create({ list: [{ email: 'u1@example.org' }] }))
    expect(await valueOf(subject.keepsake.moves.undo({ move: 'm2' }))).toMatchObject({
      restored: 0,
      inUse: 1,
    })
    expect((await accountOf(subject, 'crm-1')).user.email?.address).toBe('one@example.org')
  })

  it('brings back whom it has deleted, with everything', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1), person(2, { otp: { secret } })])
    const before = await directoryOf(subject)
    const { run } = await moveAll(subject, [person(1)], { missing: 'delete', missingAtMost: 50 })
    expect(run).toMatchObject({ deleted: 1 })
    expect(await valueOf(subject.keepsake.users.count({}))).toBe(1)
    expect(await valueOf(subject.keepsake.moves.undo({ move: 'm2' }))).toMatchObject({ broughtBack: 1 })
    expect(await directoryOf(subject)).toStrictEqual(before)
  })

  it('is the last one of its source, and is undone once', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1)])
    await moveAll(subject, [person(1, { name: 'One' })])
    expect(await issuesOf(subject.keepsake.moves.undo({ move: 'm1' }))).toStrictEqual([
      'move move.later_first',
    ])
    await valueOf(subject.keepsake.moves.undo({ move: 'm2' }))
    expect(await issuesOf(subject.keepsake.moves.undo({ move: 'm2' }))).toStrictEqual([
      'move move.wrong_state',
    ])
  })

  it('is impossible once its source is closed, and the map of ids stays', async () => {
    const subject = await openSubject(open)
    await moveAll(subject, [person(1)])
    expect(await valueOf(subject.keepsake.moves.close({ source: 'crm' }))).toMatchObject({ ids: 1, moves: 1 })
    expect(await issuesOf(subject.keepsake.moves.undo({ move: 'm1' }))).toStrictEqual([
      'move move.wrong_state',
    ])
    const { ids } = await valueOf(subject.keepsake.moves.ids({ source: 'crm' }))
    expect(ids).toMatchObject([{ key: 'crm-1', userId: (await accountOf(subject, 'crm-1')).user.id }])
  })
})
