import { createHttpApp } from '@keepsake/http'
import { conceal, unavailable, userPoolId, type Secret } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { expect } from 'vitest'
import { codeAt, pool, stepMs, type Subject } from '../../../builders/keepsake.ts'
import migration from '../../../vectors/totp/migration.json' with { type: 'json' }
import { accessKeyId, accessKeySecret, signed } from '../../../http/served.ts'
import type { Keep } from '../passwords/password-life.ts'

/** Secrets that stand out, so that none is found by chance: each is used in one way of `liveThroughAuthenticators`. */
export const authenticatorCanaries = {
  password: 'Canary-otp-life-7b1e/密码',
  wrongPassword: 'Canary-otp-life-wrong-02cc',
  createdSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NBS',
  importedSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NJX',
  uriSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NTZ',
  addedSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2NZR',
  httpSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2OBS',
  refusedSecret: 'KNSWG4TFOQWWGYLOMFZHSLLPORYC2OJZ1',
  createdCode: 'cana-ry00-07be-c0de-1a2b-3c4d',
  importedCode: 'cana-ry11-07be-c0de-1a2b-3c4d',
  usedCode: 'cana-ry22-07be-c0de-1a2b-3c4d',
  httpCode: 'cana-ry33-07be-c0de-1a2b-3c4d',
  refusedCode: 'cana-ry44-07be-!!!!',
  wrongCode: 'cana-ry55-07be-c0de-1a2b-3c4d',
} as const

/** What was made for a user, and told to that user alone. */
export type ToldTotpSecrets = Readonly<Record<string, string>>

const c = authenticatorCanaries

/** Takes users through everything that can happen to an authenticator, rightly and wrongly. */
export const liveThroughAuthenticators = async (subject: Subject, keep: Keep): Promise<ToldTotpSecrets> => {
  const { keepsake, clock } = subject
  const people = [
    {
      username: 'bob',
      email: 'bob@example.com',
      password: c.password,
      otp: { secret: c.createdSecret, recoveryCode: c.createdCode },
    },
    { username: 'eve', email: 'eve@example.com', password: c.password },
    { username: 'zoe', email: 'zoe@example.com', password: c.password },
  ]
  const { created } = (await keep('createUsers', keepsake.users.create({ list: people })))._unsafeUnwrap()
  const [bob = '', eve = '', zoe = ''] = created.map(({ account }) => account.user.id)

  await importWith(subject, keep, bob, eve)
  const told = await enrolWith(subject, keep, zoe)

  const signIn = (login: string, proof: object = {}, password: string = c.password): Promise<unknown> =>
    keep(`signIn ${login}`, keepsake.signIn({ login, password, ...proof }))
  clock.set(clock.now() + 2 * stepMs)
  await signIn('bob')
  await signIn('bob', { code: codeAt(c.createdSecret, clock.now()) }, c.wrongPassword)
  for (const proof of [
    { code: c.createdSecret },
    { recoveryCode: c.wrongCode },
    { recoveryCode: c.usedCode },
  ])
    await signIn('bob', proof)
  const code = codeAt(c.createdSecret, clock.now())
  expect(await signIn('bob', { code })).toMatchObject({ value: { verdict: 'signed_in' } })
  await signIn('bob', { code })
  const recovered = { value: { verdict: 'signed_in' } }
  expect(await signIn('bob', { recoveryCode: c.createdCode })).toMatchObject(recovered)
  await signIn('bob', { recoveryCode: c.createdCode })
  expect(await signIn('eve', { recoveryCode: c.importedCode.toUpperCase() })).toMatchObject(recovered)
  for (const login of [c.password, c.createdSecret, c.createdCode]) await signIn(login)
  for (let attempt = 0; attempt < 12; attempt += 1) await signIn('eve', { recoveryCode: c.wrongCode })

  subject.sender.answer = false
  await keep('deliverNotices, in vain', keepsake.notices.deliver())
  subject.sender.answer = true
  clock.set(clock.now() + 100 * stepMs)
  await keep('deliverNotices', keepsake.notices.deliver())
  await keep('messages', Promise.resolve(subject.sender.messages()))
  await keep('reportAuthenticators', keepsake.authenticators.report())
  await keep('getUser', keepsake.users.get({ userId: bob }))
  await keep('revealTotpSecret', keepsake.authenticators.reveal({ userId: bob }))
  await overHttp(subject, keep, bob, zoe)
  return told
}

