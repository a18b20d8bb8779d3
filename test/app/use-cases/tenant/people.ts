import type { Keepsake } from '@keepsake/app'
import { conceal, type NewLinkedIdentity } from '@keepsake/domain'
import { codeAt, openSubject, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'
import { delivered } from '../../../builders/passwords.ts'

/** Everything by which a verb can be asked about somebody. */
export type Person = {
  readonly userId: string
  readonly username: string
  readonly email: string
  readonly phone: string
  readonly externalId: string
  readonly identity: NewLinkedIdentity
  readonly password: string
  /** A code of the authenticator, and a recovery code; either is good once. */
  readonly code: string
  readonly recoveryCode: string
  readonly authenticatorId: string
  /** For a sign-in that lacks the code. */
  readonly signInTicket: string
  readonly resetToken: string
  /** An authenticator that is begun, with its first code. */
  readonly enrolment: { readonly ticket: string; readonly code: string }
  /** Somebody who must change the password, with the ticket for it. */
  readonly mustChange: { readonly userId: string; readonly username: string; readonly ticket: string }
  /** Somebody who has no password yet, with the token of the link that sets one. */
  readonly invited: { readonly userId: string; readonly token: string }
}

const password = 'correct horse battery staple'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

/** Settings under which every verb can be asked. */
export const settings = {
  loginUrl: 'https://login.example.com',
  resetUrl: 'https://login.example.com/reset',
  activationUrl: 'https://login.example.com/activate',
  events: true,
  customFields: { school: { type: 'string' } },
  passwords: { chosenByAdministrators: true },
} as const

export const openWithSettings = (open: OpenSubject): Promise<Subject> => openSubject(open, { settings })

/** Creates three people of a tenant through the facade of the whole pool, and gathers all that can be known of them. */
export const bringPeople = async (subject: Subject, tenantId: string, name: string): Promise<Person> => {
  const { keepsake, clock } = subject
  const person = {
    username: name,
    email: `${name}@example.com`,
    phone: `+86 188${String(Buffer.from(name).readUInt16BE()).padStart(8, '0')}`,
    externalId: `HR-${name}`,
    identity: {
      extIdpId: 'idp',
      provider: 'oidc',
      type: 'openid',
      userIdInIdp: name,
      originConnIds: [],
    },
    password,
    code: codeAt(secret, clock.now()),
    recoveryCode,
  }
  const { username, email, phone, externalId } = person
  const rows = [
    { username, email, phone, externalId, identities: [person.identity], otp: { secret, recoveryCode } },
    { username: `${name}-2`, email: `${name}-2@example.com`, resetPasswordOnFirstLogin: true },
  ].map((row) => ({ ...row, password, tenantIds: [tenantId], departmentIds: ['d1'] }))
  const { created } = await valueOf(keepsake.users.create({ list: rows }))
  const [userId = '', changingId = ''] = created.map(({ account }) => account.user.id)
  const invited = await invite(subject, tenantId, `${name}-3@example.com`)
  await valueOf(keepsake.passwords.requestReset({ login: name }))
  const [reset] = await delivered(subject)
  const begun = await valueOf(keepsake.authenticators.begin({ userId }))
  const { authenticators } = await valueOf(keepsake.authenticators.list({ userId }))
  return {
    ...person,
    userId,
    authenticatorId: authenticators[0]?.id ?? '',
    signInTicket: await ticketOf(keepsake, name),
    resetToken: reset?.kind === 'password-reset' ? reset.token.reveal() : '',
    enrolment: { ticket: begun.ticket.reveal(), code: codeAt(begun.secret.reveal(), clock.now()) },
    mustChange: {
      userId: changingId,
      username: `${name}-2`,
      ticket: await ticketOf(keepsake, `${name}-2`),
    },
    invited,
  }
}

const ticketOf = async (keepsake: Keepsake, login: string): Promise<string> => {
  const answered = await valueOf(keepsake.signIn({ login, password }))
  return 'ticket' in answered ? answered.ticket.reveal() : ''
}

const invite = async (subject: Subject, tenantId: string, email: string): Promise<Person['invited']> => {
  const { created } = await valueOf(
    subject.keepsake.users.create({
      list: [{ email, tenantIds: [tenantId] }],
      options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
    }),
  )
  const [message] = await delivered(subject)
  return {
    userId: created[0]?.account.user.id ?? '',
    token: (message?.kind === 'account-activation' ? message.token : conceal('')).reveal(),
  }
}

/** Somebody whom nobody has ever heard of. */
export const nobody: Person = {
  userId: '0'.repeat(24),
  username: 'nobody',
  email: 'nobody@example.com',
  phone: '+86 18800000000',
  externalId: 'HR-nobody',
  identity: { extIdpId: 'idp', provider: 'oidc', type: 'openid', userIdInIdp: 'nobody', originConnIds: [] },
  password,
  code: '123456',
  recoveryCode,
  authenticatorId: '0'.repeat(24),
  signInTicket: `${'0'.repeat(24)}.x`,
  resetToken: `${'0'.repeat(24)}.x`,
  enrolment: { ticket: 'x', code: '123456' },
  mustChange: { userId: '1'.repeat(24), username: 'nobody-2', ticket: `${'1'.repeat(24)}.x` },
  invited: { userId: '2'.repeat(24), token: `${'2'.repeat(24)}.x` },
}
