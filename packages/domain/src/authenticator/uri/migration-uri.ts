import { err, ok } from 'neverthrow'
import { decodeBase64 } from '../../kernel/base64.ts'
import { collect, collectList, type Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { bytesOf, int32Of, readProtobuf, type ProtobufMessage } from './protobuf.ts'
import { decodeUtf8Loosely } from '../../kernel/utf8.ts'
import { encodeBase32 } from '../totp/base32.ts'
import { accountName, type UriAccount } from './uri-account.ts'
import { parseTotpAlgorithm, parseTotpDigits, type TotpAlgorithm } from '../totp/totp-parameters.ts'
import { isMigrationUri, splitAuthenticatorUri } from './authenticator-uri.ts'

/** The accounts of one QR code of an export, and the place of this QR code among those of the export. */
export type MigrationUri = {
  readonly accounts: readonly UriAccount[]
  /**
   * The QR codes of one export share an `id`. `index` counts them from 0 to `size` - 1, so that a missing one is seen.
   */
  readonly batch: { readonly id: number; readonly index: number; readonly size: number }
}

/**
 * Reads the URI in a QR code of "Transfer accounts" in Google Authenticator, `otpauth-migration://offline?data=...`.
 * Every account for which no codes can be made is an issue under its index: one that counts, or one with MD5. A name in
 * another encoding than UTF-8 refuses nothing. Google has not published the format. The field numbers are those that
 * other apps use to read it (`google_auth.proto` of Aegis).
 */
export const readMigrationUri = (uri: string): Checked<MigrationUri> =>
  readPayload(uri).andThen(({ accounts, batch }) =>
    collectList(accounts, readAccount).map((read) => ({ accounts: read, batch })),
  )

/** The account of a URI that holds exactly one. */
export const readOnlyAccount = (uri: string): Checked<UriAccount> =>
  readPayload(uri).andThen(({ accounts: [first, ...others] }) =>
    first === undefined || others.length > 0
      ? err([issue('otp.several_accounts', [], { count: others.length + 1 })])
      : readAccount(first),
  )

/** The numbers of the fields of a `MigrationPayload`, and of the `TotpParameters` in it. */
const payload = { accounts: 1, size: 3, index: 4, id: 5 } as const
const account = { secret: 1, name: 2, issuer: 3, algorithm: 4, digits: 5, type: 6 } as const

/** By their numbers in the payload. 0 means that no algorithm is given; 4 is MD5. */
const algorithms: readonly TotpAlgorithm[] = ['SHA1', 'SHA1', 'SHA256', 'SHA512']
const digits = [6, 6, 8] as const
const counting = 1
const byTime = 2

type Payload = { readonly accounts: readonly ProtobufMessage[]; readonly batch: MigrationUri['batch'] }

const malformed = (): Checked<never> => err([issue('otp.migration_malformed')])

const readPayload = (uri: string): Checked<Payload> => {
  const parts = isMigrationUri(uri) ? splitAuthenticatorUri(uri) : undefined
  // A plus that was not escaped has been read as a space.
  const bytes = decodeBase64(parts?.parameters.get('data')?.replaceAll(' ', '+') ?? '')
  const message = bytes && readProtobuf(bytes)
  if (parts?.kind !== 'offline' || message === undefined) return malformed()

  const accounts = bytesOf(message, payload.accounts).map(readProtobuf)
  const [id, index] = [int32Of(message, payload.id), int32Of(message, payload.index)]
  const size = int32Of(message, payload.size) || 1
  return accounts.length > 0 && accounts.every((each) => each !== undefined) && index >= 0 && index < size
    ? ok({ accounts, batch: { id, index, size } })
    : malformed()
}

const readAccount = (message: ProtobufMessage): Checked<UriAccount> => {
  const type = int32Of(message, account.type)
  if (type === counting) return err([issue('otp.counter_based')])
  if (type !== byTime) return err([issue('otp.kind_unsupported')])
  const [issuer, label] = [textOf(message, account.issuer), textOf(message, account.name)]
  return collect({
    secret: ok(encodeBase32(bytesOf(message, account.secret).at(-1) ?? new Uint8Array())),
    algorithm: parseTotpAlgorithm(algorithms[int32Of(message, account.algorithm)] ?? ''),
    digits: parseTotpDigits(digits[int32Of(message, account.digits)] ?? Number.NaN),
    name: ok(accountName(issuer || undefined, label)),
  })
}

const textOf = (message: ProtobufMessage, number: number): string =>
  decodeUtf8Loosely(bytesOf(message, number).at(-1) ?? new Uint8Array())
