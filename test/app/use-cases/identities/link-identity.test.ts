import { describe, expect, test } from 'vitest'
import {
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
} from '../../../builders/keepsake.ts'
import { newIdentity } from '../../../builders/new-users.ts'
import { bring } from '../../../builders/passwords.ts'

const openWithTwo = async (open: OpenSubject) => {
  const subject = await openSubject(open)
  const bob = await bring(subject, { username: 'bob' })
  const eve = await bring(subject, { username: 'eve' })
  subject.clock.set(startedAt + 1000)
  return { ...subject, bob, eve }
}

describe.each(storages)('on $name, an account at a provider', ({ open }) => {
  test('leads to the user whom it is linked to, until it is unlinked', async () => {
    const { keepsake, bob } = await openWithTwo(open)
    const linked = await valueOf(keepsake.identities.link({ userId: bob, identity: newIdentity }))
    expect(linked.user).toMatchObject({ version: 1, updatedAt: startedAt + 1000, identities: [newIdentity] })
    expect(await valueOf(keepsake.users.find({ identity: newIdentity }))).toEqual(linked)
    const { extIdpId } = newIdentity
    const unlinked = await valueOf(keepsake.identities.unlink({ userId: bob, extIdpId }))
    expect(unlinked.user.identities).toEqual([])
    expect(await valueOf(keepsake.users.find({ identity: newIdentity }))).toBeUndefined()
  })

  test('that the user has already keeps its id, and is as it is told last', async () => {
    const { keepsake, bob } = await openWithTwo(open)
    const command = { userId: bob, identity: newIdentity }
    const [first] = (await valueOf(keepsake.identities.link(command))).user.identities
    const told = { ...newIdentity, provider: 'lark', userInfoInIdp: { name: 'Bob' } }
    const { user } = await valueOf(keepsake.identities.link({ ...command, identity: told }))
    expect(user.identities).toEqual([{ ...told, id: first?.id }])
  })

  test('is one user’s alone, of any number who want it at one moment', async () => {
    const { keepsake, bob, eve } = await openWithTwo(open)
    const results = await Promise.all(
      [bob, eve].map((userId) => keepsake.identities.link({ userId, identity: newIdentity })),
    )
    expect(results.filter((result) => result.isOk())).toHaveLength(1)
    const lost = results.find((result) => result.isErr())
    expect(lost?._unsafeUnwrapErr()).toMatchObject({
      issues: [{ code: 'identity.taken', path: ['identity'] }],
    })
  })

  test('is linked beside others, of which one type or all of one source are unlinked', async () => {
    const { keepsake, bob } = await openWithTwo(open)
    for (const given of [{ type: 'openid' }, { type: 'unionid' }, { type: 'openid', extIdpId: 'other' }])
      await valueOf(keepsake.identities.link({ userId: bob, identity: { ...newIdentity, ...given } }))
    const unlink = { userId: bob, extIdpId: newIdentity.extIdpId }
    const left = async (type?: string) =>
      (await valueOf(keepsake.identities.unlink({ ...unlink, ...(type && { type }) }))).user.identities.map(
        (each) => `${each.extIdpId === 'other' ? 'other' : 'own'} ${each.type}`,
      )
    expect(await left('openid')).toEqual(['own unionid', 'other openid'])
    expect(await left()).toEqual(['other openid'])
    expect(await issuesOf(keepsake.identities.unlink(unlink))).toEqual(['extIdpId identity.not_linked'])
  })

  test('is refused where it is malformed, or nobody’s', async () => {
    const { keepsake, bob } = await openWithTwo(open)
    const malformed = { ...newIdentity, extIdpId: '', originConnIds: [''] }
    expect(await issuesOf(keepsake.identities.link({ userId: bob, identity: malformed }))).toEqual([
      'identity.extIdpId identity.field_empty',
      'identity.originConnIds.0 identity.field_empty',
    ])
    expect(await issuesOf(keepsake.identities.link({ userId: 'nobody', identity: newIdentity }))).toEqual([
      'userId user.not_found',
    ])
    expect(await issuesOf(keepsake.identities.unlink({ userId: 'nobody', extIdpId: 'x' }))).toEqual([
      'userId user.not_found',
    ])
  })
})
