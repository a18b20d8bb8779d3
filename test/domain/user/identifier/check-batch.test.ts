import { formatPath, keyText, type Issue, type NewUser } from '@keepsake/domain'
import {
  checkBatch,
  checkKeys,
  clashes,
  draftUser,
  type KeyClaim,
  type RowIssues,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../../builders/new-users.ts'
import { phones } from '../../../builders/phones.ts'
import { settings } from '../../../builders/settings.ts'

/** When the rows are drafted. */
const at = { now: Date.UTC(2026, 0, 31) }

const claimsOf = (...rows: readonly NewUser[]): readonly KeyClaim[] =>
  rows.map((row, index) => ({ row: index, keys: draftUser(row, settings, phones, at).keys }))

const line = ({ code, path, params }: Issue): string =>
  [formatPath(path), code, ...(params?.['row'] === undefined ? [] : [`row ${params['row']}`])].join(' ')
const told = (issues: RowIssues) => [...issues].map(([row, each]) => [row, ...each.map(line)])

describe('rows of one batch that claim the same key', () => {
  it('are each named with another, where the batch stands or falls as one', () => {
    const claims = claimsOf(
      { email: 'Bob@example.com', phone: '18812348888', externalId: '1' },
      { email: 'ann@example.com', phone: '18812340000' },
      { email: 'bob@EXAMPLE.com', externalId: '1' },
      { email: 'bob@example.com', phone: '+86 188-1234-8888' },
    )
    expect(told(checkBatch(claims, 'every'))).toStrictEqual([
      [
        0,
        'email user.email_repeated row 2',
        'phone user.phone_repeated row 3',
        'externalId user.external_id_repeated row 2',
      ],
      [2, 'email user.email_repeated row 0', 'externalId user.external_id_repeated row 0'],
      [3, 'email user.email_repeated row 0', 'phone user.phone_repeated row 0'],
    ])
  })

  it('are named from the second on, where rows stand by themselves', () => {
    const claims = claimsOf(
      { username: 'bob' },
      { username: 'ｂｏｂ' },
      { username: 'Bob' },
      { username: 'bob' },
    )
    expect(told(checkBatch(claims, 'later'))).toStrictEqual([
      [1, 'username user.username_repeated row 0'],
      [3, 'username user.username_repeated row 0'],
    ])
  })

  it('claim nothing once they are refused, so that the next may have it', () => {
    const claims = claimsOf(
      { email: 'a@example.com' },
      { email: 'a@example.com', username: 'bob' },
      { username: 'bob' },
      { username: 'bob' },
    )
    expect(told(checkBatch(claims, 'later'))).toStrictEqual([
      [1, 'email user.email_repeated row 0'],
      [3, 'username user.username_repeated row 2'],
    ])
  })

  it('meet across email, phone and username, which share one namespace', () => {
    const claims = claimsOf(
      { email: 'bob@example.com' },
      { username: 'Bob@Example.com' },
      { phone: '18812348888' },
      { username: '188-1234-8888' },
    )
    expect(told(checkBatch(claims, 'every'))).toStrictEqual([
      [0, 'email user.email_repeated row 1'],
      [1, 'username user.username_repeated row 0'],
      [2, 'phone user.phone_repeated row 3'],
      [3, 'username user.username_repeated row 2'],
    ])
  })

  it('are named once, though a username meets by two readings', () => {
    const claims = claimsOf({ username: 'Bob@example.com' }, { username: 'Bob@example.com' })
    for (const blame of ['every', 'later'] as const)
      expect(checkBatch(claims, blame).get(1)?.map(line)).toStrictEqual([
        'username user.username_repeated row 0',
      ])
  })

  it('may be one row that links one account twice', () => {
    const claims = claimsOf({
      username: 'bob',
      identities: [newIdentity, { ...newIdentity, provider: 'lark' }],
    })
    expect(told(checkBatch(claims, 'later'))).toStrictEqual([[0, 'identities.1 identity.repeated row 0']])
    expect(told(checkBatch(claims, 'every'))).toStrictEqual([
      [0, 'identities.0 identity.repeated row 0', 'identities.1 identity.repeated row 0'],
    ])
  })

  it('are found in linear time, though one account is linked 20,000 times', () => {
    const claims = claimsOf({
      username: 'bob',
      identities: Array.from({ length: 20_000 }, () => newIdentity),
    })
    expect(checkBatch(claims, 'every').get(0)).toHaveLength(20_000)
  })

  const rows = fc.array(
    fc.record(
      {
        username: fc.constantFrom('a', 'b', 'c', 'a@x.com'),
        email: fc.constantFrom('a@x.com', 'A@x.com', 'b@x.com'),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 8 },
  )
  const textsOf = ({ keys }: KeyClaim) => keys.map(({ key }) => keyText(key))

  it('are exactly those that share a key with another', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const claims = claimsOf(...list)
        const sharing = claims.filter((one) =>
          claims.some((other) => other !== one && textsOf(other).some((text) => textsOf(one).includes(text))),
        )
        expect([...checkBatch(claims, 'every').keys()].toSorted((one, other) => one - other)).toStrictEqual(
          sharing.map(({ row }) => row),
        )
      }),
    )
  })

  it('are exactly those that a store would refuse, row by row', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const claims = claimsOf(...list)
        const store = new Set<string>()
        const refused = claims.filter((claim) => {
          if (textsOf(claim).some((text) => store.has(text))) return true
          for (const text of textsOf(claim)) store.add(text)
          return false
        })
        expect([...checkBatch(claims, 'later').keys()]).toStrictEqual(refused.map(({ row }) => row))
      }),
    )
  })
})

