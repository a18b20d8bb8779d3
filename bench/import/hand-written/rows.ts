import { createCipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { CreateUsers } from '@keepsake/app'
import type { NewUser } from '@keepsake/domain'
import { profileFields, type TableName } from './tables.ts'

/** What a column may hold. */
export type Value = string | number | null

/** The rows of a batch by table, each row's values in the order of its table's columns. */
export type HandWrittenRows = Readonly<Record<TableName, readonly (readonly Value[])[]>>

const pool = 'bench'
const sealingKey = Buffer.alloc(32, 1)
const digestKey = Buffer.alloc(32, 2)

/**
 * The rows of a batch, as a loop of some forty lines makes them: emails in lower case, phones joined with their country
 * code, secrets sealed, codes hashed, an id each. It checks nothing and refuses nothing.
 */
export const rowsOf = ({ list }: CreateUsers): HandWrittenRows => {
  const now = Date.now()
  const rows: Record<TableName, Value[][]> = {
    users: [],
    keys: [],
    identities: [],
    credentials: [],
    authenticators: [],
    recoveryCodes: [],
    notices: [],
  }
  for (const user of list) {
    const id = newId()
    const email = user.email?.toLowerCase() ?? null
    const phone = user.phone === undefined ? null : `${user.phoneCountryCode ?? '+86'}${user.phone}`
    rows.users.push(userRow(user, id, email, phone, now))
    addKeys(rows.keys, user, id, email, phone)
    for (const identity of user.identities ?? [])
      rows.identities.push([
        pool,
        id,
        newId(),
        identity.extIdpId,
        identity.type,
        identity.userIdInIdp,
        identity.provider,
        json(identity.originConnIds),
        json(identity.userInfoInIdp),
      ])
    if (user.password !== undefined)
      rows.credentials.push([
        pool,
        id,
        'argon2id',
        user.password,
        now,
        Number(user.resetPasswordOnFirstLogin),
      ])
    if (user.otp !== undefined) addFactor(rows, user.otp, id, now)
    if (email !== null)
      rows.notices.push([pool, newId(), id, json({ to: email, kind: 'account-created' }), now, null])
  }
  rows.keys.sort((one, other) => (`${one[1]} ${one[2]}` < `${other[1]} ${other[2]}` ? -1 : 1))
  return rows
}

const userRow = (
  user: NewUser,
  id: string,
  email: string | null,
  phone: string | null,
  now: number,
): Value[] => [
  pool,
  id,
  user.status ?? 'Activated',
  now,
  now,
  email,
  Number(user.emailVerified ?? false),
  phone,
  Number(user.phoneVerified ?? false),
  user.username ?? null,
  user.externalId ?? null,
  ...profileFields.map((field) => user[field] ?? null),
  json(user.departmentIds),
  json(user.tenantIds),
  json(user.customData),
]

const addKeys = (
  keys: Value[][],
  user: NewUser,
  id: string,
  email: string | null,
  phone: string | null,
): void => {
  if (email !== null) keys.push([pool, 'email', email, id])
  if (phone !== null) keys.push([pool, 'phone', phone, id])
  if (user.username !== undefined) keys.push([pool, 'username', user.username.toLowerCase(), id])
  if (user.externalId !== undefined) keys.push([pool, 'externalId', user.externalId, id])
}

const addFactor = (
  rows: Record<TableName, Value[][]>,
  otp: NonNullable<NewUser['otp']>,
  userId: string,
  now: number,
): void => {
  const secret = otp.secret ?? ''
  rows.authenticators.push([pool, userId, newId(), sealed(secret, userId), digest(secret), now, 0])
  if (otp.recoveryCode !== undefined)
    rows.recoveryCodes.push([pool, userId, newId(), digest(`${userId} ${otp.recoveryCode}`), null])
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** AES-256-GCM, bound to the user: nonce, tag and text in base64url. */
const sealed = (secret: string, userId: string): string => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(userId))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
}

const digest = (text: string): string => createHmac('sha256', digestKey).update(text).digest('base64url')

/** An id in the order of time, so that an index grows at its end. */
const newId = (): string => Date.now().toString(16).padStart(12, '0') + randomUUID().slice(-12)