/** Imports what is good and what is not, in all modes. */
const importWith = async ({ keepsake }: Subject, keep: Keep, bob: string, eve: string): Promise<void> => {
  const usedAt = '2024-01-31T12:00:00Z'
  const good = {
    userId: eve,
    otp: {
      secret: c.importedSecret,
      recoveryCodes: [c.importedCode, { code: c.usedCode, usedAt }],
    },
  }
  const uri = `otpauth://totp/Example:bob?secret=${c.uriSecret}&issuer=Example`
  const bad = [
    { userId: bob, otp: { secret: c.refusedSecret, recoveryCode: c.refusedCode } },
    { userId: bob, otp: { secret: uri, digits: 8 } },
    { userId: bob, otp: { secret: migration.vectors[1]?.uri ?? '' } },
    { userId: bob, otp: { secret: c.addedSecret, code: c.addedSecret } },
    { userId: bob, otp: { secret: c.addedSecret, code: '000000' } },
    { userId: c.importedSecret, otp: { secret: c.importedSecret } },
    { userId: bob, otp: { secret: c.importedSecret, secretEncoding: c.importedSecret } },
    { userId: bob, otp: { secret: c.importedSecret, algorithm: c.importedSecret, name: c.importedSecret } },
  ]
  for (const mode of ['all', 'each'] as const)
    await keep(`importAuthenticators ${mode}`, keepsake.authenticators.import({ list: [good, ...bad], mode }))
  const other = { userId: bob, otp: { secret: uri } }
  for (const existing of ['refuse', 'add', 'refuse'] as const)
    await keep(
      `importAuthenticators, ${existing}`,
      keepsake.authenticators.import({ list: [other], existing }),
    )
}

/** Enrols an authenticator, rightly and wrongly, and answers what only its user was told. */
const enrolWith = async ({ keepsake, clock }: Subject, keep: Keep, zoe: string): Promise<ToldTotpSecrets> => {
  const begin = { userId: zoe, name: 'Phone', issuer: 'Example' }
  const begun = (await keep('beginEnrolment', keepsake.authenticators.begin(begin)))._unsafeUnwrap()
  const unfinished = (await keep('another', keepsake.authenticators.begin(begin)))._unsafeUnwrap()
  const ticket = begun.ticket.reveal()
  const secret = begun.secret.reveal()
  const confirm = (with_: object): Promise<unknown> =>
    keep(
      'confirmEnrolment',
      keepsake.authenticators.confirm({ userId: zoe, ticket, code: 'abcdef', ...with_ }),
    )
  const code = codeAt(secret, clock.now())
  for (const wrong of [{}, { code: secret }, { ticket: secret, code }, { ticket: `${ticket}A`, code }])
    await confirm(wrong)
  await confirm({ userId: ticket, code })
  const done = await keep('confirmEnrolment', keepsake.authenticators.confirm({ userId: zoe, ticket, code }))
  const answer = done._unsafeUnwrap()
  const first = answer.verdict === 'enrolled' ? answer.recoveryCodes : []
  expect(first).toHaveLength(10)
  await confirm({ code })
  await keep('listAuthenticators', keepsake.authenticators.list({ userId: zoe }))
  const anew = (
    await keep('regenerateRecoveryCodes', keepsake.authenticators.regenerateRecoveryCodes({ userId: zoe }))
  )._unsafeUnwrap()
  const authenticatorId = secret
  await keep('removeAuthenticator', keepsake.authenticators.remove({ userId: zoe, authenticatorId }))
  return {
    enrolmentTicket: ticket,
    enrolmentSecret: secret,
    enrolmentUri: begun.uri.reveal(),
    unfinishedTicket: unfinished.ticket.reveal(),
    unfinishedSecret: unfinished.secret.reveal(),
    ...named('firstRecoveryCode', first),
    ...named('recoveryCodeAnew', anew),
  }
}

const named = (name: string, secrets: readonly Secret<string>[]): ToldTotpSecrets =>
  Object.fromEntries(secrets.map((each, index) => [`${name}${index}`, each.reveal()]))

