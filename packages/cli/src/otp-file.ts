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

/** Who has written a file of authenticators: rows of our own; rows with the URIs of apps; the users of another system. */
export type OtpFileSource = 'keepsake' | 'otpauth' | ForeignOtpSource

export const otpFileSources: readonly OtpFileSource[] = ['keepsake', 'otpauth', ...foreignOtpSources]

/** Whose authenticators a row has: a user of ours by id, or by the id that another system has, our `externalId`. */
export type OtpOwner = {
  readonly by: 'userId' | 'externalId'
  readonly id: string
  /** The field of the row that says so. */
  readonly field: string
}

/** An authenticator, and where in its row it stands. */
export type PlacedOtp = { readonly otp: NewOtp; readonly at: Path }

/**
 * What a row says. Another system's users need not have any authenticator. `leftBehind`: where second factors stand that
 * cannot come along.
 */
export type OtpRow = {
  readonly owner: OtpOwner
  readonly otps: readonly PlacedOtp[]
  readonly leftBehind: readonly Path[]
}

/** A file's rows. `count` is how many there are of either kind. */
export type OtpFile = FileRows<OtpRow> & { readonly count: number }

/** Reads a file of authenticators, `content` being its JSON; a row that cannot be read holds up no other. */
export const readOtpFile = (content: unknown, from: OtpFileSource): Checked<OtpFile> =>
  listOf(content, from).map((list) => ({
    ...readRows(list, (row) => readRow(row, from)),
    count: list.length,
  }))

/** A realm of Keycloak and imports of FusionAuth and SuperTokens hold their `users` beside much else. */
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
    // Who has no authenticator is nobody of ours, perhaps.
    (otps.length === 0 ? ok(ourUser('')) : readOwner(row, from)).map((owner) => ({
      owner,
      otps: otps.map((otp, index) => ({ otp, at: ['otps', index] })),
      leftBehind,
    })),
  )

/** Our own id goes first: whoever has put it into the record knows better. */
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
