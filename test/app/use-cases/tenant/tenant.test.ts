import { describe, expect, test } from 'vitest'
import { openSubject, issuesOf, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { bringPeople, nobody, openWithSettings, type Person } from './people.ts'

describe('a tenant', () => {
  const open = storages[0]!.open
  const openWithBoth = async (): Promise<Subject & { readonly ann: Person; readonly bea: Person }> => {
    const subject = await openWithSettings(open)
    const ann = await bringPeople(subject, 'tenA', 'ann')
    return { ...subject, ann, bea: await bringPeople(subject, 'tenB', 'bea') }
  }

  test('owns whom it creates, whatever it says of tenants', async () => {
    const { keepsake } = await openWithSettings(open)
    const tenant = keepsake.inTenant({ tenantId: 'tenB' })
    for (const [index, tenantIds] of [undefined, [], ['tenB'], ['tenB', 'tenB']].entries()) {
      const row = { username: `new-${index}`, ...(tenantIds === undefined ? {} : { tenantIds }) }
      const { created } = await valueOf(tenant.users.create({ list: [row] }))
      const { id, tenantIds: own } = created[0]!.account.user
      expect(own).toEqual(['tenB'])
      expect((await valueOf(keepsake.users.get({ userId: id })))?.user.tenantIds).toEqual(['tenB'])
    }
  })

  test('knows of no other tenant, whether it exists or not', async () => {
    const organization = { departments: 'any', tenants: ['tenA', 'tenB'] } as const
    const { keepsake } = await openSubject(open, { organization })
    const tenant = keepsake.inTenant({ tenantId: 'tenB' })
    for (const other of ['tenA', 'none']) {
      const list = [{ username: 'x', tenantIds: ['tenB', other] }]
      expect(await issuesOf(tenant.users.create({ list }))).toEqual([
        'list.0.tenantIds.1 user.tenant_unknown',
      ])
    }
    const { created } = await valueOf(tenant.users.create({ list: [{ username: 'y' }] }))
    const { id: user } = created[0]!.account.user
    for (const other of ['tenA', 'none'])
      expect(
        await issuesOf(tenant.users.update({ userId: user, changes: { tenantIds: ['tenB', other] } })),
      ).toEqual(['changes.tenantIds.1 user.tenant_unknown'])
    expect(await valueOf(tenant.users.count({}))).toBe(1)
    expect(
      await issuesOf(keepsake.inTenant({ tenantId: 'none' }).users.create({ list: [{ username: 'z' }] })),
    ).toEqual(['list.0.tenantIds.0 user.tenant_unknown'])
  })

  test('neither takes a user away from itself nor gives one to another', async () => {
    const { keepsake, ann } = await openWithBoth()
    const tenant = keepsake.inTenant({ tenantId: 'tenA' })
    const move = (tenantIds: readonly string[]): Promise<readonly string[]> =>
      issuesOf(tenant.users.update({ userId: ann.userId, changes: { tenantIds } }))
    expect(await move([])).toEqual(['changes.tenantIds user.tenant_missing'])
    expect(await move(['tenB'])).toEqual([
      'changes.tenantIds.0 user.tenant_unknown',
      'changes.tenantIds user.tenant_missing',
    ])
    await valueOf(
      tenant.users.update({ userId: ann.userId, changes: { tenantIds: ['tenA'], nickname: 'n' } }),
    )
    expect((await valueOf(keepsake.users.get({ userId: ann.userId })))?.user).toMatchObject({
      tenantIds: ['tenA'],
      profile: { nickname: 'n' },
    })
  })

  test('sees of a user whom it shares itself alone, and changes nothing of the others', async () => {
    const { keepsake, ann } = await openWithBoth()
    const both = ['tenC', 'tenA', 'tenB']
    await valueOf(keepsake.users.update({ userId: ann.userId, changes: { tenantIds: both } }))
    for (const tenantId of both) {
      const tenant = keepsake.inTenant({ tenantId })
      const changes = { nickname: tenantId }
      const answers = [
        await valueOf(tenant.users.get({ userId: ann.userId })),
        await valueOf(tenant.users.find({ username: ann.username })),
        (await valueOf(tenant.users.list({ search: 'HR-ann' }))).accounts[0],
        await valueOf(tenant.users.update({ userId: ann.userId, changes })),
        (await valueOf(tenant.users.updateMany({ list: [{ userId: ann.userId, changes }] })))[0],
        await valueOf(tenant.users.unlock({ userId: ann.userId })),
        await valueOf(tenant.passwords.requireChange({ userId: ann.userId })),
      ]
      for (const answer of answers) expect(answer?.user.tenantIds).toEqual([tenantId])
      expect((await valueOf(keepsake.users.get({ userId: ann.userId })))?.user).toMatchObject({
        tenantIds: both,
        profile: { nickname: tenantId },
      })
    }
    expect(await valueOf(keepsake.users.count({ tenantId: 'tenC' }))).toBe(1)
  })

  test('changes several users all or none, a stranger among them', async () => {
    const { keepsake, ann, bea } = await openWithBoth()
    const changes = { nickname: 'changed' }
    const list = [bea, ann].map(({ userId: id }) => ({ userId: id, changes }))
    expect(await issuesOf(keepsake.inTenant({ tenantId: 'tenB' }).users.updateMany({ list }))).toEqual([
      'list.1.userId user.not_found',
    ])
    expect((await valueOf(keepsake.users.get({ userId: bea.userId })))?.user.profile).toEqual({})
  })

  test('deletes those of a list who are its own, and hears of no other', async () => {
    const { keepsake, ann, bea } = await openWithBoth()
    const userIds = [ann.userId, bea.userId, nobody.userId]
    expect(await valueOf(keepsake.inTenant({ tenantId: 'tenB' }).users.delete({ userIds }))).toEqual({
      deleted: [bea.userId],
    })
    expect((await valueOf(keepsake.users.get({ userId: ann.userId })))?.user.id).toBe(ann.userId)
  })

  test('learns that an identifier is taken in the pool, and nothing of who has it', async () => {
    const { keepsake, ann } = await openWithBoth()
    const { username, email, phone, externalId, identity: linked } = ann
    const row = { username, email, phone, externalId, identities: [linked] }
    expect(await issuesOf(keepsake.inTenant({ tenantId: 'tenB' }).users.create({ list: [row] }))).toEqual([
      'list.0.email user.email_taken',
      'list.0.phone user.phone_taken',
      'list.0.username user.username_taken',
      'list.0.externalId user.external_id_taken',
      'list.0.identities.0 identity.taken',
    ])
  })

  test('is warned of a secret that two of its own users have, and of no other', async () => {
    const { keepsake, ann, bea } = await openWithBoth()
    const secret = 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK'
    const bring = async (tenantId: string, id: string): Promise<readonly string[]> => {
      const command = { list: [{ userId: id, otp: { secret } }], existing: 'add' } as const
      const { warnings } = await valueOf(keepsake.inTenant({ tenantId }).authenticators.import(command))
      return warnings.map(({ code }) => code)
    }
    expect(await bring('tenA', ann.userId)).toEqual([])
    expect(await bring('tenB', bea.userId)).toEqual([])
    expect(await bring('tenB', bea.mustChange.userId)).toEqual(['otp.secret_shared'])
    const { created, warnings } = await valueOf(
      keepsake.inTenant({ tenantId: 'tenC' }).users.create({ list: [{ username: 'c', otp: { secret } }] }),
    )
    expect([created.length, warnings]).toEqual([1, []])
  })

  test('counts its own passwords and authenticators', async () => {
    const { keepsake } = await openWithBoth()
    const [all, a, none] = [
      keepsake,
      keepsake.inTenant({ tenantId: 'tenA' }),
      keepsake.inTenant({ tenantId: 'none' }),
    ]
    const passwords = async (asked: typeof a): Promise<number> =>
      (await valueOf(asked.passwords.report())).hashes.reduce((sum, { users }) => sum + users, 0)
    expect([await passwords(all), await passwords(a), await passwords(none)]).toEqual([4, 2, 0])
    const secondFactors = async (asked: typeof a): Promise<readonly number[]> => {
      const { users, shared } = await valueOf(asked.authenticators.report())
      return [users, shared]
    }
    // Ann and Bea have one secret, which the operator alone may know.
    expect([await secondFactors(all), await secondFactors(a), await secondFactors(none)]).toEqual([
      [2, 2],
      [1, 0],
      [0, 0],
    ])
  })

  test('reads on by its own cursors alone', async () => {
    const { keepsake } = await openWithBoth()
    const [pages, tenant] = [keepsake, keepsake.inTenant({ tenantId: 'tenA' })]
    const { next = '' } = await valueOf(tenant.users.list({ limit: 1 }))
    const { next: ofPool = '' } = await valueOf(pages.users.list({ limit: 1 }))
    const { next: ofSearch = '' } = await valueOf(pages.users.list({ limit: 1, tenantId: 'tenA' }))
    expect((await valueOf(tenant.users.list({ cursor: next }))).accounts).toHaveLength(2)
    for (const [asked, cursor] of [
      [pages, next],
      [keepsake.inTenant({ tenantId: 'tenB' }), next],
      [tenant, ofPool],
      [tenant, ofSearch],
    ] as const)
      expect(await issuesOf(asked.users.list({ cursor }))).toEqual(['cursor user.cursor_invalid'])
  })
})
