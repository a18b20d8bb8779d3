import type { TenantKeepsake } from '@keepsake/app'
import { valueOf } from '../../builders/keepsake.ts'
import type { Json, Place } from './fields.ts'

/** What rests of a user's authenticator and recovery codes, as far as anybody can ask; nothing where there is none. */
export const otpOf = async (keepsake: TenantKeepsake, userId: string): Promise<Json | undefined> => {
  const { authenticators, recoveryCodes } = await valueOf(keepsake.authenticators.list({ userId }))
  const [first] = authenticators
  if (first === undefined) return undefined
  const secret = await valueOf(keepsake.authenticators.reveal({ userId }))
  return { ...first, secret: secret?.base32.reveal(), good: recoveryCodes }
}

/** The bytes of base32, whole ones alone, in hex. White space, dashes and marks that nobody sees are no letters. */
const bytesOf = (base32: string): string => {
  const bits = Array.from(base32.toUpperCase().replaceAll(/[\s\p{DI}=-]/gu, ''), (letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  return (bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16)).join(' ')
}

const secretIn = (given: string): string =>
  /^[\s\p{DI}]*otpauth:/iu.test(given) ? (/secret=([^&\s\p{DI}]*)/iu.exec(given)?.[1] ?? '') : given

/** Case, width, dashes and marks do not count in a recovery code, as the docs say. */
const codeIn = (given: unknown): string =>
  String(given)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{DI}\p{Pd}.]/gu, '')

type Code = string | { readonly code?: string; readonly hash?: { encoded: string }; readonly usedAt?: string }

/** How many different codes a row brings that are still good. */
const goodIn = (row: Json): number => {
  const list = [...((row['recoveryCodes'] ?? []) as readonly Code[])]
  const codes = [...(row['recoveryCode'] === undefined ? [] : [row['recoveryCode'] as Code]), ...list].map(
    (each) => (typeof each === 'string' ? { code: each } : each),
  )
  const used = new Set(codes.filter(({ usedAt }) => usedAt !== undefined).map(nameOf))
  return new Set(codes.map(nameOf).filter((name) => !used.has(name))).size
}
const nameOf = ({ code, hash }: Exclude<Code, string>): string =>
  hash === undefined ? codeIn(code) : hash.encoded

/** Whether what is at a place of a row rests as it was given, or as the docs say. */
export const keepsAuthenticator = (row: Json, place: Place, kept: Json): boolean => {
  const given = row[place[0] as string]
  const rests = kept[place[0] as string]
  switch (place[0]) {
    case 'secret':
      return bytesOf(secretIn(String(given))) === bytesOf(String(rests))
    case 'secretEncoding':
      return given === 'base32'
    case 'algorithm':
      return (
        String(given)
          .normalize('NFC')
          .trim()
          .toUpperCase()
          .replaceAll(/HMAC|[-_ ]/gu, '') === rests
      )
    case 'name':
      return String(given).trim() === (rests ?? '')
    case 'recoveryCode':
    case 'recoveryCodes':
      return goodIn(row) === kept['good']
    default:
      return JSON.stringify(given) === JSON.stringify(rests)
  }
}
