import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf, type OpenSubject } from '../../../builders/keepsake.ts'

const identityInIdp = {
  extIdpId: 'idp',
  provider: 'wechat',
  type: 'openid',
  userIdInIdp: 'o1',
  originConnIds: [],
}

const bob = {
  email: 'Bob@Example.com',
  phone: '18812345678',
  username: 'bob',
  externalId: 'HR/1',
  identities: [identityInIdp],
  password: 'x',
}

const openWithBob = async (open: OpenSubject) => {
  const subject = await openSubject(open)
  const list = [
    bob,
    { username: 'look@like.example' },
    { username: '18812345679' },
    { email: 'eve@example.com' },
  ]
  const { created } = await valueOf(subject.keepsake.users.create({ list }))
  return { ...subject, accounts: created.map(({ account }) => account) }
}

describe.each(storages)('on $name, a user', ({ open }) => {
  test.each([
    { login: 'bob' },
    { login: ' BOB@example.COM' },
    { login: '188 1234 5678' },
    { email: 'bob@EXAMPLE.com' },
    { phone: '+86 188-1234-5678' },
    { phone: '18812345678', phoneCountryCode: '+86' },
    { username: 'ｂｏｂ' },
    { externalId: 'HR/1' },
    { identity: { extIdpId: 'idp', type: 'openid', userIdInIdp: 'o1' } },
  ])('is found by %j, with what may be told of the password', async (by) => {
    const { keepsake, accounts } = await openWithBob(open)
    const found = await valueOf(keepsake.users.find(by))
    expect(found).toEqual(accounts[0])
    expect(found?.password).toMatchObject({ mustChange: false })
  })

  test.each([
    { login: 'nobody' },
    { login: '' },
    { email: 'bob' },
    { email: 'gone@example.com' },
    { email: 'look@like.example' },
    { phone: '18812345678', phoneCountryCode: '+44' },
    { phone: '18812345679' },
    { phone: 'bob' },
    { username: 'BOB' },
    { username: 'bob@example.com' },
    { username: '18812345678' },
    { username: '' },
    { externalId: 'hr/1' },
    { externalId: ' HR/1' },
    { externalId: '' },
    { identity: { extIdpId: 'idp', type: 'unionid', userIdInIdp: 'o1' } },
    { identity: { extIdpId: 'idp', type: 'openid', userIdInIdp: 'O1' } },
  ])('is not found by %j', async (by) => {
    const { keepsake } = await openWithBob(open)
    expect(await valueOf(keepsake.users.find(by))).toBeUndefined()
  })

  test('whose username looks like an email or a number is found by it as a username and a login', async () => {
    const { keepsake, accounts } = await openWithBob(open)
    for (const by of [{ login: 'Look@Like.example' }, { username: 'look@like.example' }])
      expect(await valueOf(keepsake.users.find(by))).toEqual(accounts[1])
    for (const by of [{ login: '+8618812345679' }, { username: '18812345679' }])
      expect(await valueOf(keepsake.users.find(by))).toEqual(accounts[2])
  })

  test('is got by its id, and nobody by any other text', async () => {
    const { keepsake, accounts } = await openWithBob(open)
    expect(await valueOf(keepsake.users.get({ userId: accounts[3]!.user.id }))).toEqual(accounts[3])
    for (const id of ['', 'bob', accounts[0]!.user.id.toUpperCase(), '__proto__', `${accounts[0]!.user.id} `])
      expect(await valueOf(keepsake.users.get({ userId: id }))).toBeUndefined()
    expect(await valueOf(keepsake.authenticators.reveal({ userId: 'nobody' }))).toBeUndefined()
  })
})
