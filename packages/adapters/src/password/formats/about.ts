import { digests } from './digest/digest.ts'

/** Facts about a format in addition to how it is read. */
export type FormatAbout = {
  readonly kind: 'key derivation' | 'iterated' | 'digest' | 'export'
  /** The systems that write such hashes. */
  readonly from: string
  /** How strong such a hash may be once it is stolen. */
  readonly strength: 'weak' | 'fair' | 'weak or fair' | 'weak to strong'
}

type Kind = FormatAbout['kind']

const all =
  (kind: Kind, strength: FormatAbout['strength']) =>
  (from: Readonly<Record<string, string>>): readonly (readonly [string, FormatAbout])[] =>
    Object.entries(from).map(([id, each]) => [id, { kind, strength, from: each }])

/** Every digest alone, and with a salt or a key. */
const plainDigests = digests.flatMap((digest): readonly (readonly [string, string])[] => [
  [digest, 'systems of their own'],
  [
    `${digest}-salt-prefix`,
    digest === 'md5' ? 'osCommerce, and systems of their own' : 'systems of their own',
  ],
  [`${digest}-salt-suffix`, digest === 'md5' ? 'Joomla, and systems of their own' : 'systems of their own'],
  [`hmac-${digest}`, 'systems of their own'],
])

const about: ReadonlyMap<string, FormatAbout> = new Map([
  ...all(
    'key derivation',
    'weak to strong',
  )({
    argon2id: 'Keepsake; most systems of today',
    argon2i: 'libsodium, Logto, old PHP',
    argon2d: 'systems of their own',
    'argon2id-over': 'Keepsake, over imported digests',
    'django-argon2': 'Django',
    bcrypt: 'most systems since 1999',
    'django-bcrypt': 'Django’s BCryptPasswordHasher',
    'django-bcrypt-sha256': 'Django’s BCryptSHA256PasswordHasher',
    'passlib-bcrypt-sha256': 'passlib 1.7.3 and later',
    'passlib-bcrypt-sha256-v1': 'passlib before 1.7.3',
    'devise-bcrypt': 'Devise (Rails) with a pepper',
    'peppered-bcrypt': 'Clerk, of Devise’s hashes; systems with a pepper of each user’s',
    'wordpress-bcrypt': 'WordPress 6.8 and later',
    'double-bcrypt': 'WoltLab Burning Board 4, WoltLab Suite before 5.4',
    pbkdf2: 'Auth0, Kratos, and systems whose parameters you give as fields',
    'kratos-pbkdf2': 'Kratos, with SHA-3',
    'passlib-pbkdf2': 'passlib, OpenLDAP, 389 Directory Server',
    'django-pbkdf2': 'Django',
    'clerk-pbkdf2': 'Clerk, with a salt that Django does not draw',
    'werkzeug-pbkdf2': 'Werkzeug (Flask)',
    'aspnet-identity-v3': 'ASP.NET Core Identity',
    'mediawiki-legacy-b': 'MediaWiki, upgraded',
    'scram-sha-1': 'PostgreSQL’s relatives, Dovecot',
    'scram-sha-256': 'PostgreSQL, Kafka, MongoDB, Dovecot',
    'scram-sha-512': 'Kafka',
    scrypt: 'passlib, Zitadel, and systems whose parameters you give as fields',
    'kratos-scrypt': 'Kratos',
    'werkzeug-scrypt': 'Werkzeug 2.3 and later (Flask)',
    'django-scrypt': 'Django 4 and later',
    firescrypt: 'Kratos, of Firebase’s hashes',
    fbscrypt: 'Supabase, of Firebase’s hashes',
  }),
  ...all(
    'key derivation',
    'fair',
  )({
    'atlassian-pbkdf2': 'Jira, Confluence, Crowd',
    'better-auth-scrypt': 'better-auth, Lucia 3',
  }),
  ...all('key derivation', 'weak')({ 'aspnet-identity-v2': 'ASP.NET Identity 1 and 2' }),
  ...all(
    'iterated',
    'weak',
  )({
    'md5-crypt': 'FreeBSD, old Linux, Cisco, Kratos',
    apr1: 'Apache’s htpasswd',
    phpass: 'WordPress before 6.8, phpBB 3, and other PHP',
  }),
  ...all(
    'iterated',
    'weak or fair',
  )({
    'sha256-crypt': 'Linux, Kratos',
    'sha512-crypt': 'Linux from 2009 to 2021, Kratos',
    'sm3-crypt': 'Linux of China: openEuler, Kylin, Anolis',
    drupal7: 'Drupal 7',
    'symfony-sha512': 'Symfony 2 to 4, as Clerk writes it down',
    'nested-digest': 'what the expression says: Redmine, OpenCart, Shiro, Spring Security',
  }),
  ...all(
    'digest',
    'weak',
  )({
    'ldap-md5': 'directories (RFC 2307), Dovecot',
    'ldap-smd5': 'directories, Dovecot',
    'ldap-sha': 'directories (RFC 2307), Dovecot',
    'ldap-ssha': 'directories, Dovecot',
    'ldap-sha256': 'directories, Dovecot',
    'ldap-ssha256': 'directories, Dovecot',
    'ldap-sha384': 'directories',
    'ldap-ssha384': 'directories',
    'ldap-sha512': 'directories, Dovecot',
    'ldap-ssha512': 'directories, Dovecot',
    'django-sha1': 'Django, unsalted too',
    'django-md5': 'Django, unsalted too',
    'werkzeug-hmac': 'Werkzeug before 2.3 (Flask)',
    'kratos-digest': 'Kratos',
    'kratos-hmac': 'Kratos',
    mysql41: 'MySQL and MariaDB',
    'nt-hash': 'Windows, Samba',
    vbulletin: 'vBulletin 3 and 4, UCenter, Discuz!',
    mybb: 'MyBB, Invision Power Board',
    ...Object.fromEntries(plainDigests),
  }),
  ...all(
    'export',
    'weak to strong',
  )({
    'ldap-crypt': 'directories, with bcrypt or crypt(3) inside',
    keycloak: 'Keycloak',
    auth0: 'Auth0’s custom_password_hash',
    firebase: 'Firebase Authentication',
    okta: 'Okta',
    fusionauth: 'FusionAuth',
    'logto-legacy': 'Logto’s Legacy method',
    gitea: 'Gitea, Forgejo',
    clerk: 'Clerk',
    stytch: 'Stytch',
    magento: 'Magento 2, Adobe Commerce',
  }),
  ...all('export', 'weak')({ 'aspnet-membership': 'ASP.NET Membership' }),
])

/** The facts about a format of the table; nothing for a custom format. */
export const aboutFormat = (id: string): FormatAbout | undefined => about.get(id)