describe('rows that claim what a user of the pool holds', () => {
  it('are named at every such field, once', () => {
    const claims = claimsOf(
      {
        email: 'bob@example.com',
        phone: '18812348888',
        username: 'bob',
        externalId: '1',
        identities: [newIdentity],
      },
      { username: 'Ann@example.com' },
      { username: 'free' },
    )
    const held = claims.slice(0, 2).flatMap(({ keys }) => keys.map(({ key }) => key))
    expect(told(clashes(claims, held))).toStrictEqual([
      [
        0,
        'email user.email_taken',
        'phone user.phone_taken',
        'username user.username_taken',
        'externalId user.external_id_taken',
        'identities.0 identity.taken',
      ],
      [1, 'username user.username_taken'],
    ])
  })

  it('are not those whose key is held in another namespace', () => {
    const [claim] = claimsOf({ username: '1', externalId: '2' })
    expect(
      clashes(
        [claim!],
        [
          { namespace: 'external', key: '1' },
          { namespace: 'login', key: '2' },
        ],
      ).size,
    ).toBe(0)
  })
})

describe('the keys of a batch', () => {
  const claims = claimsOf(
    { email: 'a@example.com' },
    { email: 'a@example.com', username: 'bob' },
    { email: 'b@example.com', username: 'bob' },
  )
  const heldOf = (row: number) => claims[row]!.keys.map(({ key }) => key)

  it('clash with users of the pool first, then with other rows: all of them are named in mode all', () => {
    expect(told(checkKeys(claims, heldOf(0), 'all', () => false))).toStrictEqual([
      [0, 'email user.email_taken', 'email user.email_repeated row 1'],
      [
        1,
        'email user.email_taken',
        'email user.email_repeated row 0',
        'username user.username_repeated row 2',
      ],
      [2, 'username user.username_repeated row 1'],
    ])
  })

  it('are free in mode each if the row that claims them is refused', () => {
    expect(told(checkKeys(claims, [], 'each', () => false))).toStrictEqual([
      [1, 'email user.email_repeated row 0'],
    ])
    expect(told(checkKeys(claims, [], 'each', (row) => row === 0))).toStrictEqual([
      [2, 'username user.username_repeated row 1'],
    ])
    expect(told(checkKeys(claims, heldOf(0), 'each', () => false))).toStrictEqual([
      [0, 'email user.email_taken'],
      [1, 'email user.email_taken'],
    ])
  })

  it('are all free if no user and no other row claims them', () => {
    expect(checkKeys(claims.slice(0, 1), [], 'all', () => false).size).toBe(0)
  })
})
