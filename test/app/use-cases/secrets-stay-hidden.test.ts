import { constants, publicEncrypt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sm2 } from 'sm-crypto'
import { describe, expect, test } from 'vitest'
import { hashVectors } from '../../adapters/password/vectors.ts'
import { codeAt, openSubject, stepMs, storages, type Subject } from '../../builders/keepsake.ts'
import { tokenIn } from '../../builders/messages.ts'
import { publicKeyOf } from '../../builders/public-key.ts'
import { findSecrets, formsOf, printed, spellingsOf } from '../../builders/secret-hunt.ts'
import {
  lifeCanaries,
  liveInVain,
  liveThroughPasswords,
  type Keep,
  type ToldSecrets,
} from './passwords/password-life.ts'

const kept = hashVectors('bcrypt')[0]!

/** Secrets that stand out, so that none is found by chance. */
const canaries = {
  plainPassword: 'Canary-plain-7f3a/密码?',
  wrongPassword: 'Canary-wrong-19d2/猜',
  rsaPassword: 'Canary-rsa-5b08+password',
  sm2Password: 'Canary-sm2-c41e~password',
  activatedPassword: 'Canary-activated-0ba6=激活',
  notAHash: 'Canary-kept-hash-which-is-none-8d77',
  otpSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NBS',
  importedTotpSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NJX',
  refusedTotpSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2OJZ1',
  recoveryCode: 'cana-ry00-7e57-c0de-1a2b-3c4d',
  importedRecoveryCode: 'cana-ry11-7e57-c0de-1a2b-3c4d',
  refusedRecoveryCode: 'cana-ry22-!!!!',
} as const

const sealingKey = Buffer.from('Canary sealing key of 32 bytes!!')

const filesBeside = (file: string | undefined): readonly (readonly [string, Buffer])[] =>
  file === undefined
    ? []
    : readdirSync(dirname(file)).map((name) => [name, readFileSync(join(dirname(file), name))] as const)

type Life = { readonly answers: ReadonlyMap<string, unknown>; readonly told: ToldSecrets }

/** Brings users in with every secret there is, lets them sign in rightly and wrongly, and keeps whatever was answered. */
const liveThrough = async (subject: Subject): Promise<Life> => {
  const { keepsake, ports, clock, opened } = subject
  const answers = new Map<string, unknown>()
  const keep: Keep = async (name, call) => {
    const answer = await call
    answers.set(`answer ${answers.size}: ${name}`, answer)
    return answer
  }
  const { rsa, sm2: chinese } = ports.transportCiphers
  const padding = constants.RSA_PKCS1_PADDING
  const underRsa = (text: string): string =>
    publicEncrypt({ key: publicKeyOf(rsa), padding }, Buffer.from(text)).toString('base64')
  const good = [
    {
      username: 'plain',
      password: canaries.plainPassword,
      otp: { secret: canaries.otpSecret, recoveryCode: canaries.recoveryCode },
    },
    { username: 'rsa', password: underRsa(canaries.rsaPassword), passwordEncryptType: 'rsa' },
    {
      username: 'sm2',
      password: sm2.doEncrypt(canaries.sm2Password, publicKeyOf(chinese)),
      passwordEncryptType: 'sm2',
    },
  ]
  const bad = [
    { username: 'plain', password: canaries.plainPassword, passwordEncryptType: 'rsa' },
    { email: 'x', password: canaries.plainPassword, passwordEncryptType: canaries.wrongPassword },
    {
      username: 'bad-otp',
      otp: { secret: canaries.refusedTotpSecret, recoveryCode: canaries.refusedRecoveryCode },
    },
    { username: 'late', password: `${canaries.plainPassword}\ud800` },
  ]
  const created = await keep('createUsers', keepsake.users.create({ list: good }))
  await keep('createUsers again', keepsake.users.create({ list: good }))
  for (const mode of ['all', 'each'] as const) {
    await keep(`bad rows, ${mode}`, keepsake.users.create({ list: bad, mode }))
    const notHashes = [
      { username: 'kept-bad', password: canaries.notAHash },
      { username: 'kept-bad-rsa', password: underRsa(canaries.notAHash), passwordEncryptType: 'rsa' },
      { username: 'kept-good', password: kept.encoded },
    ]
    const options = { keepPassword: true }
    await keep(`kept hashes, ${mode}`, keepsake.users.create({ list: notHashes, options, mode }))
  }
  const options = { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } }
  await keep('activated', keepsake.users.create({ list: [{ email: 'told@example.com' }], options }))
  answers.set('files while the notice waits', filesBeside(opened.file))

  const ids = created._unsafeUnwrap().created.map(({ account }) => account.user.id)
  const given = [
    {
      userId: ids[1]!,
      otp: { secret: canaries.importedTotpSecret, recoveryCode: canaries.importedRecoveryCode },
    },
    {
      userId: ids[2]!,
      otp: { secret: canaries.refusedTotpSecret, recoveryCode: canaries.refusedRecoveryCode },
    },
    { userId: ids[0]!, otp: { secret: canaries.importedTotpSecret } },
  ]
  for (const mode of ['all', 'each'] as const)
    await keep(`importAuthenticators ${mode}`, keepsake.authenticators.import({ list: given, mode }))

  const code = codeAt(canaries.otpSecret, clock.now())
  const plain = { login: 'plain', password: canaries.plainPassword }
  await keep('no code', keepsake.signIn(plain))
  await keep('wrong password', keepsake.signIn({ ...plain, password: canaries.wrongPassword }))
  const signedIn = await keep('code', keepsake.signIn({ ...plain, code }))
  expect(signedIn._unsafeUnwrap().verdict).toBe('signed_in')
  const { recoveryCode } = canaries
  const recovered = await keep('recovery code', keepsake.signIn({ ...plain, recoveryCode }))
  expect(recovered._unsafeUnwrap().verdict).toBe('signed_in')
  await keep('rsa', keepsake.signIn({ login: 'rsa', password: canaries.rsaPassword }))
  await keep('sm2', keepsake.signIn({ login: 'sm2', password: canaries.sm2Password }))
  await keep('kept', keepsake.signIn({ login: 'kept-good', password: kept.password }))
  await keep('password as login', keepsake.signIn({ ...plain, login: canaries.wrongPassword }))
  await keep('password as email', keepsake.users.find({ email: canaries.wrongPassword }))
  await keep('getUser', keepsake.users.get({ userId: ids[0]! }))
  await keep('findUser', keepsake.users.find({ login: 'plain' }))
  await keep('revealTotpSecret', keepsake.authenticators.reveal({ userId: ids[0]! }))
  subject.sender.answer = false
  await keep('deliverNotices, in vain', keepsake.notices.deliver())
  subject.sender.answer = true
  clock.set(clock.now() + 2 * stepMs)
  await keep('deliverNotices', keepsake.notices.deliver())
  const activation = {
    token: tokenIn(subject.sender.messages()[0])!,
    newPassword: canaries.activatedPassword,
  }
  await keep('activation, refused', keepsake.activations.complete({ ...activation, newPassword: '' }))
  const activated = await keep('activation', keepsake.activations.complete(activation))
  expect(activated._unsafeUnwrap().verdict).toBe('activated')
  await keep('used activation', keepsake.activations.complete(activation))
  const told = await liveThroughPasswords(
    subject,
    keep,
    (what) => void answers.set(`files while ${what} waits`, filesBeside(opened.file)),
  )
  answers.set('messages', subject.sender.messages())
  answers.set('ports', ports)
  answers.set('identity', keepsake)

  // Another key, and a storage that is closed, so that failures are heard as well.
  const other = await openSubject(async () => opened, { sealingKey: Buffer.alloc(32, 'another') })
  await keep('another key', other.keepsake.signIn({ ...plain, code }))
  await keep('another key again', other.keepsake.authenticators.reveal({ userId: ids[0]! }))
  await liveInVain(other, keep, told)
  answers.set('files', filesBeside(opened.file))
  await opened.storage.close()
  await keep('closed', keepsake.users.create({ list: [{ ...good[0]!, username: 'closed' }] }))
  await keep('closed sign-in', keepsake.signIn(plain))
  await liveInVain(subject, keep, told)
  answers.set('files, closed', filesBeside(opened.file))
  return { answers, told }
}

