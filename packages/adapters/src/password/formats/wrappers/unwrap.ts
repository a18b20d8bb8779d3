import { maxEncoded } from '../hash-format.ts'
import { encodedBraces } from './encoded-braces.ts'
import { fshp, sha1crypt } from './chained.ts'
import { digestBraces, idleBraces, springDigest } from './braces.ts'
import {
  mediawikiDigest,
  oracle11,
  postgresMd5,
  sapIssha,
  shiro1,
  springStandard,
} from './digest-spellings.ts'
import { liferay } from './liferay.ts'
import { aix, bootAndMac, cisco } from './machines.ts'
import { p5k2 } from './p5k2.ts'
import { passlibScram } from './passlib-scram.ts'
import { dirsrv, dovecot, mattermost, mediawikiPbkdf2, springPbkdf2 } from './pbkdf2-spellings.ts'
import { xenforo } from './php-array.ts'
import {
  drupalUpgraded,
  jenkins,
  mediawikiCrypt,
  nextcloud,
  ntHash,
  shiro2,
  woltlab,
  woltlabDouble,
} from './prefixes.ts'
import { adonisScrypt, cryptScrypt, lucia2, springScrypt } from './scrypt-spellings.ts'
import { plainMd4 } from './plain-md4.ts'
import { zitadelMd5 } from './passwap.ts'
import { workosFirebase, workosScrypt } from './workos.ts'
import { quoted, spacedBraces } from './spelled-around.ts'
import type { Unwrapped, Wrapper } from './unwrapped.ts'

/** Every wrapper. No two read the same text. */
export const wrappers: readonly Wrapper[] = [
  idleBraces,
  digestBraces,
  encodedBraces,
  springDigest,
  springStandard,
  springPbkdf2,
  springScrypt,
  nextcloud,
  jenkins,
  woltlab,
  woltlabDouble,
  xenforo,
  shiro1,
  shiro2,
  mediawikiDigest,
  mediawikiPbkdf2,
  mediawikiCrypt,
  mattermost,
  dovecot,
  dirsrv,
  drupalUpgraded,
  ntHash,
  cryptScrypt,
  lucia2,
  adonisScrypt,
  sapIssha,
  oracle11,
  postgresMd5,
  p5k2,
  passlibScram,
  fshp,
  sha1crypt,
  liferay,
  bootAndMac,
  aix,
  cisco,
  workosScrypt,
  workosFirebase,
  zitadelMd5,
  plainMd4,
  spacedBraces,
  quoted,
]

/** Removes what one system has written around a hash. */
export const unwrapOnce = (encoded: string): (Unwrapped & Pick<Wrapper, 'from'>) | undefined => {
  if (encoded.length > maxEncoded) return undefined
  for (const { from, unwrap } of wrappers) {
    const unwrapped = unwrap(encoded)
    if (unwrapped !== undefined) return { ...unwrapped, from }
  }
  return undefined
}
