import type { Unwrapped, Wrapper } from './unwrapped.ts'

const behind =
  (shape: RegExp) =>
  (encoded: string): Unwrapped | undefined => {
    const inner = shape.exec(encoded)?.[1]
    return inner === undefined ? undefined : { encoded: inner }
  }

/**
 * Nextcloud's and ownCloud's `1|`, `2|` and `3|` mean bcrypt, argon2i and argon2id, as the hash after them also says.
 */
export const nextcloud: Wrapper = { from: 'Nextcloud, ownCloud', unwrap: behind(/^[123]\|(\$.+)$/u) }

/** Jenkins' `#jbcrypt:$2a$...`. */
export const jenkins: Wrapper = { from: 'Jenkins', unwrap: behind(/^#jbcrypt:(\$2.+)$/u) }

/** WoltLab Suite's and Phabricator's names of the algorithm, such as `Bcrypt:$2y$...`. */
export const woltlab: Wrapper = {
  from: 'WoltLab Suite, Phabricator',
  unwrap: behind(/^(?:bcrypt|argon2(?:id?)?|phpass|phpbb3|cryptmd5):(\$.+?):?$/iu),
}

/** WoltLab Suite's name for what it wrote before 5.4. */
export const woltlabDouble: Wrapper = {
  from: 'WoltLab Suite',
  unwrap: (encoded) => {
    const inner = /^doublebcrypt:(\$2.+)$/iu.exec(encoded)?.[1]
    return inner === undefined ? undefined : { encoded: inner, format: 'double-bcrypt' }
  },
}

/** Shiro 2's `$shiro2$argon2id$...` and `$shiro2$2y$...`. */
export const shiro2: Wrapper = {
  from: 'Apache Shiro 2',
  unwrap: behind(/^\$shiro2(\$(?:argon2|2[aby]\$).+)$/u),
}

/** MediaWiki's `:argon2:$argon2id$...`, and `:bcrypt:` with all of bcrypt's fields except the first. */
export const mediawikiCrypt: Wrapper = {
  from: 'MediaWiki',
  unwrap: (encoded) => {
    const [, cost = '', salt, digest] = /^:bcrypt:(\d\d?)\$([^$]{22})\$([^$]{31})$/u.exec(encoded) ?? []
    if (salt === undefined) return behind(/^:argon2:(\$argon2.+)$/u)(encoded)
    return { encoded: `$2y$${cost.padStart(2, '0')}$${salt}${digest}` }
  },
}

/** Drupal's `U$S$...` and `U$P$...`, which it made from the MD5 hashes of Drupal 6 when it was upgraded. */
export const drupalUpgraded: Wrapper = {
  from: 'Drupal, upgraded from Drupal 6',
  unwrap: (encoded) => {
    const inner = /^U(\$[SPH]\$.+)$/u.exec(encoded)?.[1]
    return inner === undefined ? undefined : { encoded: inner, prehash: 'md5-hex' }
  },
}

/** FreeBSD's `$3$$<NT hash>`, and Samba's in Dovecot's `{NTLM}`. */
export const ntHash: Wrapper = {
  from: 'FreeBSD, Dovecot',
  unwrap: (encoded) => {
    const inner = /^(?:\$3\$\$|\{(?:NTLM|NT)\})([0-9a-f]{32})$/iu.exec(encoded)?.[1]
    return inner === undefined ? undefined : { encoded: inner, format: 'nt-hash' }
  },
}