describe.each(storages)('on $name, no secret', ({ name, open }) => {
  test('is found in an answer, an error, or a file', async () => {
    const subject = await openSubject(open, {
      sealingKey,
      settings: {
        loginUrl: 'https://example.com/login',
        resetUrl: 'https://example.com/reset',
        activationUrl: 'https://example.com/activate',
        passwords: { chosenByAdministrators: true, policy: { history: 3 } },
      },
    })
    const { answers, told } = await liveThrough(subject)
    const activation = tokenIn(subject.sender.messages()[0])!
    const texts = { ...canaries, ...lifeCanaries, ...told, activation }
    const secrets = [
      // Of a ticket or token, what stands behind the user's id is secret.
      ...Object.entries(texts).map(([key, text]) => ({
        name: key,
        forms: formsOf(text.replace(/^[0-9a-f]{24}\./u, '')),
      })),
      { name: 'sealingKey', forms: spellingsOf(sealingKey) },
    ]

    const places = new Map<string, Buffer>()
    for (const [place, value] of answers)
      if (place.startsWith('files'))
        for (const [file, bytes] of value as readonly (readonly [string, Buffer])[])
          places.set(`${place}: ${file}`, bytes)
      else places.set(place, printed(value))
    const files = [...places.keys()].filter((place) => place.startsWith('files'))
    expect(files.some((place) => place.endsWith('-wal'))).toBe(name === 'SQLite')
    expect(findSecrets(secrets, places)).toEqual([])

    // The kept hash rests in the store by design. It is told to nobody.
    const answered = new Map([...places].filter(([place]) => !files.includes(place)))
    expect(findSecrets([{ name: 'keptHash', forms: formsOf(kept.encoded) }], answered)).toEqual([])
  })

  test('would be missed: each is found in each of its spellings wherever one is left', () => {
    for (const [key, text] of Object.entries({ ...canaries, ...lifeCanaries })) {
      const secret = { name: key, forms: formsOf(text) }
      const places = new Map<string, Buffer>([
        ['JSON', printed({ deep: { list: [text] } })],
        ['an error', printed({ kind: 'unavailable', cause: new Error('x', { cause: new Error(text) }) })],
        ['a hidden property', printed(Object.defineProperty({}, 'hidden', { value: text }))],
        ['base64', Buffer.from(Buffer.from(`before ${text} after`).toString('base64'))],
        ['base64, one on', Buffer.from(Buffer.from(`before! ${text} after`).toString('base64'))],
        ['base64url', Buffer.from(Buffer.from(`before!! ${text} after`).toString('base64url'))],
        ['hex', Buffer.from(Buffer.from(text).toString('hex'))],
        ['a web address', Buffer.from(`https://example.com/?q=${encodeURIComponent(text)}`)],
        ['UTF-16', Buffer.from(text, 'utf16le')],
        ['a file', Buffer.concat([Buffer.alloc(99), Buffer.from(text), Buffer.alloc(9)])],
      ])
      expect(findSecrets([secret], places)).toEqual([...places.keys()].map((place) => `${key} in ${place}`))
    }
  })
})
