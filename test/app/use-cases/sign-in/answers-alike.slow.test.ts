import type { CreateUsers, SignIn } from '@keepsake/app'
import type { PasswordHash } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { watchStorage } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const newPassword = 'nine geese on a raft'

/** `printf 'correct horse battery' | md5sum` */
const md5: CreateUsers = {
  list: [{ username: 'bob', password: '88e4ddd2402d92d50e1879d6ecd9ffd4', passwordFormat: 'md5' }],
  options: { keepPassword: true },
}
/** `htpasswd -nbBC 4 u 'correct horse battery'` */
const bcrypt: CreateUsers = {
  list: [{ username: 'bob', password: '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam' }],
  options: { keepPassword: true },
}
const bob = (row: object = {}): CreateUsers => ({
  list: [{ username: 'bob', email: 'bob@example.com', phone: '18812348888', password, ...row }],
})

/** What the account behind the login is, and what is said for its password. */
type Case = {
  readonly of?: CreateUsers
  readonly login?: string
  readonly given: string
  readonly unreadable?: true
}

const wrong = 'battery horse correct'

/** All that a stranger may meet. To each of them the answer must be that of a login that nobody has. */
const cases: Readonly<Record<string, Case>> = {
  'the password is wrong': { of: bob(), given: wrong },
  'the password is wrong and the login an email': { of: bob(), login: 'Bob@Example.com', given: wrong },
  'the password is wrong and the login a phone number': { of: bob(), login: '188 1234 8888', given: wrong },
  'the user has no password': { of: bob({ password: undefined }), given: wrong },
  'a user without a password is asked for an empty one': { of: bob({ password: undefined }), given: '' },
  'the user is suspended': { of: bob({ status: 'Suspended' }), given: wrong },
  'the user is suspended and the password right': { of: bob({ status: 'Suspended' }), given: password },
  'the user is suspended and the password right, which has three spellings': {
    of: bob({ status: 'Suspended', password: 'Ame\u0301lie ﬁre' }),
    given: 'Ame\u0301lie ﬁre',
  },
  'the user has resigned': { of: bob({ status: 'Resigned' }), given: wrong },
  'the user has resigned and the password is right': { of: bob({ status: 'Resigned' }), given: password },
  'the user is archived': { of: bob({ status: 'Archived' }), given: wrong },
  'the user is archived and the password right': { of: bob({ status: 'Archived' }), given: password },
  'the user is deactivated': { of: bob({ status: 'Deactivated' }), given: wrong },
  'the user is deactivated and the password right': { of: bob({ status: 'Deactivated' }), given: password },
  'the password must be changed': { of: bob({ resetPasswordOnFirstLogin: true }), given: wrong },
  'the user has an authenticator': { of: bob({ otp: { secret, recoveryCode } }), given: wrong },
  'the suspended user has an authenticator and the password is right': {
    of: bob({ otp: { secret, recoveryCode }, status: 'Suspended' }),
    given: password,
  },
  'the hash is a kept MD5': { of: md5, given: wrong },
  'the hash is a kept bcrypt': { of: bcrypt, given: wrong },
  'the hash cannot be read': { of: bob(), given: password, unreadable: true },
  'the hash cannot be read and the password is too long': {
    of: bob(),
    given: 'x'.repeat(5000),
    unreadable: true,
  },
  'the password is too long': { of: bob(), given: 'x'.repeat(5000) },
  'the password is no text': { of: bob(), given: '\ud800' },
}

const pathways = {
  'a sign-in': (subject: Subject, attempt: SignIn) => subject.keepsake.signIn(attempt),
  'a change of password': (subject: Subject, attempt: SignIn) =>
    subject.keepsake.passwords.change({ ...attempt, newPassword }),
} as const

type Watched = Subject & { readonly steps: string[]; readonly eve: string }

