import { constants, createHash, publicEncrypt } from 'node:crypto'
import type { Identity, IdentityPorts, PoolSettingsInput } from '@keepsake/app'
import { undeliverable, unavailable, type Failure, type NewUser } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { codeAt, startedAt, valueOf, type Subject } from '../../builders/identity.ts'
import { tokenIn } from '../../builders/messages.ts'
import { newIdentity } from '../../builders/new-users.ts'
import { delivered, resetTokenOf } from '../../builders/passwords.ts'
import { publicKeyOf } from '../../builders/public-key.ts'

export const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
export const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
export const password = 'first of all, and long'
const newPassword = 'second to none, and longer'
const code = codeAt(secret, startedAt)

/** A pool that asks of its ports whatever it may. */
export const settings: Partial<PoolSettingsInput> = {
  phoneCountryCode: '+86',
  loginUrl: 'https://example.com/login',
  resetUrl: 'https://example.com/reset',
  activationUrl: 'https://example.com/activate',
  events: true,
  notices: { otpImported: true },
  passwords: {
    imported: 'enforce',
    weakHashes: 'wrap',
    weakAtSignIn: 'require_change',
    chosenByAdministrators: true,
    policy: { history: 2, whenLeaksUnknown: 'refuse' },
  },
}

type Call = (identity: Identity) => ResultAsync<unknown, Failure>

/** A use of the facade: what comes before it, over sound ports, and the call. */
export type Everyday = {
  readonly name: string
  /** Other ports than usual, which behave. */
  readonly ports?: (usual: IdentityPorts) => Partial<IdentityPorts>
  readonly prepare: (sound: Subject) => Promise<Call>
}

const bring = async ({ identity }: Subject, row: NewUser = {}): Promise<string> => {
  const list = [{ username: 'bob', email: 'bob@example.com', password, ...row }]
  return (await valueOf(identity.createUsers({ list }))).created[0]!.account.user.id
}

const withOtp: NewUser = { otp: { secret, recoveryCode } }

/** A call about bob, who has these fields. */
const aboutBob = (
  name: string,
  row: NewUser,
  call: (identity: Identity, userId: string) => ReturnType<Call>,
): Everyday => ({
  name,
  prepare: async (sound) => {
    const userId = await bring(sound, row)
    return (identity) => call(identity, userId)
  },
})

const bob = { login: 'bob', password, ip: '192.0.2.1' }

const signIns: readonly Everyday[] = [
  aboutBob('a sign-in', {}, (identity) => identity.signIn(bob)),
  aboutBob('a sign-in with a code', withOtp, (identity) => identity.signIn({ ...bob, code })),
  aboutBob('a sign-in with a recovery code', withOtp, (identity) =>
    identity.signIn({ ...bob, recoveryCode }),
  ),
  aboutBob('a sign-in by phone', { phone: '18812345678' }, (identity) =>
    identity.signIn({ ...bob, login: '188 1234 5678' }),
  ),
  aboutBob('a sign-in that is asked for a code', withOtp, (identity) => identity.signIn(bob)),
  aboutBob('a sign-in that must change the password', { resetPasswordOnFirstLogin: true }, (identity) =>
    identity.signIn(bob),
  ),
  {
    name: 'a sign-in whose hash is old',
    prepare: async ({ identity }) => {
      const encoded = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
      const list = [{ username: 'bob', password: encoded }]
      await valueOf(identity.createUsers({ list, options: { keepPassword: true } }))
      return (faulty) => faulty.signIn({ ...bob, password: 'correct horse battery' })
    },
  },
  {
    name: 'a sign-in that is completed',
    prepare: async (sound) => {
      await bring(sound, withOtp)
      const answer = await valueOf(sound.identity.signIn(bob))
      const ticket = answer.verdict === 'otp_required' ? answer.ticket : ''
      return (faulty) => faulty.completeSignIn({ ticket, code, ip: '192.0.2.1' })
    },
  },
  { name: 'a sign-in to an empty pool', prepare: async () => (faulty) => faulty.signIn(bob) },
  {
    name: 'a sign-in of nobody beside a custom hash',
    ports: ({ storage }) => ({
      storage: withSurvey(storage, { format: 'custom:old', cost: '', encoded: 'x' }),
    }),
    prepare: async () => (faulty) => faulty.signIn({ ...bob, login: 'nobody' }),
  },
]

