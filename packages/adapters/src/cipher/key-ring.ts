import { hash } from 'node:crypto'
import type { Clock, Instant, PublicTransportKey, TransportCipher } from '@keepsake/domain'
import { err, ok, Result } from 'neverthrow'
import type { PemKey } from './load-private-key.ts'
import { unusableKey, type UnusableKey } from './unusable-key.ts'

/** A private key in PEM. From `retiresAt` on it is not published and opens nothing; if absent, it never retires. */
export type TransportKey = PemKey & { readonly retiresAt?: Instant }

/** Several keys, the newest first, and the clock that says when they retire. */
type Several<Key> = { readonly keys: readonly Key[]; readonly clock: Clock }

/**
 * The private keys of a cipher: one without an end, which needs no clock, or several. `More` is what a key of its kind
 * has in addition.
 */
export type TransportKeys<More = unknown> =
  (PemKey & More & { readonly retiresAt?: never }) | Several<TransportKey & More>

/**
 * A key that was read: what decrypts, its public half as it is published (with the padding for it), and its public half
 * as SPKI in DER.
 */
export type ReadKey<Decrypter> = {
  readonly decrypter: Decrypter
  readonly publicKey: string
  readonly spki: Buffer
  readonly padding?: string
}

/** Keys of which some may retire. */
export type KeyRing<Decrypter> = {
  readonly current: TransportCipher['current']
  /** What decrypts now, the newest first; empty if every key has retired. */
  readonly active: () => readonly Decrypter[]
}

/** Reads every key, and refuses the first key that is unusable or given twice. */
export const openKeyRing = <More, Decrypter>(
  settings: TransportKeys<More>,
  read: (key: PemKey & More) => Result<ReadKey<Decrypter>, UnusableKey>,
): Result<KeyRing<Decrypter>, UnusableKey> => {
  const { keys, clock } = isSeveral(settings) ? settings : { keys: [settings], clock: () => 0 }
  return Result.combine(
    keys.map((key, index) =>
      read(key)
        .map((found) => toMember(found, key.retiresAt))
        .mapErr((error) => ({ ...error, index })),
    ),
  )
    .andThen(allDifferent)
    .map((members) => toRing(members, clock))
}

const isSeveral = <More>(settings: TransportKeys<More>): settings is Several<TransportKey & More> =>
  'keys' in settings

type Member<Decrypter> = { readonly decrypter: Decrypter; readonly published: PublicTransportKey }

const toRing = <Decrypter>(members: readonly Member<Decrypter>[], clock: Clock): KeyRing<Decrypter> => {
  const active = (): readonly Member<Decrypter>[] => {
    const now = clock()
    return members.filter(({ published: { retiresAt } }) => retiresAt === undefined || now < retiresAt)
  }
  return {
    current: () => active()[0]?.published,
    active: () => active().map(({ decrypter }) => decrypter),
  }
}

const toMember = <Decrypter>(
  { decrypter, publicKey, spki, padding }: ReadKey<Decrypter>,
  retiresAt: Instant | undefined,
): Member<Decrypter> => ({
  decrypter,
  published: {
    publicKey,
    keyId: keyIdOf(spki),
    ...(padding === undefined ? {} : { padding }),
    ...(retiresAt === undefined ? {} : { retiresAt }),
  },
})

/**
 * The beginning of the key's fingerprint as in RFC 7469, section 2.4 (SHA-256 of the SPKI in DER), in hex. Four bytes
 * tell a handful of keys apart. Security does not depend on them: ciphertexts carry no key id.
 */
const keyIdOf = (spki: Buffer): string => hash('sha256', spki, 'hex').slice(0, 8)

/** The same key twice would make every ciphertext ambiguous, because only one key may open it. */
const allDifferent = <Decrypter>(
  members: readonly Member<Decrypter>[],
): Result<readonly Member<Decrypter>[], UnusableKey> => {
  const publicKeys = members.map(({ published }) => published.publicKey)
  const index = publicKeys.findIndex((each, at) => publicKeys.indexOf(each) !== at)
  return index === -1 ? ok(members) : err({ ...unusableKey('duplicate'), index })
}
