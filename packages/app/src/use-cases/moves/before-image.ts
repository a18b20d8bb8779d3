import {
  conceal,
  type Credential,
  type LedgerRow,
  type MoveId,
  type Sealed,
  type SecondFactor,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { credential, ledgerRow, misbehaviour, secondFactor, user } from '@keepsake/domain/guard'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { renewHash } from '../authenticators/recovery-code-hash.ts'
import { authenticatorPlace, openTotpSecret } from '../authenticators/sealed-secret.ts'
import { moveBeforePlace } from '../secrets/move-before-place.ts'
import { readJson } from '../shared/read-json.ts'

/** What a user, and the row of the ledger, were before a move changed them. */
export type BeforeImage = {
  /** The move that changed them. */
  readonly move: MoveId
  /** Absent if the move did not change the user. */
  readonly user?: User
  readonly credential?: Credential
  /** The ids of the user's authenticators and recovery codes. A move only adds some, so the others are still there. */
  readonly factorIds?: readonly string[]
  /** Of a user whom the move has deleted. */
  readonly secondFactor?: SecondFactor
  /** Absent if the move has joined the user to the key. Without its own before-images, which stay beside this one. */
  readonly row?: LedgerRow
}

/** Seals an image for the row of the ledger that it belongs to. */
export const sealImage = (
  image: BeforeImage,
  keyDigest: string,
  context: PoolContext,
): ResultAsync<Sealed, Unavailable> =>
  context.ports.secretBox.seal(conceal(JSON.stringify(image)), moveBeforePlace(keyDigest, context))

/** Opens the image of a row. */
export const openImage = (
  image: Sealed,
  keyDigest: string,
  context: PoolContext,
): ResultAsync<BeforeImage, Unavailable> =>
  context.ports.secretBox.open(image, moveBeforePlace(keyDigest, context)).andThen((text) => {
    const read = readJson(text.reveal())
    return isImage(read)
      ? okAsync(withCustomData(read))
      : errAsync(misbehaviour('secret-box', 'secretBox.open has opened what was not sealed'))
  })

/** Puts an image under the current key, and everything in it that is sealed by itself. */
export const renewImage = (
  image: Sealed,
  keyDigest: string,
  context: PoolContext,
): ResultAsync<Sealed, Unavailable> =>
  openImage(image, keyDigest, context)
    .andThen((opened) =>
      opened.secondFactor === undefined
        ? okAsync(opened)
        : renewFactor(opened.secondFactor, context).map((renewed) => ({ ...opened, secondFactor: renewed })),
    )
    .andThen((renewed) => sealImage(renewed, keyDigest, context))

const renewFactor = (
  { userId, authenticators, recoveryCodes }: SecondFactor,
  context: PoolContext,
): ResultAsync<SecondFactor, Unavailable> =>
  ResultAsync.combine([
    ResultAsync.combine(
      authenticators.map((each) =>
        openTotpSecret(userId, each, context)
          .andThen(({ base32 }) =>
            context.ports.secretBox.seal(base32, authenticatorPlace(userId, each, context)),
          )
          .map((secret) => ({ ...each, secret })),
      ),
    ),
    ResultAsync.combine(
      recoveryCodes.map((each) => renewHash(each, userId, context).map((hash) => ({ ...each, hash }))),
    ),
  ]).map(([renewed, codes]) => ({ userId, authenticators: renewed, recoveryCodes: codes }))

const isImage = (read: unknown): read is BeforeImage => {
  if (typeof read !== 'object' || read === null) return false
  const image = read as Partial<Record<keyof BeforeImage, unknown>>
  return (
    typeof image.move === 'string' &&
    (image.user === undefined || user(image.user)) &&
    (image.credential === undefined || credential(image.credential)) &&
    (image.factorIds === undefined || Array.isArray(image.factorIds)) &&
    (image.secondFactor === undefined || secondFactor(image.secondFactor)) &&
    (image.row === undefined || ledgerRow(image.row))
  )
}

/** Custom data has no prototype, so that no key has a special meaning. */
const withCustomData = (image: BeforeImage): BeforeImage =>
  image.user === undefined
    ? image
    : {
        ...image,
        user: {
          ...image.user,
          customData: Object.assign(Object.create(null), image.user.customData),
        },
      }
