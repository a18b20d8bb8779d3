import { constants, createHash, publicEncrypt } from 'node:crypto'
import { openSecretBox } from '@keepsake/adapters/secrets/secret-box'
import type { Keepsake, KeepsakePorts, PoolSettingsInput } from '@keepsake/app'
import { conceal, undeliverable, unavailable, userPoolId, type Failure, type NewUser } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { codeAt, pool, startedAt, usualSealingKey, valueOf, type Subject } from '../../builders/keepsake.ts'
import { tokenIn } from '../../builders/messages.ts'
import { newIdentity } from '../../builders/new-users.ts'
import { delivered, resetTokenOf } from '../../builders/passwords.ts'
import { everydayMoves } from './everyday-moves.ts'
import { publicKeyOf } from '../../builders/public-key.ts'
import { aLedgerRow } from '../../builders/users.ts'

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

type Call = (keepsake: Keepsake) => ResultAsync<unknown, Failure>

/** A use of the facade: what comes before it, over sound ports, and the call. */
export type Everyday = {
  readonly name: string
  /** Other ports than usual, which behave. */
  readonly ports?: (usual: KeepsakePorts) => Partial<KeepsakePorts>
  readonly prepare: (sound: Subject) => Promise<Call>
}

const bring = async ({ keepsake }: Subject, row: NewUser = {}): Promise<string> => {
  const list = [{ username: 'bob', email: 'bob@example.com', password, ...row }]
  return (await valueOf(keepsake.users.create({ list }))).created[0]!.account.user.id
}

const withAuthenticator: NewUser = { otp: { secret, recoveryCode } }

/** A call about bob, who has these fields. */
const aboutBob = (
  name: string,
  row: NewUser,
  call: (keepsake: Keepsake, userId: string) => ReturnType<Call>,
): Everyday => ({
  name,
  prepare: async (sound) => {
    const userId = await bring(sound, row)
    return (keepsake) => call(keepsake, userId)
  },
})

const bob = { login: 'bob', password, ip: '192.0.2.1' }

const signIns: readonly Everyday[] = [
  aboutBob('a sign-in', {}, (keepsake) => keepsake.signIn(bob)),
  aboutBob('a sign-in with a code', withAuthenticator, (keepsake) => keepsake.signIn({ ...bob, code })),
  aboutBob('a sign-in with a recovery code', withAuthenticator, (keepsake) =>
    keepsake.signIn({ ...bob, recoveryCode }),
  ),
  aboutBob('a sign-in by phone', { phone: '18812345678' }, (keepsake) =>
    keepsake.signIn({ ...bob, login: '188 1234 5678' }),
  ),
  aboutBob('a sign-in that is asked for a code', withAuthenticator, (keepsake) => keepsake.signIn(bob)),
  aboutBob('a sign-in that must change the password', { resetPasswordOnFirstLogin: true }, (keepsake) =>
    keepsake.signIn(bob),
  ),
  {
    name: 'a sign-in whose hash is old',
    prepare: async ({ keepsake }) => {
      const encoded = '$2y$04$N0LtlJSVLUxhw2Ij2GNvUeXW4/VX0e98.jv6wQ2c.uBZQEFNC8kam'
      const list = [{ username: 'bob', password: encoded }]
      await valueOf(keepsake.users.create({ list, options: { keepPassword: true } }))
      return (faulty) => faulty.signIn({ ...bob, password: 'correct horse battery' })
    },
  },
  {
    name: 'a sign-in that is completed',
    prepare: async (sound) => {
      await bring(sound, withAuthenticator)
      const answer = await valueOf(sound.keepsake.signIn(bob))
      const ticket = answer.verdict === 'otp_required' ? answer.ticket.reveal() : ''
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
  aboutBob('a change of password', {}, (keepsake) => keepsake.passwords.change({ ...bob, newPassword })),
  aboutBob('a judgement on a password', {}, (keepsake, userId) =>
    keepsake.passwords.validate({ password: newPassword, userId }),
  ),
  aboutBob('a request to reset a password', {}, (keepsake) =>
    keepsake.passwords.requestReset({ login: 'bob' }),
  ),
  {
    name: 'the end of a reset',
    prepare: async (sound) => {
      await bring(sound)
      const token = await resetTokenOf(sound)
      return (faulty) => faulty.passwords.completeReset({ token, newPassword })
    },
  },
  {
    name: 'an activation',
    prepare: async (sound) => {
      await valueOf(sound.keepsake.users.create(invitation))
      const token = tokenIn((await delivered(sound))[0])!
      return (faulty) => faulty.activations.complete({ token, newPassword })
    },
  },
  {
    name: 'another link',
    prepare: async (sound) => {
      const { created } = await valueOf(sound.keepsake.users.create(invitation))
      return (faulty) => faulty.activations.resend({ userId: created[0]!.account.user.id })
    },
  },
  aboutBob('a reset by an administrator', {}, (keepsake, userId) =>
    keepsake.passwords.reset({ userId, by: 'generated' }),
  ),
  aboutBob('a demand for a change', {}, (keepsake, userId) => keepsake.passwords.requireChange({ userId })),
  aboutBob('a report on passwords', {}, (keepsake) => keepsake.passwords.report()),
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
        const rest = { departmentIds: ['d'], tenantIds: ['t'], phone: '18812345678', ...withAuthenticator }
        const row = { username: 'bob', password: sent, passwordEncryptType: 'rsa', ...rest }
        return faulty.users.create({ list: [row, { email: 'eve@example.com' }], options })
      },
  },
  {
    name: 'a batch of weak hashes',
    prepare: async () => (faulty) => {
      const hash = createHash('md5').update(password).digest('hex')
      const list = [{ username: 'bob', password: hash, passwordFormat: 'md5' }]
      return faulty.users.create({ list, options: { keepPassword: true }, canaries: [{ row: 0, password }] })
    },
  },
  { name: 'an invitation', prepare: async () => (faulty) => faulty.users.create(invitation) },
  aboutBob('an import of authenticators', {}, (keepsake, userId) =>
    keepsake.authenticators.import({ list: [{ userId, otp: { secret, recoveryCode, code } }] }),
  ),
  aboutBob('an import of the same', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.import({ list: [{ userId, otp: { secret, recoveryCode } }] }),
  ),
]

