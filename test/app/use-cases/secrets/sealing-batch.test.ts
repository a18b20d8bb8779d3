import { createHash } from 'node:crypto'
import { makeRecoveryCodeHasher } from '@keepsake/adapters/secrets/recovery-codes'
import { makeSecretBox } from '@keepsake/adapters/secrets/secret-box'
import type { CreateUsers, KeepsakePorts } from '@keepsake/app'
import { describe, expect, test } from 'vitest'
import {
  keyEncryptionBy,
  openKeyManagementService,
  type KeyManagementService,
} from '../../../adapters/secrets/key-management-service.ts'
import {
  codeAt,
  everyRow,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'nine geese on a raft'
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const secretOf = (index: number): string =>
  Array.from(createHash('sha256').update(String(index)).digest(), (byte) => alphabet[byte % 32]).join('')

/** Authenticators with a recovery code of ours and one of another system. */
const batchOf = (users: number): CreateUsers => ({
  list: Array.from({ length: users }, (_, index) => ({
    username: `user-${index}`,
    email: `user-${index}@example.com`,
    ...(index < 3 ? { password } : {}),
    otp: {
      secret: secretOf(index),
      recoveryCode: `b471-8ec0-874a-${String(index).padStart(4, '0')}`,
      recoveryCodes: [
        { hash: { scheme: 'sha512', encoded: createHash('sha512').update(`ab12cd3${index}`).digest('hex') } },
      ],
    },
  })),
})

const by =
  (service: KeyManagementService, keyId: string) =>
  (): Pick<KeepsakePorts, 'secretBox' | 'recoveryCodeHasher'> => {
    const keyEncryption = keyEncryptionBy(service, keyId)
    return {
      secretBox: makeSecretBox(keyEncryption),
      recoveryCodeHasher: makeRecoveryCodeHasher(keyEncryption),
    }
  }

/** An identity whose keys are in a key management service. Its digest key is made already. */
const openOn = async (open: OpenSubject) => {
  const service = openKeyManagementService()
  service.makeKey('kms-1')
  const subject = await openSubject(open, {
    ports: by(service, 'kms-1'),
    settings: { activationUrl: 'https://login.example.com/activate' },
  })
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'first', password }] }))
  const before = service.trail().length
  const callsSince = (): readonly string[] =>
    service
      .trail()
      .slice(before)
      .map(({ call }) => call)
  return { service, subject, callsSince }
}

/** Everything in an SQLite file, as one text. */
const textsIn = (file: string): string =>
  Object.values(everyRow(file))
    .flat()
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : String(value)))
    .join('\n')

/** The parts of a stored text that no other text of its batch has: nonce, ciphertext and tag, or the MAC. */
const ownParts = (text: string): readonly string[] => {
  const [, algorithm = '', , , ...parts] = text.replace('foreign.', '').split('.')
  return algorithm.startsWith('hmac') ? parts : parts.slice(0, 3)
}

const signIn = async ({ keepsake }: Subject, index: number): Promise<string> => {
  const code = codeAt(secretOf(index), startedAt)
  const answer = await keepsake.signIn({ login: `user-${index}`, password, code })
  return answer.isOk() ? answer.value.verdict : answer.error.kind
}

describe.each(storages)('on $name, a batch of users', ({ open }) => {
  test('asks the key management service once for its secrets and once for its recovery codes', async () => {
    const { subject, callsSince } = await openOn(open)
    await valueOf(subject.keepsake.users.create(batchOf(40)))
    expect(callsSince()).toEqual(['Encrypt', 'Encrypt'])
    expect(await signIn(subject, 0)).toBe('signed_in')
    const attempt = { login: 'user-1', password, recoveryCode: 'b471-8ec0-874a-0001' }
    expect(await valueOf(subject.keepsake.signIn(attempt))).toMatchObject({ verdict: 'signed_in' })
    const foreign = { login: 'user-2', password, recoveryCode: 'ab12cd32' }
    expect(await valueOf(subject.keepsake.signIn(foreign))).toMatchObject({ verdict: 'signed_in' })
    expect(await valueOf(subject.keepsake.signIn({ ...attempt, login: 'user-2' }))).toMatchObject({
      verdict: 'wrong_credentials',
    })
  })

  test('asks it once for all links that activate an account', async () => {
    const { subject, callsSince } = await openOn(open)
    const list = Array.from({ length: 20 }, (_, index) => ({ email: `user-${index}@example.com` }))
    const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
    await valueOf(subject.keepsake.users.create({ list, options }))
    expect(callsSince()).toEqual(['Encrypt'])
    expect(await valueOf(subject.keepsake.notices.deliver())).toMatchObject({ sent: 20 })
  })

  test('comes under another key by a rotation, which asks once for what a page seals', async () => {
    const { service, subject } = await openOn(open)
    await valueOf(subject.keepsake.users.create(batchOf(40)))
    service.makeKey('kms-2')
    const on = subject.opened
    const both = await openSubject(open, { on, ports: by(service, 'kms-2') })
    const before = service.trail().length
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: 121, current: 0 })
    const sealed = service
      .trail()
      .slice(before)
      .filter(({ call, context }) => call === 'Encrypt' && 'batch' in context)
    expect(sealed).toHaveLength(1)
    service.disableKey('kms-1')
    const after = await openSubject(open, { on, ports: by(service, 'kms-2') })
    expect(await valueOf(after.keepsake.secrets.report())).toMatchObject({ stale: 0 })
    expect(await signIn(after, 0)).toBe('signed_in')
    const attempt = { login: 'user-1', password, recoveryCode: 'b471-8ec0-874a-0001' }
    expect(await valueOf(after.keepsake.signIn(attempt))).toMatchObject({ verdict: 'signed_in' })
  })

  test('leaves nothing of a user who is deleted, and the others sign in', async () => {
    const { subject } = await openOn(open)
    const { created } = await valueOf(subject.keepsake.users.create(batchOf(4)))
    const userIds = created.slice(1).map(({ account }) => account.user.id)
    const [kept] = await valueOf(subject.rest.secondFactors.findByUserIds([userIds[0]!]))
    const texts = [
      ...kept!.authenticators.map(({ secret }) => String(secret)),
      ...kept!.recoveryCodes.map(({ hash }) => String(hash)),
    ]
    const { file } = subject.opened
    const rows = (): string => (file === undefined ? '' : textsIn(file))
    const own = texts.flatMap(ownParts)
    expect(own).toHaveLength(3 + 3 + 1)
    expect(own.filter((part) => rows().includes(part))).toEqual(file === undefined ? [] : own)
    await valueOf(subject.keepsake.users.delete({ userIds }))
    expect(await valueOf(subject.rest.secondFactors.findByUserIds(userIds))).toEqual([])
    expect(own.filter((part) => rows().includes(part))).toEqual([])
    expect(await signIn(subject, 0)).toBe('signed_in')
  })
})
