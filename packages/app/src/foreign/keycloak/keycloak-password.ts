import type { Instant, NewUser } from '@keepsake/domain'
import type { Fields } from '../record/open-record.ts'

/** The password of a credential. */
export type KeycloakPassword = {
  readonly row?: NewUser
  readonly passwordSetAt?: Instant | undefined
  readonly isTemporary?: boolean
}

/**
 * Reads a credential of the type `password`: `secretData` and `credentialData`, the fields of releases before 8, or a
 * password in clear, as people write it into realm files. The API leaves the hash out.
 */
export const readPassword = (credential: Fields): KeycloakPassword => {
  const about = {
    passwordSetAt: credential.time('createdDate'),
    isTemporary: credential.flag('temporary') === true,
  }
  const row = readModern(credential) ?? readFormer(credential) ?? readClear(credential)
  if (row === undefined) credential.lose('hash_not_exported', 'type')
  return { ...about, ...(row !== undefined && { row }) }
}

const toRow = (secretData: unknown, credentialData: unknown): NewUser => ({
  password: JSON.stringify({ secretData, credentialData }),
  passwordFormat: 'keycloak',
})

const readModern = (credential: Fields): NewUser | undefined => {
  const [secret, data] = [credential.json('secretData'), credential.json('credentialData')]
  if (secret === undefined) {
    if (data !== undefined) credential.lose('derived', 'credentialData')
    return undefined
  }
  if (data === undefined) credential.refuse('credentialData', 'object')
  return toRow(secret, data)
}

const readFormer = (credential: Fields): NewUser | undefined => {
  const value = credential.text('hashedSaltedValue')
  const [salt, iterations] = [credential.text('salt'), credential.count('hashIterations')]
  const algorithm = credential.text('algorithm')
  if (value === undefined) return undefined
  if (salt === undefined) credential.refuse('salt', 'string')
  if (iterations === undefined) credential.refuse('hashIterations', 'whole number')
  // The first releases knew PBKDF2 with SHA-1 alone, and wrote no name.
  return toRow({ value, salt }, { algorithm: algorithm ?? 'pbkdf2', hashIterations: iterations })
}

const readClear = (credential: Fields): NewUser | undefined => {
  const value = credential.text('value')
  return value === undefined ? undefined : { password: `{CLEAR}${value}` }
}
