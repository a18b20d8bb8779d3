import type { Wrapper } from './unwrapped.ts'

const digest = String.raw`([A-Za-z0-9+/]{22}==|[0-9a-f]{32})`
const salted = new RegExp(String.raw`^\$md5salted-(prefix|suffix)\$([^$\s]{1,128})\$${digest}$`, 'u')

/** ZITADEL's `$md5salted-suffix$<salt as text>$<digest>`, the password first, and `$md5salted-prefix$...`. */
export const zitadelMd5: Wrapper = {
  from: 'ZITADEL',
  unwrap: (encoded) => {
    const [, place, salt, hash] = salted.exec(encoded) ?? []
    return hash === undefined ? undefined : { encoded: `${hash}:${salt}`, format: `md5-salt-${place}` }
  },
}
