import type { Issue, NewUser } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  everythingIn,
  openSubject,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'

const identity = (userIdInIdp: string) => ({
  extIdpId: 'idp',
  provider: 'wechat',
  type: 'openid',
  userIdInIdp,
  originConnIds: ['c'],
})

const withOther = (issues: readonly Issue[]): readonly string[] =>
  issues.map(({ code, path, params }) => `${path.join('.')} ${code} ${params?.['row']}`)

const inModeAll = async ({ keepsake }: Subject, list: readonly NewUser[]): Promise<readonly string[]> => {
  const error = await errorOf(keepsake.users.create({ list }))
  return 'issues' in error ? withOther(error.issues) : []
}

const inModeEach = async ({ keepsake }: Subject, list: readonly NewUser[]) => {
  const { created, refused } = await valueOf(keepsake.users.create({ list, mode: 'each' }))
  return {
    created: created.map(({ row }) => row),
    refused: refused.flatMap(({ issues }) => withOther(issues)),
  }
}

const pairs: readonly (readonly [string, NewUser, NewUser, string, string])[] = [
  [
    'an email',
    { email: 'a@example.com' },
    { email: 'A@EXAMPLE.com' },
    'email user.email_repeated',
    'email user.email_repeated',
  ],
  [
    'a phone number',
    { phone: '18812345678' },
    { phone: '+86 188 1234 5678' },
    'phone user.phone_repeated',
    'phone user.phone_repeated',
  ],
  [
    'a username',
    { username: '\uff42ob' },
    { username: 'bob' },
    'username user.username_repeated',
    'username user.username_repeated',
  ],
  [
    'an id of their own',
    { username: 'one', userId: 'auth0|42' },
    { username: 'two', userId: 'auth0|42' },
    'userId user.id_repeated',
    'userId user.id_repeated',
  ],
  [
    'an email that is the other one’s username',
    { email: 'a@example.com' },
    { username: 'A@example.com' },
    'email user.email_repeated',
    'username user.username_repeated',
  ],
  [
    'an external id',
    { username: 'x', externalId: '1' },
    { username: 'y', externalId: '1' },
    'externalId user.external_id_repeated',
    'externalId user.external_id_repeated',
  ],
  [
    'a linked identity',
    { username: 'x', identities: [identity('1')] },
    { username: 'y', identities: [identity('2'), identity('1')] },
    'identities.0 identity.repeated',
    'identities.1 identity.repeated',
  ],
]

describe.each(storages)('on $name, two rows of a batch that share', ({ open }) => {
  test.each(pairs)('%s are both named in mode all, the later in mode each', async (_, one, other, a, b) => {
    const subject = await openSubject(open)
    const before = await everythingIn(subject)
    const list = [one, { username: 'between' }, other]
    expect(await inModeAll(subject, list)).toEqual([`list.0.${a} 2`, `list.2.${b} 0`])
    expect(await everythingIn(subject)).toEqual(before)
    expect(await inModeEach(subject, list)).toEqual({ created: [0, 1], refused: [`list.2.${b} 0`] })
  })

  test('an email with a row that is refused for another reason: it claims nothing in mode each', async () => {
    const subject = await openSubject(open)
    const list = [{ email: 'a@example.com', gender: 'X' }, { email: 'a@example.com' }]
    expect(await inModeAll(subject, list)).toEqual([
      'list.0.gender user.gender_unknown undefined',
      'list.0.email user.email_repeated 1',
      'list.1.email user.email_repeated 0',
    ])
    expect(await inModeEach(subject, list)).toEqual({
      created: [1],
      refused: ['list.0.gender user.gender_unknown undefined'],
    })
  })

  test('something with a row that is refused for a clash: it claims nothing in mode each', async () => {
    const subject = await openSubject(open)
    const list = [
      { username: 'ann' },
      { username: 'ann', email: 'shared@example.com' },
      { username: 'eve', email: 'shared@example.com' },
    ]
    expect(await inModeEach(subject, list)).toEqual({
      created: [0, 2],
      refused: ['list.1.username user.username_repeated 0'],
    })
  })

  test('something with a row whose key is held already: it claims nothing in mode each', async () => {
    const subject = await openSubject(open)
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'held' }] }))
    const list = [{ username: 'held', email: 'a@example.com' }, { email: 'a@example.com' }]
    expect(await inModeEach(subject, list)).toEqual({
      created: [1],
      refused: ['list.0.username user.username_taken undefined'],
    })
  })

  test('an email, and one row names it twice: its own username is no clash', async () => {
    const subject = await openSubject(open)
    const row = { email: 'a@example.com', username: 'a@example.com' }
    expect(await inModeEach(subject, [row])).toEqual({ created: [0], refused: [] })
  })

  test('an identity within one row are refused', async () => {
    const subject = await openSubject(open)
    const list = [{ username: 'x', identities: [identity('1'), identity('1')] }, { username: 'y' }]
    expect(await inModeEach(subject, list)).toEqual({
      created: [1],
      refused: ['list.0.identities.1 identity.repeated 0'],
    })
  })
})