/** A pool with others in it, whose hashes are decoys; `steps`: every verb of the storage and every check, as they come; `eve`: a device token. */
const openWatched = async (open: OpenSubject, { of, unreadable }: Case): Promise<Watched> => {
  const steps: string[] = []
  const subject = await openSubject(open, {
    ports: ({ storage, passwordVerifier }) => ({
      storage: watchStorage(storage, (verb) => void steps.push(verb)),
      passwordVerifier: {
        ...passwordVerifier,
        verify: (text, hash) => {
          if (hash.format !== gone.format) steps.push('a check')
          return passwordVerifier.verify(text, hash)
        },
      },
    }),
  })
  const eve = { username: 'eve', password: 'eve is another one' }
  await valueOf(subject.keepsake.users.create({ list: [eve] }))
  if (of) await valueOf(subject.keepsake.users.create(of))
  if (unreadable) await forgetFormat(subject)
  // The first attempt of all counts the pool's hashes.
  await valueOf(subject.keepsake.signIn({ login: 'somebody else', password }))
  const ofEve = await valueOf(subject.keepsake.signIn({ login: eve.username, password: eve.password }))
  steps.length = 0
  return { ...subject, steps, eve: 'deviceToken' in ofEve ? ofEve.deviceToken.reveal() : '' }
}

const gone: PasswordHash = { format: 'of a reader that is gone', cost: '', encoded: 'unreadable' }

const forgetFormat = async ({ keepsake, rest }: Subject): Promise<void> => {
  const id = (await valueOf(keepsake.users.find({ login: 'bob' })))!.user.id
  const [present] = await valueOf(rest.credentials.findByUserIds([id]))
  await valueOf(rest.credentials.replace(present!.hash, { ...present!, hash: gone }))
}

/** What is said beside the login and password. `after`: how much later, in ms; `ofEve`: with the token of Eve's device. */
type Said = Partial<SignIn> & { readonly after?: number; readonly ofEve?: true }

const ip = '192.0.2.1'

/**
 * Attempts from unknown addresses, each with another proof beside the password; then too many from one address; then a
 * password that is refused and comes again.
 */
const attempts: readonly Said[] = [
  {},
  { code: codeAt(secret, startedAt) },
  { code: '000000' },
  { recoveryCode },
  { recoveryCode: 'no such code' },
  { ofEve: true },
  ...Array.from({ length: 4 }, () => ({ ip })),
  { ip, ofEve: true },
  { ip },
  { ip, ofEve: true },
  { ip, password: 'not tried before' },
  { ip, password: 'not tried before', after: 6000 },
]

type Pathway = keyof typeof pathways

const verdicts = [
  ...Array.from({ length: 11 }, () => 'wrong_credentials'),
  ...Array.from({ length: 3 }, () => 'too_many_attempts'),
  'wrong_credentials',
]

type Asked = { readonly answers: readonly string[]; readonly steps: readonly string[] }

const ask = async (open: OpenSubject, pathway: Pathway, which: Case): Promise<Asked> => {
  const { login = 'bob', given } = which
  const subject = await openWatched(open, which)
  const answers: string[] = []
  for (const { after = 0, ofEve, ...attempt } of attempts) {
    subject.clock.set(subject.clock.now() + after)
    const token = ofEve === undefined ? {} : { deviceToken: subject.eve }
    const said = { login, password: given, ...attempt, ...token }
    answers.push(JSON.stringify(await pathways[pathway](subject, said)))
  }
  return { answers, steps: subject.steps }
}

describe.each(storages)('on $name, neither the answers nor the steps', ({ open }) => {
  describe.each(Object.keys(pathways) as readonly Pathway[])('of %s tell', (pathway) => {
    test.each(Object.keys(cases))('that %s', async (name) => {
      const { of: _, unreadable: _unreadable, ...said } = cases[name]!
      const ofNobody = await ask(open, pathway, said)
      expect(ofNobody.answers.map((text) => JSON.parse(text).value.verdict)).toEqual(verdicts)
      expect(await ask(open, pathway, cases[name]!)).toEqual(ofNobody)
    })
  })
})
