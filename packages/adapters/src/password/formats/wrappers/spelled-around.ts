import type { Wrapper } from './unwrapped.ts'

/** A space between a scheme and its hash, as hand-written and converted files have it: `{bcrypt} $2b$...`. */
export const spacedBraces: Wrapper = {
  from: 'files that were written by hand or converted',
  unwrap: (encoded) => {
    const [, scheme, hash] = /^(\{[\w@.-]{2,40}\})[ \t]{1,4}(\S.*)$/u.exec(encoded) ?? []
    return scheme === undefined || hash === undefined ? undefined : { encoded: scheme + hash }
  },
}

/** Quotes around a hash, which a file of CSV, YAML or JSON left there. JSON of PHP puts a backslash before each slash. */
export const quoted: Wrapper = {
  from: 'files of CSV, YAML or JSON',
  unwrap: (encoded) => {
    const [, quote, hash] = /^(["'])([^"'\s][^"']{10,}[^"'\s])\1$/u.exec(encoded) ?? []
    if (hash === undefined) return undefined
    return { encoded: quote === '"' ? hash.replaceAll(String.raw`\/`, '/') : hash }
  },
}
