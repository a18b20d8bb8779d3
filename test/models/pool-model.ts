import { attempt, newAttempts, type ModelAttempts, type Refused } from './pool-model-attempts.ts'

/** What a row of a batch brings. Passwords, secrets and codes are numbers here: what they stand for is the driver's. */
export type ModelRow = {
  readonly name: string
  readonly email?: string
  readonly status: 'Activated' | 'Suspended'
  readonly password?: number
  readonly otp?: number
}

/** What is shown beside a password. `code`: of this secret, or a wrong one; `recovery`: of this secret, the first or second one. */
export type Proof =
  | { readonly code: number | 'wrong' }
  | { readonly recovery: readonly [secret: number, which: number] | 'wrong' }

export type Attempt = {
  readonly login: string
  readonly password: number
  readonly proof?: Proof
  readonly ip: string
}

/** What of a secret was used. A user's stays when the authenticator goes. */
type ModelUses = { lastStep: number; readonly used: Set<number> }

type ModelAuthenticator = {
  readonly secret: number
  readonly uses: ModelUses
  /** Wrong ones in a row. */
  wrongCodes: number
  wrongRecoveryCodes: number
}

/** A user as the model knows it. */
export type ModelUser = {
  readonly name: string
  readonly createdAt: number
  /** How often it was changed. */
  readonly version: number
  readonly email?: string | undefined
  readonly status: ModelRow['status']
  password?: number
  mustChange: boolean
  otp?: ModelAuthenticator | undefined
  readonly uses: Map<number, ModelUses>
  signIns: number
}

/** What a pool should hold, in the simplest terms, and how it should answer. */
export type PoolModel = {
  readonly users: Map<string, ModelUser>
  readonly attempts: ModelAttempts
  now: number
}

/** A pool that holds nobody yet, at this moment. */
export const newModel = (now: number): PoolModel => ({ users: new Map(), attempts: newAttempts(), now })

/** Each user has so many recovery codes with a secret. */
export const codesPerSecret = 2

const ownerOf = (model: PoolModel, login: string): ModelUser | undefined =>
  [...model.users.values()].find(({ name, email }) => name === login || email === login)

const keysOf = ({ name, email }: Pick<ModelRow, 'name' | 'email'>): readonly string[] =>
  email === undefined ? [name] : [name, email]

/** Creates users, and answers the rows that are refused. */
export const create = (
  model: PoolModel,
  rows: readonly ModelRow[],
  mode: 'all' | 'each',
): readonly number[] => {
  const isHeld = (row: ModelRow): boolean => keysOf(row).some((key) => ownerOf(model, key) !== undefined)
  const clash = (one: ModelRow, other: ModelRow): boolean =>
    keysOf(one).some((key) => keysOf(other).includes(key))
  const added: ModelRow[] = []
  const refused = rows.flatMap((row, index) => {
    const rivals = mode === 'all' ? rows.filter((each) => each !== row) : added
    if (isHeld(row) || rivals.some((rival) => clash(row, rival))) return [index]
    added.push(row)
    return []
  })
  if (mode === 'each' || refused.length === 0)
    for (const row of added) model.users.set(row.name, toUser(row, model.now))
  return refused
}

const toUser = ({ otp, ...row }: ModelRow, createdAt: number): ModelUser => {
  const user = { ...row, createdAt, version: 0, mustChange: false, signIns: 0, uses: new Map() }
  return otp === undefined ? user : { ...user, otp: newAuthenticator(user, otp) }
}

const newAuthenticator = ({ uses: kept }: Pick<ModelUser, 'uses'>, secret: number): ModelAuthenticator => {
  const uses = kept.get(secret) ?? { lastStep: 0, used: new Set() }
  kept.set(secret, uses)
  return { secret, uses, wrongCodes: 0, wrongRecoveryCodes: 0 }
}

/** Gives a user the authenticator of a secret. */
export const importAuthenticators = (
  model: PoolModel,
  name: string,
  secret: number,
  existing: 'refuse' | 'replace',
): 'enrolled' | 'replaced' | 'unchanged' | 'refused' => {
  const user = model.users.get(name)
  if (user === undefined) return 'refused'
  if (user.otp === undefined) {
    user.otp = newAuthenticator(user, secret)
    return 'enrolled'
  }
  if (user.otp.secret === secret) return 'unchanged'
  if (existing === 'refuse') return 'refused'
  user.otp = newAuthenticator(user, secret)
  return 'replaced'
}

const second = 1000
const stepOf = (at: number): number => Math.floor(at / (30 * second))

const mostWrongCodes = 10

/** Looks at a proof, and uses it up. */
const prove = (
  model: PoolModel,
  otp: ModelAuthenticator,
  proof: Proof,
): 'accepted' | 'refused' | 'locked' => {
  const counter = 'code' in proof ? 'wrongCodes' : 'wrongRecoveryCodes'
  if (otp[counter] >= mostWrongCodes) return 'locked'
  otp[counter] += 1
  if (!useUp(model, otp, proof)) return 'refused'
  otp.wrongCodes = 0
  otp.wrongRecoveryCodes = 0
  return 'accepted'
}

const useUp = (model: PoolModel, otp: ModelAuthenticator, proof: Proof): boolean => {
  if ('code' in proof) {
    const isNew = proof.code === otp.secret && stepOf(model.now) > otp.uses.lastStep
    if (isNew) otp.uses.lastStep = stepOf(model.now)
    return isNew
  }
  if (proof.recovery === 'wrong') return false
  const [secret, which] = proof.recovery
  if (secret !== otp.secret || otp.uses.used.has(which)) return false
  otp.uses.used.add(which)
  return true
}

/** What an attempt comes to, without what happens to a user who is let in. `retryAt`: too many attempts. */
export const authenticate = (
  model: PoolModel,
  { login, password, proof, ip }: Attempt,
): string | Refused | { readonly user: ModelUser } => {
  const user = ownerOf(model, login)
  const tried = attempt(model, { account: user?.name ?? `nobody ${login}`, ip, password })
  if ('retryAt' in tried) return tried
  if (user?.password !== password || user.status !== 'Activated') {
    tried.wrong()
    return 'wrong_credentials'
  }
  tried.right()
  if (user.otp === undefined) return { user }
  if (proof === undefined) return 'otp_required'
  const outcome = prove(model, user.otp, proof)
  if (outcome === 'locked') return 'otp_locked'
  return outcome === 'refused' ? 'wrong_credentials' : { user }
}

/** Secrets are sealed by another key, and attempts go on counting. Answers how many secrets there are. */
export const rotate = (model: PoolModel): number => {
  const secondFactors = [...model.users.values()].flatMap(({ otp }) => otp ?? [])
  return poolKeys + secondFactors.length * (1 + codesPerSecret)
}

/** The pool's digest key, which its first call draws. */
const poolKeys = 1
