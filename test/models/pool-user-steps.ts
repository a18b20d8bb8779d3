import type { Account } from '@keepsake/app'
import { expect } from 'vitest'
import { valueOf } from '../builders/keepsake.ts'
import { listed, remove, update, type ModelChange, type ModelFilter } from './pool-model-changes.ts'
import { idOf, type Step } from './pool-steps.ts'
import type { RealPool } from './pool.ts'

export const updateUser: Step<readonly [name: string, changes: ModelChange]> = async (
  [name, changes],
  model,
  real,
) => {
  const answer = await real.keepsake().users.update({ userId: await idOf(real, name), changes })
  expect(answer.isOk()).toBe(update(model, new Map([[name, changes]])))
}

/** Each is given the email that the other one has. */
export const exchangeEmails: Step<readonly [one: string, other: string]> = async (
  [one, other],
  model,
  real,
) => {
  const changes = new Map([
    [one, { email: model.users.get(other)?.email ?? null }],
    [other, { email: model.users.get(one)?.email ?? null }],
  ])
  const ids = await Promise.all([...changes.keys()].map((name) => idOf(real, name)))
  const list = [...changes.values()].map((each, row) => ({ userId: ids[row] ?? '', changes: each }))
  const answer = await real.keepsake().users.updateMany({ list })
  expect(answer.isOk()).toBe(update(model, changes))
}

export const deleteUsers: Step<readonly string[]> = async (names, model, real) => {
  const userIds = await Promise.all(names.map((name) => idOf(real, name)))
  const { deleted } = await valueOf(real.keepsake().users.delete({ userIds }))
  expect(deleted).toHaveLength(remove(model, names))
}

/** What is listed page by page, each of so many. */
export type List = ModelFilter & { readonly order: 'oldest-first' | 'newest-first'; readonly limit: number }

export const listUsers: Step<List> = async ({ order, limit, ...filter }, model, real) => {
  const pages = await walk({ order, limit, ...filter }, real)
  const accounts = pages.flat()
  const ids = new Map(accounts.map(({ user }) => [user.username?.text, user.id]))
  const idOfName = (name: string): string => ids.get(name) ?? ''
  const expected = listed(model, filter).toSorted(
    (one, other) => one.createdAt - other.createdAt || (idOfName(one.name) < idOfName(other.name) ? -1 : 1),
  )
  const names = expected.map(({ name }) => name)
  expect(accounts.map(({ user }) => user.username?.text)).toEqual(
    order === 'oldest-first' ? names : names.toReversed(),
  )
  expect(pages).toHaveLength(Math.max(1, Math.ceil(names.length / limit)))
  expect(await valueOf(real.keepsake().users.count(filter))).toBe(names.length)
}

const walk = async (query: List, real: RealPool): Promise<readonly (readonly Account[])[]> => {
  const pages: (readonly Account[])[] = []
  let cursor: string | undefined
  do {
    const page = await valueOf(
      real.keepsake().users.list({ ...query, ...(cursor !== undefined && { cursor }) }),
    )
    pages.push(page.accounts)
    cursor = page.next
  } while (cursor !== undefined && pages.length < 10)
  return pages
}
