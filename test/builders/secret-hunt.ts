import { inspect } from 'node:util'

/** base64 of the bytes wherever they may begin in a longer text, without the letters that their neighbours touch. */
const base64Of = (bytes: Buffer): string[] =>
  [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return text.slice(offset === 0 ? 0 : offset + 1, -2)
  })

/** All the spellings in which a secret could be written down, the bytes themselves first. */
export const spellingsOf = (bytes: Buffer): readonly Buffer[] => {
  const text = bytes.toString('utf8')
  const base64 = base64Of(bytes)
  const hex = bytes.toString('hex')
  const spellings = [
    ...(Buffer.from(text).equals(bytes) ? [JSON.stringify(text).slice(1, -1), encodeURIComponent(text)] : []),
    ...base64,
    ...base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
    hex.replaceAll(/../gu, '%$&'),
    hex.toUpperCase().replaceAll(/../gu, '%$&'),
    [...bytes].join(','),
    [...bytes].join(', '),
  ]
  return [bytes, ...spellings.map((spelling) => Buffer.from(spelling))]
}

/** A secret's own text, and what else would give it away. */
export const formsOf = (secret: string): readonly Buffer[] => {
  const compact = secret.replaceAll('-', '')
  const texts = new Set([secret, secret.toLowerCase(), secret.toUpperCase(), compact, compact.toLowerCase()])
  const decoded = /^[A-Z2-7]{32}$/u.test(secret) ? [base32Bytes(secret)] : []
  return [...[...texts].map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le'), ...decoded].flatMap(
    spellingsOf,
  )
}

const base32Bytes = (base32: string): Buffer => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(base32, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/gu) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/** A secret by its name, and all that would give it away. */
export type Hunted = { readonly name: string; readonly forms: readonly Buffer[] }

/** Where which secret stands. */
export const findSecrets = (
  secrets: readonly Hunted[],
  places: ReadonlyMap<string, Buffer>,
): readonly string[] =>
  [...places].flatMap(([place, bytes]) =>
    secrets.flatMap(({ name, forms }) =>
      forms.some((form) => bytes.includes(form)) ? [`${name} in ${place}`] : [],
    ),
  )

/** Everything that a value says of itself when it is printed. */
export const printed = (value: unknown): Buffer =>
  Buffer.from(
    [
      JSON.stringify(value) ?? '',
      inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null }),
      String(value),
      ...errorsIn(value).flatMap((error) => [error.message, error.stack ?? '', String(error)]),
    ].join('\n'),
  )

/** All errors in a value, at any depth: their stacks, which a log would show, are not all that `inspect` shows. */
const errorsIn = (value: unknown, seen: Set<unknown> = new Set()): readonly Error[] => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  const within = Object.values(Object.getOwnPropertyDescriptors(value)).flatMap(({ value: inner }) =>
    errorsIn(inner, seen),
  )
  return value instanceof Error ? [value, ...within] : within
}
