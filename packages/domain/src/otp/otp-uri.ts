import { decodePercentLoosely } from '../kernel/utf8.ts'

/** A QR code holds no more characters (version 40-L), and every URI for an authenticator app is made for one. */
const maxLength = 4296

/** The parts of a URI for authenticator apps, their percent-encoding taken off. Names of parameters are in lower case. */
export type OtpUri = {
  /** What stands in a web address's place of the host: `totp`, `offline`. In lower case. */
  readonly kind: string
  readonly label: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Whether a text is meant as a URI for authenticator apps, well-formed or not. No encoding of bytes holds a colon there. */
export const isOtpUri = (text: string): boolean =>
  /^\s*(?:otpauth(?:-migration)?|steam):/iu.test(text.slice(0, 64))

/** Whether it is meant as one of Steam Guard, `steam://<secret>`, as password managers write it. */
export const isSteamUri = (text: string): boolean => /^\s*steam:/iu.test(text.slice(0, 64))

/** Whether it is meant as one that moves accounts from one app to another. */
export const isMigrationUri = (text: string): boolean => /^\s*otpauth-migration:/iu.test(text.slice(0, 64))

/**
 * Takes a URI apart, `<scheme>://<kind>/<label>?<parameters>`; nothing where it is longer than a QR code holds, is none, or
 * says one thing twice. A label never costs the secret: its `#` and `?` need no escape, since these URIs have no fragment,
 * and the parameters begin at the last `name=` behind a `?` that is not behind the secret.
 */
export const splitOtpUri = (text: string): OtpUri | undefined => {
  const parts = text.length > maxLength ? null : uriParts.exec(text.trim())
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
  const secret = text.search(/[?&](?:secret|data)=/iu)
  const starts = [...text.matchAll(/\?(?=[a-z]+=)/giu)].map(({ index }) => index)
  return starts.findLast((start) => start <= secret) ?? starts[0] ?? text.length
}

const parseQuery = (query: string): OtpUri['parameters'] | undefined => {
  const parameters = new Map<string, string>()
  for (const part of query.split('&').filter((each) => each !== '')) {
    const at = part.indexOf('=')
    const [name, value] = [at < 0 ? part : part.slice(0, at), at < 0 ? '' : part.slice(at + 1)].map((each) =>
      // Several exporters write a space as forms do.
      decodePercentLoosely(each.replaceAll('+', ' ')),
    ) as [string, string]
    if (parameters.has(name.toLowerCase())) return undefined
    parameters.set(name.toLowerCase(), value)
  }
  return parameters
}
