import { createHash } from 'node:crypto'
import type { Identity } from '@keepsake/app'
import { userPoolId, type NewUser, type Storage } from '@keepsake/domain'
import { pool } from '../open-identity.ts'
import { sampleOtp } from '../sample-users.ts'
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
  'has an authenticator': { row: (index: number) => ({ otp: sampleOtp(index) }) },
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
  identity: Identity,
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
  ;(await identity.createUsers({ list: rows, options: { keepPassword: kept } }))._unsafeUnwrap()
  await forgetFormats(identity, storage)
}

/**
 * Signs the one more in, so that it is certain that the hashes are what they should be, and answers its device token. Their
 * mix is another one then.
 */
export const checkSentinel = async (identity: Identity): Promise<string> => {
  const answer = (await identity.signIn({ login: sentinel, password }))._unsafeUnwrap()
  if (answer.verdict !== 'signed_in') throw new Error('A right password is refused')
  return answer.deviceToken.reveal()
}

/** More attempts than strangers have in succession. */
const tooMany = 101

/** Makes so many attempts at every account that it is closed to strangers for as long as the clock stands still. */
export const closeAccounts = async (identity: Identity): Promise<void> => {
  for (const name of stateNames)
    for (let index = 0; index < accountsOfAState * tooMany; index += 1)
      await identity.signIn({ login: loginOf(name, index), password: `guess ${index}` })
}

/** Puts a hash of a format that nobody reads in the place of those that are to be unreadable. */
const forgetFormats = async (identity: Identity, storage: Storage): Promise<void> => {
  const { credentials } = storage.inPool(userPoolId(pool))
  for (const name of stateNames.filter((each) => states[each].has === 'an unreadable hash'))
    for (let index = 0; index < accountsOfAState; index += 1) {
      const account = (await identity.findUser({ login: loginOf(name, index) }))._unsafeUnwrap()
      const [present] = (await credentials.findByUserIds([account!.user.id]))._unsafeUnwrap()
      const hash = { format: 'gone', cost: '', encoded: 'unreadable' }
      ;(await credentials.replace(present!.hash, { ...present!, hash }))._unsafeUnwrap()
    }
}
