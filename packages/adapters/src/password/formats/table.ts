import type { Secret } from '@keepsake/domain'
import type { Argon2Engine } from '../argon2-engine.ts'
import { argon2Parameters, type Argon2Parameters } from '../argon2-parameters.ts'
import { nodeArgon2 } from '../node-argon2.ts'
import { argon2OverFormat } from './argon2/argon2-over.ts'
import { argon2Format, djangoArgon2Format } from './argon2/argon2.ts'
import { aspnetIdentityV2Format, aspnetIdentityV3Format } from './pbkdf2/aspnet-identity.ts'
import { auth0Format } from './exports/auth0.ts'
import { aspnetMembershipFormat } from './exports/aspnet-membership.ts'
import { clerkFormat } from './exports/clerk.ts'
import { stytchFormat } from './exports/stytch.ts'
import { firebaseFormat } from './exports/firebase.ts'
import { fusionauthFormat } from './exports/fusionauth.ts'
import { giteaFormat } from './exports/gitea.ts'
import { logtoLegacyFormat } from './exports/logto-legacy.ts'
import { oktaFormat } from './exports/okta.ts'
import { magentoFormat } from './argon2/magento.ts'
import { pepperedBcryptFormat } from './bcrypt/peppered-bcrypt.ts'
import { doubleBcryptFormat } from './bcrypt/double-bcrypt.ts'
import { mediawikiLegacyBFormat } from './pbkdf2/mediawiki-legacy-b.ts'
import { scramFormats } from './pbkdf2/scram.ts'
import { bcryptFormat, deviseBcryptFormat, djangoBcryptFormat, type BcryptOver72 } from './bcrypt/bcrypt.ts'
import { fbscryptFormat, firescryptFormat } from './scrypt/firebase-scrypt.ts'
import type { HashFormat } from './hash-format.ts'
import { djangoDigestFormat, werkzeugHmacFormat } from './digest/hasher-digest.ts'
import { keycloakFormat } from './exports/keycloak.ts'
import { kratosDigestFormat, kratosHmacFormat } from './digest/kratos-digest.ts'
import { ldapCryptFormat, ldapDigestFormats } from './digest/ldap.ts'
import { apr1Format, md5CryptFormat } from './iterated/md5-crypt.ts'
import { mysql41Format } from './digest/mysql41.ts'
import { ntHashFormat } from './digest/nt-hash.ts'
import { nestedDigestFormat } from './nested/nested-digest.ts'
import {
  atlassianPbkdf2Format,
  clerkPbkdf2Format,
  djangoPbkdf2Format,
  kratosPbkdf2Format,
  passlibPbkdf2Format,
  pbkdf2Format,
  werkzeugPbkdf2Format,
} from './pbkdf2/spellings.ts'
import { drupal7Format, phpassFormat } from './iterated/phpass.ts'
import { plainDigestFormats } from './digest/plain-digest.ts'
import {
  djangoBcryptSha256Format,
  passlibBcryptSha256Format,
  passlibBcryptSha256V1Format,
  wordpressBcryptFormat,
} from './bcrypt/prehashed-bcrypt.ts'
import {
  betterAuthScryptFormat,
  djangoScryptFormat,
  kratosScryptFormat,
  scryptFormat,
  werkzeugScryptFormat,
} from './scrypt/scrypt.ts'
import { sha256CryptFormat, sha512CryptFormat, sm3CryptFormat } from './iterated/sha-crypt.ts'
import { symfonyFormat } from './iterated/symfony.ts'

export type HashFormatSettings = {
  /** The parameters that the pool writes today. */
  readonly current: Argon2Parameters
  /** The library that computes every argon2 hash; the npm package `argon2` if absent. */
  readonly argon2Engine: Argon2Engine
  /** `truncate` if absent. */
  readonly bcryptOver72: BcryptOver72
  /**
   * `config.pepper` of a Rails system with Devise. With it, a bcrypt hash may be of either format, so the format has to
   * be named.
   */
  readonly devisePepper: Secret<string>
}

/**
 * Every format that can be read, one row for each. If a text has the shape of two of them, or of one that must be
 * named, the caller has to name the format.
 */
export const hashFormats = (settings: Partial<HashFormatSettings> = {}): readonly HashFormat[] => {
  const { current = argon2Parameters, argon2Engine = nodeArgon2, bcryptOver72, devisePepper } = settings
  const crypt = [
    bcryptFormat(bcryptOver72),
    md5CryptFormat(),
    sha256CryptFormat(),
    sha512CryptFormat(),
    sm3CryptFormat(),
  ]
  return [
    argon2Format('argon2id', argon2Engine, current),
    argon2Format('argon2i', argon2Engine),
    argon2Format('argon2d', argon2Engine),
    argon2OverFormat(argon2Engine),
    djangoArgon2Format(argon2Engine),
    ...crypt,
    apr1Format(),
    djangoBcryptFormat(bcryptOver72),
    ...(devisePepper === undefined ? [] : [deviseBcryptFormat(devisePepper, bcryptOver72)]),
    pepperedBcryptFormat(bcryptOver72),
    doubleBcryptFormat(bcryptOver72),
    djangoBcryptSha256Format(),
    passlibBcryptSha256Format(),
    passlibBcryptSha256V1Format(),
    wordpressBcryptFormat(),
    pbkdf2Format(),
    kratosPbkdf2Format(),
    passlibPbkdf2Format(),
    djangoPbkdf2Format(),
    clerkPbkdf2Format(),
    werkzeugPbkdf2Format(),
    atlassianPbkdf2Format(),
    mediawikiLegacyBFormat(),
    ...scramFormats(),
    aspnetIdentityV2Format(),
    aspnetIdentityV3Format(),
    scryptFormat(),
    kratosScryptFormat(),
    werkzeugScryptFormat(),
    djangoScryptFormat(),
    betterAuthScryptFormat(),
    firescryptFormat(),
    fbscryptFormat(),
    phpassFormat(),
    drupal7Format(),
    symfonyFormat(),
    ...ldapDigestFormats(),
    ldapCryptFormat(crypt),
    djangoDigestFormat('sha1'),
    djangoDigestFormat('md5'),
    werkzeugHmacFormat(),
    kratosDigestFormat(),
    kratosHmacFormat(),
    mysql41Format(),
    keycloakFormat(argon2Engine),
    auth0Format(argon2Engine, bcryptOver72),
    firebaseFormat(),
    oktaFormat(bcryptOver72),
    fusionauthFormat(bcryptOver72),
    logtoLegacyFormat(),
    giteaFormat(argon2Engine, bcryptOver72),
    clerkFormat(argon2Engine, bcryptOver72),
    stytchFormat(argon2Engine, bcryptOver72),
    aspnetMembershipFormat(),
    magentoFormat(argon2Engine),
    ntHashFormat(),
    nestedDigestFormat(),
    ...plainDigestFormats(),
  ]
}