const passwords: readonly Everyday[] = [
  aboutBob('a change of password', {}, (identity) => identity.changePassword({ ...bob, newPassword })),
  aboutBob('a judgement on a password', {}, (identity, userId) =>
    identity.validatePassword({ password: newPassword, userId }),
  ),
  aboutBob('a request to reset a password', {}, (identity) =>
    identity.requestPasswordReset({ login: 'bob' }),
  ),
  {
    name: 'the end of a reset',
    prepare: async (sound) => {
      await bring(sound)
      const token = await resetTokenOf(sound)
      return (faulty) => faulty.completePasswordReset({ token, newPassword })
    },
  },
  {
    name: 'an activation',
    prepare: async (sound) => {
      await valueOf(sound.identity.createUsers(invitation))
      const token = tokenIn((await delivered(sound))[0])!
      return (faulty) => faulty.completeActivation({ token, newPassword })
    },
  },
  {
    name: 'another link',
    prepare: async (sound) => {
      const { created } = await valueOf(sound.identity.createUsers(invitation))
      return (faulty) => faulty.resendActivation({ userId: created[0]!.account.user.id })
    },
  },
  aboutBob('a reset by an administrator', {}, (identity, userId) =>
    identity.resetPassword({ userId, by: 'generated' }),
  ),
  aboutBob('a demand for a change', {}, (identity, userId) => identity.requirePasswordChange({ userId })),
  aboutBob('a report on passwords', {}, (identity) => identity.reportPasswords()),
]

const invitation = {
  list: [{ username: 'bob', email: 'bob@example.com' }],
  options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
}

const batches: readonly Everyday[] = [
  {
    name: 'a batch',
    prepare:
      async ({ ports }) =>
      (faulty) => {
        const key = publicKeyOf(ports.transportCiphers.rsa)
        const sent = publicEncrypt(
          { key, padding: constants.RSA_PKCS1_PADDING },
          Buffer.from(password),
        ).toString('base64')
        const options = { sendNotification: { sendEmailNotification: true } }
        const rest = { departmentIds: ['d'], tenantIds: ['t'], phone: '18812345678', ...withOtp }
        const row = { username: 'bob', password: sent, passwordEncryptType: 'rsa', ...rest }
        return faulty.createUsers({ list: [row, { email: 'eve@example.com' }], options })
      },
  },
  {
    name: 'a batch of weak hashes',
    prepare: async () => (faulty) => {
      const hash = createHash('md5').update(password).digest('hex')
      const list = [{ username: 'bob', password: hash, passwordFormat: 'md5' }]
      return faulty.createUsers({ list, options: { keepPassword: true }, canaries: [{ row: 0, password }] })
    },
  },
  { name: 'an invitation', prepare: async () => (faulty) => faulty.createUsers(invitation) },
  aboutBob('an import of authenticators', {}, (identity, userId) =>
    identity.importOtp({ list: [{ userId, otp: { secret, recoveryCode, code } }] }),
  ),
  aboutBob('an import of the same', withOtp, (identity, userId) =>
    identity.importOtp({ list: [{ userId, otp: { secret, recoveryCode } }] }),
  ),
]

const users: readonly Everyday[] = [
  aboutBob('a look', {}, (identity, userId) => identity.getUser(userId)),
  aboutBob('a search', { phone: '18812345678' }, (identity) => identity.findUser({ phone: '18812345678' })),
  aboutBob('a list', {}, (identity) => identity.listUsers({})),
  {
    name: 'the next page of a list',
    prepare: async (sound) => {
      await valueOf(sound.identity.createUsers({ list: [{ username: 'ann' }, { username: 'eve' }] }))
      const { next } = await valueOf(sound.identity.listUsers({ limit: 1 }))
      return (faulty) => faulty.listUsers({ limit: 1, ...(next === undefined ? {} : { cursor: next }) })
    },
  },
  aboutBob('a count', {}, (identity) => identity.countUsers({})),
  aboutBob('an update', {}, (identity, userId) =>
    identity.updateUser({
      userId,
      changes: { phone: '18812345678', departmentIds: ['d'], tenantIds: ['t'] },
    }),
  ),
  aboutBob('a link', {}, (identity, userId) => identity.linkIdentity({ userId, identity: newIdentity })),
  aboutBob('a deletion', {}, (identity, userId) => identity.deleteUsers({ userIds: [userId] })),
  aboutBob('an unlocking', {}, (identity, userId) => identity.unlockUser({ userId })),
]