const users: readonly Everyday[] = [
  aboutBob('a look', {}, (keepsake, userId) => keepsake.users.get({ userId })),
  aboutBob('a search', { phone: '18812345678' }, (keepsake) => keepsake.users.find({ phone: '18812345678' })),
  aboutBob('a list', {}, (keepsake) => keepsake.users.list({})),
  {
    name: 'the next page of a list',
    prepare: async (sound) => {
      await valueOf(sound.keepsake.users.create({ list: [{ username: 'ann' }, { username: 'eve' }] }))
      const { next } = await valueOf(sound.keepsake.users.list({ limit: 1 }))
      return (faulty) => faulty.users.list({ limit: 1, ...(next === undefined ? {} : { cursor: next }) })
    },
  },
  aboutBob('a count', {}, (keepsake) => keepsake.users.count({})),
  aboutBob('an update', {}, (keepsake, userId) =>
    keepsake.users.update({
      userId,
      changes: { phone: '18812345678', departmentIds: ['d'], tenantIds: ['t'] },
    }),
  ),
  aboutBob('a link', {}, (keepsake, userId) => keepsake.identities.link({ userId, identity: newIdentity })),
  aboutBob('a deletion', {}, (keepsake, userId) => keepsake.users.delete({ userIds: [userId] })),
  aboutBob('an unlocking', {}, (keepsake, userId) => keepsake.users.unlock({ userId })),
]

const authenticators: readonly Everyday[] = [
  aboutBob('a code of somebody who is signed in', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.verify({ userId, code }),
  ),
  aboutBob('the beginning of an enrolment', {}, (keepsake, userId) =>
    keepsake.authenticators.begin({ userId, recoveryCodes: 'one_at_once' }),
  ),
  {
    name: 'the end of an enrolment',
    prepare: async (sound) => {
      const userId = await bring(sound)
      const begun = await valueOf(sound.keepsake.authenticators.begin({ userId }))
      const shown = codeAt(begun.secret.reveal(), startedAt)
      return (faulty) => faulty.authenticators.confirm({ userId, ticket: begun.ticket.reveal(), code: shown })
    },
  },
  aboutBob('a list of authenticators', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.list({ userId }),
  ),
  aboutBob('a removal of authenticators', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.removeAll({ userId }),
  ),
  aboutBob('new recovery codes', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.regenerateRecoveryCodes({ userId }),
  ),
  aboutBob('a look at a secret', withAuthenticator, (keepsake, userId) =>
    keepsake.authenticators.reveal({ userId }),
  ),
  aboutBob('a report on authenticators', withAuthenticator, (keepsake) => keepsake.authenticators.report()),
]

const allStale: Everyday['ports'] = ({ secretBox, recoveryCodeHasher }) => ({
  secretBox: { ...secretBox, isCurrent: () => false },
  recoveryCodeHasher: { ...recoveryCodeHasher, isCurrent: () => false },
})

