import { createHash } from 'node:crypto'
import type { Keepsake } from '@keepsake/app'
import { userPoolId, type NewUser, type Storage } from '@keepsake/domain'
import { pool } from '../open-keepsake.ts'
import { sampleAuthenticator } from '../sample-users.ts'
import { password, type PoolUnderTest } from './pools.ts'

/** What an account may be, and the password that is tried on it. */
type State = {
  /** What makes this user another one than a plain one; there is nobody where absent. */
  readonly row?: (index: number) => NewUser
  readonly has?: 'no password' | 'an unreadable hash'
  readonly given?: string
}

const wrong = 'horse correct'

const statesByName = {
  plain: { row: () => ({}) },
  'plain again': { row: () => ({}) },
  unknown: {},
  'no password': { row: () => ({}), has: 'no password' },
  suspended: { row: () => ({ status: 'Suspended' }) },
  'suspended, right password': { row: () => ({ status: 'Suspended' }), given: password },
  resigned: { row: () => ({ status: 'Resigned' }) },
  archived: { row: () => ({ status: 'Archived' }) },
  deactivated: { row: () => ({ status: 'Deactivated' }) },
  'must change': { row: () => ({ resetPasswordOnFirstLogin: true }) },
  'has an authenticator': { row: (index: number) => ({ otp: sampleAuthenticator(index) }) },
  'unreadable hash': { row: () => ({}), has: 'an unreadable hash' },
} as const satisfies Readonly<Record<string, State>>

export type StateName = keyof typeof statesByName

const states: Readonly<Record<StateName, State>> = statesByName

/** All others are compared with the first; the second is the same once more, and shows what chance does. */
export const stateNames = Object.keys(states) as readonly StateName[]

/** Accounts of each state, so that no measurement hangs on one row. */
export const accountsOfAState = 15

/** A login that looks like all others. */
export const loginOf = (state: StateName, index: number): string =>
  createHash('sha256')
    .update(`${state} ${index % accountsOfAState}`)
    .digest('hex')
    .slice(0, 12)

export const passwordFor = (state: StateName): string => states[state].given ?? wrong

const sentinel = 'sentinel'

/** Brings accounts of every state into a pool, and one more. */
export const bringAccounts = async (
  keepsake: Keepsake,
  storage: Storage,
  { bring, kept }: PoolUnderTest,
): Promise<void> => {
  const list = stateNames.flatMap((name) => {
    const { row, has } = states[name]
    if (row === undefined) return []
    return Array.from({ length: accountsOfAState }, (_, index) => ({
      ...(has === 'no password' ? {} : bring()),
      username: loginOf(name, index),
      ...row(index),
    }))
  })
  const rows = [...list, { ...bring(), username: sentinel }]
  ;(await keepsake.users.create({ list: rows, options: { keepPassword: kept } }))._unsafeUnwrap()
  await forgetFormats(keepsake, storage)
}

/**
 * Signs the one more in, so that it is certain that the hashes are what they should be, and answers its device token. Their
 * mix is another one then.
 */
export const checkSentinel = async (keepsake: Keepsake): Promise<string> => {
  const answer = (await keepsake.signIn({ login: sentinel, password }))._unsafeUnwrap()
  if (answer.verdict !== 'signed_in') throw new Error('A right password is refused')
  return answer.deviceToken.reveal()
}

/** More attempts than strangers have in succession. */
const tooMany = 101

/** Makes so many attempts at every account that it is closed to strangers for as long as the clock stands still. */
export const closeAccounts = async (keepsake: Keepsake): Promise<void> => {
  for (const name of stateNames)
    for (let index = 0; index < accountsOfAState * tooMany; index += 1)
      await keepsake.signIn({ login: loginOf(name, index), password: `guess ${index}` })
}

/** Puts a hash of a format that nobody reads in the place of those that are to be unreadable. */
const forgetFormats = async (keepsake: Keepsake, storage: Storage): Promise<void> => {
  const { credentials } = storage.inPool(userPoolId(pool))
  for (const name of stateNames.filter((each) => states[each].has === 'an unreadable hash'))
    for (let index = 0; index < accountsOfAState; index += 1) {
      const account = (await keepsake.users.find({ login: loginOf(name, index) }))._unsafeUnwrap()
      const [present] = (await credentials.findByUserIds([account!.user.id]))._unsafeUnwrap()
      const hash = { format: 'gone', cost: '', encoded: 'unreadable' }
      ;(await credentials.replace(present!.hash, { ...present!, hash }))._unsafeUnwrap()
    }
}
