import type { Wrapper } from './unwrapped.ts'

/** A space between a scheme and its hash, as in hand-written and converted files: `{bcrypt} $2b$...`. */
export const spacedBraces: Wrapper = {
  from: 'files that were written by hand or converted',
  unwrap: (encoded) => {
    const [, scheme, hash] = /^(\{[\w@.-]{2,40}\})[ \t]{1,4}(\S.*)$/u.exec(encoded) ?? []
    return scheme === undefined || hash === undefined ? undefined : { encoded: scheme + hash }
  },
}

/** Quotes around a hash, left by a CSV, YAML or JSON file. PHP's JSON puts a backslash before each slash. */
export const quoted: Wrapper = {
  from: 'files of CSV, YAML or JSON',
  unwrap: (encoded) => {
    const [, quote, hash] = /^(["'])([^"'\s][^"']{10,}[^"'\s])\1$/u.exec(encoded) ?? []
    if (hash === undefined) return undefined
    return { encoded: quote === '"' ? hash.replaceAll(String.raw`\/`, '/') : hash }
  },
}
