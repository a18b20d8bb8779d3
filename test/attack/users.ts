import { ask } from './ask.ts'
import type { Victim } from './victim.ts'

/** Somebody who may sign in. */
export type Owner = { readonly username: string; readonly password: string }

/** Users of these names, each with a password of its own, written by a signed batch like any others. */
export const createOwners = async (
  victim: Victim,
  prefix: string,
  count: number,
): Promise<readonly Owner[]> => {
  const headers = { authorization: `Bearer ${await tokenOf(victim)}` }
  const owners = Array.from({ length: count }, (_, index) => ({
    username: `${prefix}-${index}`,
    password: `nine geese on raft ${index} of ${count}`,
  }))
  for (let at = 0; at < count; at += perBatch) {
    const body = { list: owners.slice(at, at + perBatch) }
    const { status, text } = await ask(victim.port, { path: '/api/v3/create-users-batch', headers, body })
    if (status !== 200) throw new Error(`No users for the attack: ${text.slice(0, 500)}`)
  }
  return owners
}

/** As many as may have a password to hash, by the configuration that `init` writes. */
const perBatch = 50

/** A management token of the victim. */
export const tokenOf = async ({ port, accessKeyId, accessKeySecret }: Victim): Promise<string> => {
  const body = { accessKeyId, accessKeySecret }
  const { text } = await ask(port, { path: '/api/v3/get-management-token', body })
  return (JSON.parse(text) as { readonly data: { readonly access_token: string } }).data.access_token
}
