import { gather, inside, issue, readOtpUri, type Checked, type NewOtp, type Path } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import {
  foreignIdFields,
  foreignOtpSources,
  readForeignId,
  readForeignOtps,
  type ForeignOtpSource,
  enrolmentsFile,
  newEnrolmentRow,
  otpUriRow,
  checkShape,
  text,
} from '@keepsake/http/wire'
import { readRows, type FileRows } from './batches.ts'

/** The kind of a file of authenticators: our own rows, rows with URIs of apps, or the users of another system. */
export type OtpFileSource = 'keepsake' | 'otpauth' | ForeignOtpSource

/** All kinds of a file of authenticators. */
export const otpFileSources: readonly OtpFileSource[] = ['keepsake', 'otpauth', ...foreignOtpSources]

/**
 * The user that a row's authenticators belong to: by our own id, or by the id in another system, which is our `externalId`.
 */
export type OtpOwner = {
  readonly by: 'userId' | 'externalId'
  readonly id: string
  /** The field of the row that has this id. */
  readonly field: string
}

/** An authenticator, and its place in its row. */
export type PlacedOtp = { readonly otp: NewOtp; readonly at: Path }

/**
 * The content of a row. A user of another system may have no authenticator. `leftBehind` lists the places of second factors
 * that cannot be imported.
 */
export type OtpRow = {
  readonly owner: OtpOwner
  readonly otps: readonly PlacedOtp[]
  readonly leftBehind: readonly Path[]
}

/** A file's rows. `count` is the number of all rows, readable or not. */
export type OtpFile = FileRows<OtpRow> & { readonly count: number }

/** Reads a file of authenticators. `content` is its JSON. A row that cannot be read does not block the others. */
export const readOtpFile = (content: unknown, from: OtpFileSource): Checked<OtpFile> =>
  listOf(content, from).map((list) => ({
    ...readRows(list, (row) => readRow(row, from)),
    count: list.length,
  }))

/** A realm of Keycloak, and imports of FusionAuth and SuperTokens, contain `users` and many other fields. */
const usersFile = z.object({ users: z.array(z.unknown()) })

const listOf = (content: unknown, from: OtpFileSource): Checked<readonly unknown[]> => {
  if (from === 'keepsake' || from === 'otpauth')
    return checkShape(enrolmentsFile, content).map(({ list }) => list)
  return Array.isArray(content) ? ok(content) : checkShape(usersFile, content).map(({ users }) => users)
}

const readRow = (row: unknown, from: OtpFileSource): Checked<OtpRow> => {
  if (from === 'keepsake')
    return checkShape(newEnrolmentRow, row).map(({ userId, otp }) => ({
      owner: ourUser(userId),
      otps: [{ otp, at: ['otp'] }],
      leftBehind: [],
    }))
  return from === 'otpauth' ? readUriRow(row) : readForeignRow(row, from)
}

const ourUser = (id: string): OtpOwner => ({ by: 'userId', id, field: 'userId' })

const readUriRow = (row: unknown): Checked<OtpRow> =>
  checkShape(otpUriRow, row).andThen(({ userId, uri }) =>
    inside(['uri'], readOtpUri(uri)).map((accounts) => ({
      owner: ourUser(userId),
      otps: accounts.map((otp, index) => ({ otp, at: ['uri', index] })),
      leftBehind: [],
    })),
  )

const readForeignRow = (row: unknown, from: ForeignOtpSource): Checked<OtpRow> =>
  readForeignOtps(from, row).andThen(({ otps, leftBehind }) =>
    // A user without authenticators may not be a user of ours.
    (otps.length === 0 ? ok(ourUser('')) : readOwner(row, from)).map((owner) => ({
      owner,
      otps: otps.map((otp, index) => ({ otp, at: ['otps', index] })),
      leftBehind,
    })),
  )

/** Our own id is preferred: if the record has it, somebody put it there on purpose. */
const readOwner = (row: unknown, from: ForeignOtpSource): Checked<OtpOwner> =>
  gather(checkShape(z.object({ userId: text }), row), readForeignId(from, row)).andThen(
    ([{ userId }, externalId]) => {
      if (userId !== undefined) return ok(ourUser(userId))
      const field = foreignIdFields[from]
      return externalId === undefined
        ? err([issue('request.field_missing', [field])])
        : ok<OtpOwner>({ by: 'externalId', id: externalId, field })
    },
  )
