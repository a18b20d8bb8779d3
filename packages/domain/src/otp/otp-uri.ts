import { decodePercent } from '../kernel/utf8.ts'

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
export const isOtpUri = (text: string): boolean => /^\s*otpauth(?:-migration)?:/iu.test(text.slice(0, 64))

/** Whether it is meant as one that moves accounts from one app to another. */
export const isMigrationUri = (text: string): boolean => /^\s*otpauth-migration:/iu.test(text.slice(0, 64))

/**
 * Takes a URI apart, `<scheme>://<kind>/<label>?<parameters>`; nothing where it is longer than a QR code holds, broken,
 * or says one thing twice. An unescaped `#` breaks it: what stands behind would be lost.
 */
export const splitOtpUri = (text: string): OtpUri | undefined => {
  if (text.length > maxLength) return undefined
  const parts = /^otpauth(?:-migration)?:\/\/([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?$/iu.exec(text.trim())
  const [, kind = '', label = '', query = ''] = parts ?? []
  const [decodedLabel, parameters] = [decodePercent(label), parseQuery(query)]
  return parts === null || decodedLabel === undefined || parameters === undefined
    ? undefined
    : { kind: kind.toLowerCase(), label: decodedLabel, parameters }
}

const parseQuery = (query: string): ReadonlyMap<string, string> | undefined => {
  const parameters = new Map<string, string>()
  for (const part of query.split('&').filter((each) => each !== '')) {
    const at = part.indexOf('=')
    const [name, value] = [at < 0 ? part : part.slice(0, at), at < 0 ? '' : part.slice(at + 1)].map((each) =>
      // Several exporters write a space as forms do.
      decodePercent(each.replaceAll('+', ' ')),
    )
    if (name === undefined || value === undefined || parameters.has(name.toLowerCase())) return undefined
    parameters.set(name.toLowerCase(), value)
  }
  return parameters
}
