import {
  gather,
  generatePassword,
  inside,
  issue,
  noticeAddresses,
  rejected,
  unavailable,
  under,
  userId,
  type Checked,
  type Credential,
  type EarnedNotice,
  type Failure,
  type Notice,
  type PlainPassword,
  type User,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import { sealPlace, type Context } from '../../context.ts'
import { userNotFound } from '../find-user.ts'
import { findPasswordAccount, judgePassword } from './judge-password.ts'
import { parseNewPassword } from './new-password.ts'
import type { PasswordTransport } from './password-transport.ts'
import { putPassword, type NewPassword } from './put-password.ts'

/**
 * An administrator's new password for a user. `generated`: nobody but the user sees it, in a notice. `administrator`: where
 * the pool lets administrators choose. It must be changed at the next sign-in unless `mustChange` denies that.
 */
export type ResetPassword = { readonly userId: string; readonly mustChange?: boolean } & (
  | { readonly by: 'generated' }
  | (PasswordTransport & { readonly by: 'administrator'; readonly newPassword: string })
)

/** Puts a new password in the place of whatever the user has. Of two resets at one moment the later one stays, whole. */
export const resetPassword = (command: ResetPassword, context: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const [user] = yield* context.storage.users.findByIds([userId(command.userId)])
    if (user === undefined) return err(userNotFound)
    const { plain, notices } =
      command.by === 'generated'
        ? yield* generate(user, context)
        : { plain: yield* readChosen(command.newPassword, user, context), notices: [] }
    const hash = yield* context.changes.enter({ lane: 'administrators', isKnown: true }, () =>
      context.ports.passwordHasher.hash(plain, 'sign-in'),
    )
    const by = 'administrator'
    const next = { userId: user.id, hash, mustChange: command.mustChange ?? true, by, notices } as const
    return ok(toAccount(user, yield* put(next, context)))
  })

type Fresh = { readonly plain: PlainPassword; readonly notices: readonly Notice[] }

const generate = (user: User, context: Context): ResultAsync<Fresh, Failure> =>
  safeTry(async function* () {
    const { sources, secretBox } = context.ports
    const earned = yield* earnNotice(user, context).mapErr(rejected)
    const plain = generatePassword(sources.randomBytes, context.settings.passwords.policy)
    const id = sources.newId()
    const secret = yield* secretBox.seal(
      plain,
      sealPlace(context, user.id, { field: 'notice_secret', record: id }),
    )
    const notice: Notice = {
      id,
      userId: user.id,
      ...earned,
      secret,
      createdAt: sources.clock(),
    }
    return ok({ plain, notices: [notice] })
  })

/** Where the user is told, and where to sign in with it. */
const earnNotice = (user: User, { settings: { loginUrl } }: Context): Checked<EarnedNotice> => {
  const [address] = noticeAddresses(user)
  return gather(
    address === undefined ? err([issue('notice.address_missing', ['userId'])]) : ok(address),
    loginUrl === undefined ? err([issue('notice.login_url_missing')]) : ok(loginUrl),
  ).map(([known, url]) => ({ ...known, kind: 'password-generated', url }))
}

const readChosen = (text: string, user: User, context: Context): ResultAsync<PlainPassword, Failure> =>
  safeTry(async function* () {
    const place = ['newPassword']
    if (!context.settings.passwords.chosenByAdministrators)
      return err(rejected([issue('password.not_for_administrators', place)]))
    const plain = yield* inside(place, parseNewPassword(text, context)).mapErr(rejected)
    const issues = yield* judgePassword(plain, yield* findPasswordAccount(user, context), context)
    return issues.length === 0 ? ok(plain) : err(rejected(under(place, issues)))
  })

/** More than users and administrators can press a button at one moment. */
const mostTries = 8

/** Replaces whatever password there is; where that one is changed at the same moment, the one that it has become. */
const put = (next: NewPassword, context: Context, tries = mostTries): ResultAsync<Credential, Failure> =>
  putPassword(next, () => true, context).andThen((outcome): ResultAsync<Credential, Failure> => {
    if (outcome === 'gone') return errAsync(userNotFound)
    if (outcome !== 'overtaken') return okAsync(outcome)
    return tries > 1
      ? put(next, context, tries - 1)
      : errAsync(unavailable('storage', new Error('a password is being changed over and over')))
  })
