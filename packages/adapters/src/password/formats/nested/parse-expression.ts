import { isDigest } from '../digest/digest.ts'
import type { Expression, Form, HashExpression, InputName } from './expression.ts'
import { isSound } from './is-sound.ts'
import { readTokens, type Token } from './tokens.ts'

/** Longer than any system's expression, and short enough to store with every hash. */
const maxLength = 200
/** The expressions of other systems are three or four levels deep. */
const maxDepth = 10

/**
 * Reads an expression such as `sha1(salt + sha1(password))`; nothing for another text. It is never run as code: it
 * names digests, inputs and texts, and its length and depth are bounded.
 */
export const parseExpression = (text: string): HashExpression | undefined => {
  const tokens = text.length > maxLength ? undefined : readTokens(text)
  const read = tokens && readHash({ tokens, at: 0, depth: 0 })
  return read && read.next === tokens.length && isSound(read.value) ? read.value : undefined
}

/** The tokens, the place in them, and the depth inside other calls. */
type Place = { readonly tokens: readonly Token[]; readonly at: number; readonly depth: number }

/** The value that was read, and the place of the next token. */
type Read<T> = { readonly value: T; readonly next: number } | undefined

/**
 * `slice(<hash>, from, length)`, `repeat(times, <start>, <step>)`, or one value. The first two are allowed only around
 * a whole hash.
 */
const readHash = (place: Place): Read<HashExpression> => {
  const token = place.tokens[place.at]
  const isCall = token?.kind === 'word' && kindAt(place, place.at + 1) === '('
  const inside = { ...place, at: place.at + 2, depth: place.depth + 1 }
  if (isCall && token.value === 'slice' && place.depth === 0) return readSlice(inside)
  if (isCall && token.value === 'repeat') return readRepeat(inside)
  const read = readJoin(place)
  return read && { value: { start: read.value }, next: read.next }
}

const readSlice = (place: Place): Read<HashExpression> => {
  const hash = readHash(place)
  const from = hash && readNumber(place, hash.next, ',')
  const length = from && readNumber(place, from.next, ',')
  if (hash === undefined || from === undefined || length === undefined) return undefined
  if (kindAt(place, length.next) !== ')') return undefined
  return {
    value: { ...hash.value, slice: { from: from.value, length: length.value } },
    next: length.next + 1,
  }
}

const readRepeat = (place: Place): Read<HashExpression> => {
  const times = readNumber(place, place.at)
  const start = times && readBehind(place, times.next, ',')
  const step = start && readBehind(place, start.next, ',')
  if (times === undefined || start === undefined || step === undefined) return undefined
  return kindAt(place, step.next) === ')'
    ? { value: { start: start.value, step: { times: times.value, of: step.value } }, next: step.next + 1 }
    : undefined
}

const readBehind = (place: Place, at: number, sign: Token['kind']): Read<Expression> =>
  kindAt(place, at) === sign ? readJoin({ ...place, at: at + 1 }) : undefined

const readNumber = (place: Place, at: number, sign?: Token['kind']): Read<number> => {
  if (sign !== undefined && kindAt(place, at) !== sign) return undefined
  const index = sign === undefined ? at : at + 1
  const token = place.tokens[index]
  return token?.kind === 'number' ? { value: Number(token.value), next: index + 1 } : undefined
}

const kindAt = ({ tokens }: Place, at: number): Token['kind'] | undefined => tokens[at]?.kind

/** One part, or several with `+` between them. */
const readJoin = (place: Place): Read<Expression> => {
  const first = readPart(place)
  if (first === undefined) return undefined
  const parts = [first.value]
  let { next } = first
  while (kindAt(place, next) === '+') {
    const part = readPart({ ...place, at: next + 1 })
    if (part === undefined) return undefined
    parts.push(part.value)
    next = part.next
  }
  return { value: parts.length === 1 ? first.value : { kind: 'join', parts }, next }
}

const readPart = (place: Place): Read<Expression> => {
  const token = place.tokens[place.at]
  const next = place.at + 1
  if (token?.kind === 'text') return { value: { kind: 'text', bytes: Buffer.from(token.value) }, next }
  if (token?.kind !== 'word') return undefined
  if (kindAt(place, next) !== '(') {
    const name = inputs.find((each) => each === token.value)
    return name && { value: { kind: 'input', name }, next }
  }
  const given = readArguments({ ...place, at: next + 1, depth: place.depth + 1 })
  const value = given && makeCall(token.value, given.value)
  return value && { value, next: given.next }
}

const inputs: readonly InputName[] = ['password', 'salt', 'username', 'previous']

/** Everything up to the closing parenthesis. */
const readArguments = (place: Place): Read<readonly Expression[]> => {
  if (place.depth > maxDepth) return undefined
  const given: Expression[] = []
  let { at } = place
  for (;;) {
    const argument = readJoin({ ...place, at })
    if (argument === undefined) return undefined
    given.push(argument.value)
    const end = kindAt(place, argument.next)
    at = argument.next + 1
    if (end === ')') return { value: given, next: at }
    if (end !== ',') return undefined
  }
}

const forms: readonly Form[] = ['raw', 'base64', 'upper', 'lower', 'utf16le', 'unhex', 'unbase64']

const makeCall = (name: string, [first, second, third]: readonly Expression[]): Expression | undefined => {
  if (first === undefined || third !== undefined) return undefined
  const hmac = /^hmac_(.+)$/u.exec(name)?.[1]
  if (hmac !== undefined)
    return second !== undefined && isDigest(hmac)
      ? { kind: 'hmac', digest: hmac, key: first, of: second }
      : undefined
  if (second !== undefined) return undefined
  if (isDigest(name)) return { kind: 'digest', digest: name, of: first }
  const form = forms.find((each) => each === name)
  return form && { kind: 'form', form, of: first }
}