const authenticators: readonly Everyday[] = [
  aboutBob('a code of somebody who is signed in', withOtp, (identity, userId) =>
    identity.verifyOtp({ userId, code }),
  ),
  aboutBob('the beginning of an enrolment', {}, (identity, userId) =>
    identity.beginOtpEnrolment({ userId, recoveryCodes: 'one_at_once' }),
  ),
  {
    name: 'the end of an enrolment',
    prepare: async (sound) => {
      const userId = await bring(sound)
      const begun = await valueOf(sound.identity.beginOtpEnrolment({ userId }))
      const shown = codeAt(begun.secret.reveal(), startedAt)
      return (faulty) => faulty.confirmOtpEnrolment({ userId, token: begun.token.reveal(), code: shown })
    },
  },
  aboutBob('a list of authenticators', withOtp, (identity, userId) =>
    identity.listAuthenticators({ userId }),
  ),
  aboutBob('a removal of authenticators', withOtp, (identity, userId) =>
    identity.removeAuthenticators({ userId }),
  ),
  aboutBob('new recovery codes', withOtp, (identity, userId) => identity.regenerateRecoveryCodes({ userId })),
  aboutBob('a look at a secret', withOtp, (identity, userId) => identity.revealOtpSecret(userId)),
  aboutBob('a report on authenticators', withOtp, (identity) => identity.reportOtps()),
]

const allStale: Everyday['ports'] = ({ secretBox, recoveryCodeHasher }) => ({
  secretBox: { ...secretBox, isCurrent: () => false },
  recoveryCodeHasher: { ...recoveryCodeHasher, isCurrent: () => false },
})

const sealing: readonly Everyday[] = [
  aboutBob('a report on what is sealed', withOtp, (identity) => identity.reportSealing()),
  { ...aboutBob('a rotation', withOtp, (identity) => identity.rotateSealing()), ports: allStale },
  {
    name: 'a rotation while a link waits',
    ports: allStale,
    prepare: async ({ identity }) => {
      await valueOf(identity.createUsers(invitation))
      return (faulty) => faulty.rotateSealing()
    },
  },
]

const usernames: readonly Everyday[] = [
  aboutBob('a check of usernames', { username: 'Bob' }, (identity) => identity.checkUsernames()),
  {
    name: 'the end of a switch of usernames that was stopped',
    prepare: async (sound) => {
      await bring(sound)
      await valueOf(sound.rest.traits.replace('username-keys', 'exact', 'becoming exact'))
      return (identity) => identity.switchUsernames()
    },
  },
]

/** With a notice and an event that wait. */
const outbox = (name: string, call: Call, ports?: Everyday['ports']): Everyday => ({
  name,
  ...(ports === undefined ? {} : { ports }),
  prepare: async (sound) => {
    await valueOf(sound.identity.createUsers(invitation))
    return call
  },
})

const down = () => errAsync(unavailable('notice-sender', new Error('down')))
const refusing = () => errAsync(undeliverable('recipient-refused', new Error('nobody')))
const page = { state: 'waiting', limit: 5 } as const

const outboxes: readonly Everyday[] = [
  outbox('a round of notices', (identity) => identity.deliverNotices()),
  outbox(
    'a round of notices that come later',
    (identity) => identity.deliverNotices(),
    () => ({
      noticeSender: { send: down },
    }),
  ),
  outbox(
    'a round of notices that never come',
    (identity) => identity.deliverNotices(),
    () => ({
      noticeSender: { send: refusing },
    }),
  ),
  outbox('a report on notices', (identity) => identity.reportNotices()),
  outbox('a list of notices', (identity) => identity.listNotices(page)),
  outbox('another chance for notices', (identity) => identity.redriveNotices('all')),
  outbox('notices that are dropped', (identity) => identity.dropNotices(['x'])),
  outbox('the end of notices', (identity) => identity.forgetSentNotices({ before: startedAt })),
  outbox(
    'a round of events',
    (identity) => identity.deliverEvents(),
    () => ({
      eventSender: { send: () => okAsync() },
    }),
  ),
  outbox(
    'a round of events that come later',
    (identity) => identity.deliverEvents(),
    () => ({
      eventSender: { send: down },
    }),
  ),
  outbox(
    'a round of events that never come',
    (identity) => identity.deliverEvents(),
    () => ({
      eventSender: { send: refusing },
    }),
  ),
  outbox('a report on events', (identity) => identity.reportEvents()),
  outbox('a list of events', (identity) => identity.listEvents(page)),
  outbox('another chance for events', (identity) => identity.redriveEvents('all')),
  outbox('events that are dropped', (identity) => identity.dropEvents(['x'])),
  outbox('the end of events', (identity) => identity.forgetSentEvents({ before: startedAt })),
]

const withSurvey = (
  storage: IdentityPorts['storage'],
  example: { readonly format: string; readonly cost: string; readonly encoded: string },
): IdentityPorts['storage'] => ({
  ...storage,
  inPool: (pool) => {
    const stores = storage.inPool(pool)
    return {
      ...stores,
      credentials: { ...stores.credentials, survey: () => okAsync([{ users: 1, example }]) },
    }
  },
})

/** What the facade is used for, so that every port is asked for everything. */
export const everydayUses: readonly Everyday[] = [
  ...signIns,
  ...passwords,
  ...batches,
  ...users,
  ...authenticators,
  ...sealing,
  ...outboxes,
  ...usernames,
]
