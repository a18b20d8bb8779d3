import type { SealedField } from '@keepsake/domain'
import { scan } from '../../../architecture/scanner.ts'
import { readSources } from '../../../architecture/sources.ts'

type Field = SealedField['field']

const app = 'packages/app/src/'

/** Every source that seals something or hashes a recovery code, and as what. A new one is written down here first. */
export const sealingPlaces: Readonly<Record<string, readonly Field[]>> = {
  'use-cases/authenticators/enrolment-ticket.ts': ['otp_enrolment'],
  'use-cases/authenticators/foreign-hash.ts': ['recovery_code'],
  'use-cases/authenticators/make-second-factor.ts': ['otp_secret'],
  'use-cases/authenticators/recovery-code-hash.ts': ['recovery_code'],
  'use-cases/moves/before-image.ts': ['move_before', 'otp_secret'],
  'use-cases/passwords/password-token.ts': [
    'account_activation',
    'password_reset',
    'password_ticket',
    'sign_in_ticket',
  ],
  'use-cases/secrets/authenticator-secrets.ts': ['otp_secret'],
  'use-cases/secrets/digest-key-walk.ts': ['digest_key'],
  'use-cases/secrets/digest-key.ts': ['digest_key'],
  'use-cases/secrets/notice-secrets.ts': ['notice_secret'],
  'use-cases/shared/seal-notice.ts': ['notice_secret'],
}

/** Every source that makes digests, and what becomes of them. What is kept is made by `storedDigest`, which names the key. */
export const digestPlaces: Readonly<Record<string, string>> = {
  'use-cases/authenticators/enrolment-ticket.ts': 'kept until they expire: enrolment tickets that are spent',
  'use-cases/authenticators/sealed-secret.ts':
    'kept: the fingerprints of authenticators, and of recovery codes that are used',
  'use-cases/moves/digests.ts': 'kept: the keys, rows and fields that sources have brought',
  'use-cases/secrets/stored-digest.ts': 'makes those that are kept',
  'use-cases/sign-in/find-attempt.ts': 'kept for a day: attempts on a login that leads to nobody',
  'use-cases/sign-in/complete-sign-in.ts': 'kept for an hour: tickets that are spent',
  'guessing/decoys.ts': 'not kept: chooses a hash',
  'use-cases/sign-in/device-token.ts': 'given away for 90 days: the MAC of a device token',
  'guessing/hidden-attempts.ts': 'kept for a day: whose attempts are counted',
  'use-cases/sign-in/admit.ts': 'in memory for an hour: passwords that were refused',
  'use-cases/users/user-cursor.ts': 'given away: the tag of a cursor',
}

/** Where the words themselves are made. */
const makers = [
  'context.ts',
  'ports.ts',
  'guard/guard-ports.ts',
  'guard/port-promises.ts',
  'composition/secret-adapters.ts',
  'composition/tokens.ts',
]

/** The sources of the app that use one of the words as a name, comments apart. */
const usersOf = (isMeant: (words: readonly string[], at: number) => boolean): readonly string[] =>
  [...readSources(`${app}**/*.ts`)]
    .map(([path, source]) => [path.slice(app.length), scan(source)] as const)
    .filter(([path, tokens]) => {
      const words = tokens.map(({ kind, text }) => (kind === 'text' ? '' : text))
      return !makers.includes(path) && words.some((_, at) => isMeant(words, at))
    })
    .map(([path]) => path)

/** The sources that seal, whatever they call it on. */
export const sealingSources = (): readonly string[] =>
  usersOf(
    (words, at) =>
      words[at] === 'seal' ||
      (words[at] === 'recoveryCodeHasher' && words[at + 1] === '.' && words[at + 2] === 'hash'),
  )

/** The sources that make digests. */
export const digestSources = (): readonly string[] =>
  usersOf(
    (words, at) =>
      ['keyedDigest', 'storedDigest', 'digestOf'].includes(words[at] ?? '') && words[at + 1] === '(',
  ).filter((path) => path !== 'use-cases/secrets/digest-key.ts')
