import { gather, inside, issue, type Checked, type NewAuthenticator, type Path } from '@keepsake/domain'
import { readAuthenticatorUri } from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import {
  foreignIdFields,
  foreignAuthenticatorFormats,
  readForeignId,
  readForeignAuthenticators,
  type ForeignAuthenticatorFormat,
  authenticatorToImportRow,
  authenticatorUriRow,
  checkShape,
  text,
} from '@keepsake/http/wire'

/** The kind of a file of authenticators: our own rows, rows with URIs of apps, or the users of another system. */
export type AuthenticatorFileFormat = 'keepsake' | 'otpauth' | ForeignAuthenticatorFormat

/** All kinds of a file of authenticators. */
export const authenticatorFileFormats: readonly AuthenticatorFileFormat[] = [
  'keepsake',
  'otpauth',
  ...foreignAuthenticatorFormats,
]

/**
 * The user that a row's authenticators belong to: by our own id, or by the id in another system, which is our `externalId`.
 */
export type AuthenticatorOwner = {
  readonly by: 'userId' | 'externalId'
  readonly id: string
  /** The field of the row that has this id. */
  readonly field: string
}

/** An authenticator, and its place in its row. */
export type PlacedAuthenticator = { readonly otp: NewAuthenticator; readonly at: Path }

/**
 * The content of a row. A user of another system may have no authenticator. `leftBehind` lists the places of second factors
 * that cannot be imported.
 */
export type AuthenticatorRow = {
  readonly owner: AuthenticatorOwner
  readonly authenticators: readonly PlacedAuthenticator[]
  readonly leftBehind: readonly Path[]
}

/** Whether the rows of a file are the users of another system. */
export const isForeign = (from: AuthenticatorFileFormat): from is ForeignAuthenticatorFormat =>
  from !== 'keepsake' && from !== 'otpauth'

/** Reads a row of a file of authenticators, as JSON has it. */
export const readOtpRow = (row: unknown, from: AuthenticatorFileFormat): Checked<AuthenticatorRow> => {
  if (from === 'keepsake')
    return checkShape(authenticatorToImportRow, row).map(({ userId, otp }) => ({
      owner: ourUser(userId),
      authenticators: [{ otp, at: ['otp'] }],
      leftBehind: [],
    }))
  return from === 'otpauth' ? readUriRow(row) : readForeignRow(row, from)
}

const ourUser = (id: string): AuthenticatorOwner => ({ by: 'userId', id, field: 'userId' })

const readUriRow = (row: unknown): Checked<AuthenticatorRow> =>
  checkShape(authenticatorUriRow, row).andThen(({ userId, uri }) =>
    inside(['uri'], readAuthenticatorUri(uri)).map((accounts) => ({
      owner: ourUser(userId),
      authenticators: accounts.map((otp, index) => ({ otp, at: ['uri', index] })),
      leftBehind: [],
    })),
  )

const readForeignRow = (row: unknown, from: ForeignAuthenticatorFormat): Checked<AuthenticatorRow> =>
  readForeignAuthenticators(from, row).andThen(({ authenticators, leftBehind }) =>
    // A user without authenticators may not be a user of ours.
    (authenticators.length === 0 ? ok(ourUser('')) : readOwner(row, from)).map((owner) => ({
      owner,
      authenticators: authenticators.map((otp, index) => ({ otp, at: ['authenticators', index] })),
      leftBehind,
    })),
  )

/** Our own id is preferred: if the record has it, somebody put it there on purpose. */
const readOwner = (row: unknown, from: ForeignAuthenticatorFormat): Checked<AuthenticatorOwner> =>
  gather(checkShape(z.object({ userId: text }), row), readForeignId(from, row)).andThen(
    ([{ userId }, externalId]) => {
      if (userId !== undefined) return ok(ourUser(userId))
      const field = foreignIdFields[from]
      return externalId === undefined
        ? err([issue('request.field_missing', [field])])
        : ok<AuthenticatorOwner>({ by: 'externalId', id: externalId, field })
    },
  )
