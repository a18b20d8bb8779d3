import type { KeepsakePorts, SignIn } from '@keepsake/app'
import {
  sortDamaged,
  userId,
  type Credential,
  type Message,
  type NewUser,
  type Notice,
  type UserId,
} from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import { hashVectors } from '../adapters/password/vectors.ts'
import { passwordIn } from './messages.ts'
import { valueOf, type Subject } from './keepsake.ts'

/** What `bring` gives bob where the test gives nothing else. */
export const firstPassword = 'first of all, and long'

/** Brings one user in, bob if not said otherwise, and answers the id. */
export const bring = (subject: Subject, row: NewUser = {}): Promise<UserId> =>
  bringWithout(subject, { password: firstPassword, ...row })

/** Brings one user in who has no password. */
export const bringWithout = async ({ keepsake }: Subject, row: NewUser = {}): Promise<UserId> => {
  const report = await valueOf(keepsake.users.create({ list: [{ username: 'bob', ...row }] }))
  return report.created[0]!.account.user.id
}

/** Brings bob in with a hash that another system made, weaker than the pool's, and answers its password. */
export const bringKept = async (
  { keepsake }: Subject,
  row: NewUser = {},
): Promise<{ readonly id: UserId; readonly password: string }> => {
  const { encoded, password } = hashVectors('bcrypt').find((vector) =>
    vector.password.startsWith(' leading'),
  )!
  const list = [{ username: 'bob', password: encoded, ...row }]
  const { created } = await valueOf(keepsake.users.create({ list, options: { keepPassword: true } }))
  return { id: created[0]!.account.user.id, password }
}

/** What a sign-in of bob comes to. */
export const verdictOf = async (
  { keepsake }: Subject,
  password: string,
  given: Partial<SignIn> = {},
): Promise<string> => (await valueOf(keepsake.signIn({ login: 'bob', password, ...given }))).verdict

/** The ticket that bob is answered with, who must change the password. */
export const ticketOf = async (
  { keepsake }: Subject,
  password: string = firstPassword,
  given: Partial<SignIn> = {},
): Promise<string> => {
  const answer = await valueOf(keepsake.signIn({ login: 'bob', password, ...given }))
  if (answer.verdict !== 'password_change_required') throw new Error(`no ticket: ${answer.verdict}`)
  return answer.ticket.reveal()
}

/** The password of a user as it rests. */
export const credentialOf = async ({ rest }: Subject, id: string): Promise<Credential | undefined> =>
  (await valueOf(rest.credentials.findByUserIds([userId(id)])))[0]

/** The notices that wait. */
export const waitingNotices = ({ rest }: Subject): Promise<readonly Notice[]> =>
  valueOf(
    rest.outbox
      .list({ state: 'waiting', limit: 10_000 })
      .map((posted) => sortDamaged(posted.map(({ item }) => item)).sound),
  )

/** Sends the notices that wait, and answers them. */
export const delivered = async ({ keepsake, sender }: Subject): Promise<readonly Message[]> => {
  const before = sender.messages().length
  await valueOf(keepsake.notices.deliver())
  return sender.messages().slice(before)
}

/** Has a password made for a user, sends it, and answers what the notice tells. */
export const generatedFor = async (subject: Subject, id: string, mustChange?: boolean): Promise<string> => {
  const wish = mustChange === undefined ? {} : { mustChange }
  await valueOf(subject.keepsake.passwords.reset({ userId: id, by: 'generated', ...wish }))
  const password = passwordIn((await delivered(subject))[0])
  if (password === undefined) throw new Error('no password was told')
  return password
}

/** Requests a reset of bob's password, sends the token, and answers it. */
export const resetTokenOf = async (subject: Subject, login = 'bob'): Promise<string> => {
  await valueOf(subject.keepsake.passwords.requestReset({ login }))
  const [message] = await delivered(subject)
  if (message?.kind !== 'password-reset') throw new Error('no token was told')
  return message.token.reveal()
}

/** A hasher that answers nobody before it has made so many hashes, so that all who wait go on at one moment. */
export const meetingHasher = (
  { passwordHasher }: KeepsakePorts,
  count: number,
): Pick<KeepsakePorts, 'passwordHasher'> => {
  const meeting = Promise.withResolvers<void>()
  let made = 0
  return {
    passwordHasher: {
      hash: (plain) =>
        passwordHasher.hash(plain).andThen((hash) => {
          made += 1
          if (made === count) meeting.resolve()
          return ResultAsync.fromSafePromise(meeting.promise.then(() => hash))
        }),
    },
  }
}

/** A hasher that lets something else happen before it answers. */
export const slowHasher = (
  { passwordHasher }: KeepsakePorts,
  meanwhile: () => Promise<unknown>,
): Pick<KeepsakePorts, 'passwordHasher'> => ({
  passwordHasher: {
    hash: (plain) =>
      passwordHasher.hash(plain).andThen((hash) => ResultAsync.fromSafePromise(meanwhile().then(() => hash))),
  },
})