const sealing: readonly Everyday[] = [
  aboutBob('a report on what is sealed', withAuthenticator, (keepsake) => keepsake.secrets.report()),
  { ...aboutBob('a rotation', withAuthenticator, (keepsake) => keepsake.secrets.rotate()), ports: allStale },
  {
    name: 'a rotation while a link waits',
    ports: allStale,
    prepare: async ({ keepsake }) => {
      await valueOf(keepsake.users.create(invitation))
      return (faulty) => faulty.secrets.rotate()
    },
  },
  {
    name: 'a rotation of what a user was before a move',
    ports: allStale,
    prepare: async ({ keepsake, rest }) => {
      const { created } = await valueOf(keepsake.users.create({ list: [{ username: 'bob' }] }))
      const row = aLedgerRow(created[0]!.account.user.id)
      const place = { pool: userPoolId(pool), field: 'move_before', record: row.keyDigest } as const
      // By a box that nobody watches, because it is no use case that seals here.
      const before = [await valueOf(openSecretBox(usualKeys).seal(conceal('{"move":"m1"}'), place))]
      await valueOf(rest.moves.putRows([{ from: undefined, to: { ...row, before } }]))
      return (faulty) => faulty.secrets.rotate()
    },
  },
]

const usualKeys = { keys: [{ id: 'k1', key: usualSealingKey }], current: 'k1' }

const usernames: readonly Everyday[] = [
  aboutBob('a check of usernames', { username: 'Bob' }, (keepsake) => keepsake.usernames.check()),
  {
    name: 'the end of a switch of usernames that was stopped',
    prepare: async (sound) => {
      await bring(sound)
      await valueOf(sound.rest.traits.replace('username-keys', 'exact', 'becoming exact'))
      return (keepsake) => keepsake.usernames.switch()
    },
  },
]

/** With a notice and an event that wait. */
const outbox = (name: string, call: Call, ports?: Everyday['ports']): Everyday => ({
  name,
  ...(ports === undefined ? {} : { ports }),
  prepare: async (sound) => {
    await valueOf(sound.keepsake.users.create(invitation))
    return call
  },
})

const down = () => errAsync(unavailable('notice-sender', new Error('down')))
const refusing = () => errAsync(undeliverable('recipient-refused', new Error('nobody')))
const page = { state: 'waiting', limit: 5 } as const

const outboxes: readonly Everyday[] = [
  outbox('a round of notices', (keepsake) => keepsake.notices.deliver()),
  outbox(
    'a round of notices that come later',
    (keepsake) => keepsake.notices.deliver(),
    () => ({
      noticeSender: { send: down },
    }),
  ),
  outbox(
    'a round of notices that never come',
    (keepsake) => keepsake.notices.deliver(),
    () => ({
      noticeSender: { send: refusing },
    }),
  ),
  outbox('a report on notices', (keepsake) => keepsake.notices.report()),
  outbox('a list of notices', (keepsake) => keepsake.notices.list(page)),
  outbox('another chance for notices', (keepsake) => keepsake.notices.redrive({ all: true })),
  outbox('notices that are dropped', (keepsake) => keepsake.notices.drop({ ids: ['x'] })),
  outbox('the end of notices', (keepsake) => keepsake.notices.forgetSent({ before: startedAt })),
  outbox(
    'a round of events',
    (keepsake) => keepsake.events.deliver(),
    () => ({
      eventSender: { send: () => okAsync() },
    }),
  ),
  outbox(
    'a round of events that come later',
    (keepsake) => keepsake.events.deliver(),
    () => ({
      eventSender: { send: down },
    }),
  ),
  outbox(
    'a round of events that never come',
    (keepsake) => keepsake.events.deliver(),
    () => ({
      eventSender: { send: refusing },
    }),
  ),
  outbox('a report on events', (keepsake) => keepsake.events.report()),
  outbox('a list of events', (keepsake) => keepsake.events.list(page)),
  outbox('another chance for events', (keepsake) => keepsake.events.redrive({ all: true })),
  outbox('events that are dropped', (keepsake) => keepsake.events.drop({ ids: ['x'] })),
  outbox('the end of events', (keepsake) => keepsake.events.forgetSent({ before: startedAt })),
]

const withSurvey = (
  storage: KeepsakePorts['storage'],
  example: { readonly format: string; readonly cost: string; readonly encoded: string },
): KeepsakePorts['storage'] => ({
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
  ...everydayMoves,
]
