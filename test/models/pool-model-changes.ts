import type { PoolModel, ModelUser } from './pool-model.ts'

/** What is to become of a user. `null` removes the email; what is absent stays. */
export type ModelChange = { readonly email?: string | null; readonly status?: ModelUser['status'] }

/** Changes users, all or none, and answers whether they are changed. */
export const update = (model: PoolModel, changes: ReadonlyMap<string, ModelChange>): boolean => {
  const later = new Map([...model.users].map(([name, user]) => [name, changed(user, changes.get(name))]))
  const emails = [...later.values()].flatMap(({ email }) => email ?? [])
  const isGood =
    [...changes.keys()].every((name) => later.has(name)) && new Set(emails).size === emails.length
  if (isGood) for (const [name, user] of later) model.users.set(name, user)
  return isGood
}

const changed = (user: ModelUser, change: ModelChange | undefined): ModelUser => {
  if (change === undefined) return user
  const { email = user.email, status = user.status } = change
  return { ...user, email: email ?? undefined, status, version: user.version + 1 }
}

/** Removes users with all that hangs on them, and answers how many there were. */
export const remove = (model: PoolModel, names: readonly string[]): number => {
  const { rows, waiting, wrong } = model.attempts
  for (const name of names)
    for (const map of [rows, waiting, wrong])
      for (const key of [...map.keys()].filter((text) => text === name || text.startsWith(`${name} `)))
        map.delete(key)
  return names.filter((name) => model.users.delete(name)).length
}

/** Whom a list asks for. */
export type ModelFilter = {
  readonly statuses?: readonly ModelUser['status'][]
  /** What a name or email begins with, in any letter case; they have small letters themselves. */
  readonly search?: string
}

/** The users that a filter lets through. */
export const listed = (model: PoolModel, { statuses, search = '' }: ModelFilter): readonly ModelUser[] => {
  const prefix = search.toLowerCase()
  return [...model.users.values()]
    .filter(({ status }) => statuses === undefined || statuses.includes(status))
    .filter(({ name, email = '' }) => name.startsWith(prefix) || email.startsWith(prefix))
}
