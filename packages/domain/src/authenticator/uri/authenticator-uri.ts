import { trimUnseen } from '../../kernel/plain-spelling.ts'
import { decodePercentLoosely } from '../../kernel/utf8.ts'

/** A QR code holds no more characters (version 40-L), and every URI for an authenticator app is made for a QR code. */
const maxLength = 4296

/** The parts of a URI for authenticator apps, percent-decoded. Names of parameters are in lower case. */
export type AuthenticatorUri = {
  /** The part where a web address has its host: `totp`, `offline`. In lower case. */
  readonly kind: string
  readonly label: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Whether a text is meant as a URI for authenticator apps, well-formed or not. No encoding of bytes has a colon at that
 * place.
 */
export const isAuthenticatorUri = (text: string): boolean =>
  /^(?:otpauth(?:-migration)?|steam):/iu.test(startOf(text))

/** Whether a text is meant as a Steam Guard URI, `steam://<secret>`, as password managers write it. */
export const isSteamUri = (text: string): boolean => /^steam:/iu.test(startOf(text))

/** Whether a text is meant as a URI that moves accounts from one app to another. */
export const isMigrationUri = (text: string): boolean => /^otpauth-migration:/iu.test(startOf(text))

const startOf = (text: string): string => trimUnseen(text.slice(0, 64))

/**
 * The parameters that decide which codes a URI gives: each may occur only once. All others are optional information.
 */
const deciding: ReadonlySet<string> = new Set(['secret', 'data', 'algorithm', 'digits', 'period', 'encoder'])

/**
 * Splits a URI, `<scheme>://<kind>/<label>?<parameters>`. Answers nothing if the text is longer than a QR code holds,
 * is no such URI, or contains a deciding parameter twice. A bad label or issuer never costs the secret: `#` and `?` in
 * it need no escape, and the parameters begin at the last `name=` after a `?` that is not after the secret. A fragment
 * begins with a `#` after a deciding parameter; no app reads it. Between parameters `&amp;` is read as `&`, because
 * some URIs are copied from HTML.
 */
export const splitAuthenticatorUri = (text: string): AuthenticatorUri | undefined => {
  const parts = text.length > maxLength ? null : uriParts.exec(trimUnseen(text))
  if (parts === null) return undefined
  const [, kind = '', behind = ''] = parts
  const at = queryStart(behind)
  const parameters = parseQuery(behind.slice(at + 1))
  return (
    parameters && { kind: kind.toLowerCase(), label: decodePercentLoosely(behind.slice(0, at)), parameters }
  )
}

const uriParts = /^otpauth(?:-migration)?:\/\/([^/?#]*)\/?(.*)$/isu

const queryStart = (text: string): number => {
  const secret = text.search(/[?&;](?:secret|data)=/iu)
  const starts = [...text.matchAll(/\?(?=&*[a-z]+=)/giu)].map(({ index }) => index)
  return starts.findLast((start) => start <= secret) ?? starts[0] ?? text.length
}

const parseQuery = (query: string): AuthenticatorUri['parameters'] | undefined => {
  const parameters = new Map<string, string>()
  for (const part of query.split(/&(?:amp;)*/iu).filter((each) => each !== '')) {
    const at = part.indexOf('=')
    const name = decode(at < 0 ? part : part.slice(0, at)).toLowerCase()
    const given = at < 0 ? '' : part.slice(at + 1)
    const value = decode(deciding.has(name) ? given.replace(/#.*$/su, '') : given)
    const before = parameters.get(name)
    if (before !== undefined && deciding.has(name)) return undefined
    parameters.set(name, before && before !== value ? `${before}, ${value}` : value)
  }
  return parameters
}

/** Several exporters write a space as HTML forms do. */
const decode = (text: string): string => decodePercentLoosely(text.replaceAll('+', ' '))
