import { hash } from 'node:crypto'
import {
  refuseConfiguration,
  type Clock,
  type ConfigurationIssue,
  type Instant,
  type Path,
  type PublicTransportKey,
  type TransportCipher,
} from '@keepsake/domain'
import type { Result } from 'neverthrow'
import type { PemKey } from './load-private-key.ts'
import { unusableKey, type UnusableKeyReason } from './unusable-key.ts'

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

/** Reads every key. Throws a configuration error that lists all keys that are unusable or given twice. */
export const openKeyRing = <More, Decrypter>(
  settings: TransportKeys<More>,
  read: (key: PemKey & More) => Result<ReadKey<Decrypter>, UnusableKeyReason>,
): KeyRing<Decrypter> => {
  const { keys, clock } = isSeveral(settings) ? settings : { keys: [settings], clock: () => 0 }
  const pathOf = (index: number): Path => [...(isSeveral(settings) ? ['keys', index] : []), 'privateKeyPem']
  const found = keys.map((key) => read(key).map((readKey) => toMember(readKey, key.retiresAt)))
  const members = found.flatMap((member) => (member.isOk() ? [member.value] : []))
  refuseConfiguration([
    ...found.flatMap((member, index) => (member.isErr() ? [unusableKey(member.error, pathOf(index))] : [])),
    ...repeated(
      found.map((member) => member.map(({ published }) => published.publicKey).unwrapOr(undefined)),
      pathOf,
    ),
  ])
  return toRing(members, clock)
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
const repeated = (
  publicKeys: readonly (string | undefined)[],
  pathOf: (index: number) => Path,
): readonly ConfigurationIssue[] =>
  publicKeys.flatMap((each, index) =>
    each !== undefined && publicKeys.indexOf(each) !== index ? [unusableKey('duplicate', pathOf(index))] : [],
  )