/** Asks every endpoint that has to do with authenticators, and keeps answers and what is logged of them. */
const overHttp = async ({ keepsake, ports, clock }: Subject, keep: Keep, bob: string, zoe: string) => {
  const events: unknown[] = []
  const app = createHttpApp(keepsake, ports, {
    pool: userPoolId(pool),
    accessKeyId,
    accessKeySecret: conceal(accessKeySecret),
    onRequest: (event) => events.push(event),
  })
  const send = async (name: string, path: string, request: RequestInit): Promise<void> => {
    const response = await app.request(`http://localhost${path}`, request)
    await keep(`HTTP ${name}`, response.text())
  }
  const post = async (name: string, path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', ...signed('POST', path, body, clock.now()) }
    await send(name, path, { method: 'POST', headers, body: JSON.stringify(body) })
    await send(`${name}, unsigned`, path, { method: 'POST', body: JSON.stringify(body) })
  }
  const get = async (name: string, path: string, query: Record<string, string>): Promise<void> =>
    send(name, `${path}?${new URLSearchParams(query).toString()}`, {
      headers: signed('GET', path, query, clock.now()),
    })
  const good = { userId: zoe, otp: { secret: c.httpSecret, recoveryCode: c.httpCode } }
  const refused = { secret: c.refusedSecret, recoveryCode: c.refusedCode }
  await post('import-otp', '/api/v3/import-otp', { list: [good] })
  await post('import-otp, refused', '/api/v3/import-otp', { list: [{ userId: bob, otp: refused }] })
  await post('import-otp, of another shape', '/api/v3/import-otp', {
    list: [
      { userId: [c.httpSecret], otp: { secret: { deep: c.httpSecret }, digits: c.httpSecret } },
      c.httpCode,
    ],
  })
  await post('create-user', '/api/v3/create-user', { username: 'http', password: c.password, otp: refused })
  const broken = `{"secret":"${c.httpSecret}"`
  await send('import-otp, broken', '/api/v3/import-otp', { method: 'POST', body: broken })
  await get('get-user', '/api/v3/get-user', { userId: bob })
  await get('get-user-mfa-info', '/api/v3/get-user-mfa-info', { userId: bob })
  await get('secret of nobody', '/api/v3/get-otp-secret-by-user', { userId: c.httpSecret })
  await get('its own', '/api/v3/get-otp-secret-by-user', { userId: bob })
  await keep('log', Promise.resolve(events))
  expect(events.length).toBeGreaterThan(10)
}

/** Asks for much of it again where something does not answer any more. */
export const liveInVainWithAuthenticators = async (
  { keepsake, clock, ids }: Subject,
  keep: Keep,
  told: ToldTotpSecrets,
): Promise<void> => {
  const [userId = ''] = ids()
  const proofs = [{ code: codeAt(c.createdSecret, clock.now()) }, { recoveryCode: c.wrongCode }]
  for (const proof of proofs)
    await keep('in vain: signIn', keepsake.signIn({ login: 'bob', password: c.password, ...proof }))
  const list = [{ userId, otp: { secret: c.importedSecret, recoveryCode: c.importedCode } }]
  await keep('in vain: importAuthenticators', keepsake.authenticators.import({ list }))
  await keep('in vain: reveal', keepsake.authenticators.reveal({ userId }))
  await keep('in vain: rotate', keepsake.secrets.rotate())
  await keep('in vain: begin', keepsake.authenticators.begin({ userId }))
  const confirmation = { userId, ticket: told['unfinishedTicket'] ?? '', code: '000000' }
  await keep('in vain: confirm', keepsake.authenticators.confirm(confirmation))
  await keep('in vain: regenerate', keepsake.authenticators.regenerateRecoveryCodes({ userId }))
  await keep('in vain: report', keepsake.authenticators.report())
}

/** A secret box that is not there, and says so. */
export const noSecretBox = {
  seal: () => errAsync(unavailable('secret-box', new Error('the service of keys is down'))),
  open: () => errAsync(unavailable('secret-box', new Error('the service of keys is down'))),
  isCurrent: () => false,
  keyIdOf: () => 'k1',
} as const
