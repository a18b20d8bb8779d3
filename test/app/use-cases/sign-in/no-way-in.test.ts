import type { UserStatus } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  openSubject,
  startedAt,
  stepMs,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { withStatus } from '../../../builders/wrapped-storage.ts'

const password = 'correct horse battery'
const newPassword = 'nine geese on a raft'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'

type Operated = Subject & { readonly give: (status: UserStatus) => void }

/** Bob, who has an authenticator and must change the password, and an operator who may give another status. */
const openWithBob = async (open: OpenSubject): Promise<Operated> => {
  let given: UserStatus | undefined
  const subject = await openSubject(open, {
    settings: { resetUrl: 'https://example.com/reset' },
    ports: ({ storage }) => ({ storage: withStatus(storage, () => given) }),
  })
  const row = { username: 'bob', email: 'bob@example.com', password, otp: { secret, recoveryCode } }
  await valueOf(subject.keepsake.users.create({ list: [{ ...row, resetPasswordOnFirstLogin: true }] }))
  return { ...subject, give: (status) => void (given = status) }
}

const verdictOf = async (call: PromiseLike<{ readonly verdict: string }>): Promise<string> =>
  (await call).verdict

const right = { login: 'bob', password }
const codeNow = ({ clock }: Subject): string => codeAt(secret, clock.now())

const signInTicketOf = async ({ keepsake }: Subject): Promise<string> => {
  const answer = await valueOf(keepsake.signIn(right))
  return answer.verdict === 'otp_required' ? answer.ticket.reveal() : 'none'
}

const ticketOf = async (subject: Subject): Promise<string> => {
  const answer = await valueOf(subject.keepsake.signIn({ ...right, code: codeNow(subject) }))
  subject.clock.set(startedAt + stepMs)
  return 'ticket' in answer ? answer.ticket.reveal() : 'none'
}

const tokenOf = async (subject: Subject): Promise<string> => {
  await valueOf(subject.keepsake.passwords.requestReset({ login: 'bob' }))
  await valueOf(subject.keepsake.notices.deliver())
  const message = subject.sender.messages().at(-1)
  return message !== undefined && 'token' in message ? message.token.reveal() : 'none'
}

/**
 * Every way that leads to an account or to another password, all proofs right: what is made ready while the user may sign
 * in, what comes of its use then, and what for one who may not.
 */
const pathways: Readonly<
  Record<
    string,
    {
      readonly prepare?: (subject: Subject) => Promise<string>
      readonly use: (subject: Subject, prepared: string) => Promise<string>
      readonly leadsTo: string
      readonly refusal: string
    }
  >
> = {
  'a password and a code': {
    use: (subject) => verdictOf(valueOf(subject.keepsake.signIn({ ...right, code: codeNow(subject) }))),
    leadsTo: 'password_change_required',
    refusal: 'wrong_credentials',
  },
  'a password and a recovery code': {
    use: ({ keepsake }) => verdictOf(valueOf(keepsake.signIn({ ...right, recoveryCode }))),
    leadsTo: 'password_change_required',
    refusal: 'wrong_credentials',
  },
  'a password alone': {
    use: ({ keepsake }) => verdictOf(valueOf(keepsake.signIn(right))),
    leadsTo: 'otp_required',
    refusal: 'wrong_credentials',
  },
  'a code after the ticket of a password': {
    prepare: signInTicketOf,
    use: (subject, ticket) =>
      verdictOf(valueOf(subject.keepsake.completeSignIn({ ticket, code: codeNow(subject) }))),
    leadsTo: 'password_change_required',
    refusal: 'ticket_invalid',
  },
  'a recovery code after the ticket of a password': {
    prepare: signInTicketOf,
    use: ({ keepsake }, ticket) => verdictOf(valueOf(keepsake.completeSignIn({ ticket, recoveryCode }))),
    leadsTo: 'password_change_required',
    refusal: 'ticket_invalid',
  },
  'a change by password and code': {
    use: (subject) =>
      verdictOf(
        valueOf(subject.keepsake.passwords.change({ ...right, code: codeNow(subject), newPassword })),
      ),
    leadsTo: 'changed',
    refusal: 'wrong_credentials',
  },
  'a change by password and recovery code': {
    use: ({ keepsake }) =>
      verdictOf(valueOf(keepsake.passwords.change({ ...right, recoveryCode, newPassword }))),
    leadsTo: 'changed',
    refusal: 'wrong_credentials',
  },
  'a change by a ticket from before': {
    prepare: ticketOf,
    use: ({ keepsake }, ticket) => verdictOf(valueOf(keepsake.passwords.change({ ticket, newPassword }))),
    leadsTo: 'changed',
    refusal: 'ticket_invalid',
  },
  'a reset by a token from before': {
    prepare: tokenOf,
    use: ({ keepsake }, token) =>
      verdictOf(valueOf(keepsake.passwords.completeReset({ token, newPassword }))),
    leadsTo: 'changed',
    refusal: 'token_invalid',
  },
}

describe.each(storages)('on $name,', ({ open }) => {
  describe.each(Object.entries(pathways))('%s', (_, { prepare, use, leadsTo, refusal }) => {
    test(`leads an active user to: ${leadsTo}`, async () => {
      const subject = await openWithBob(open)
      expect(await use(subject, (await prepare?.(subject)) ?? '')).toBe(leadsTo)
    })

    test.each(['Suspended', 'Deactivated', 'Resigned', 'Archived'] as const)(
      'leads nowhere for a user who is %s, and uses nothing up',
      async (status) => {
        const subject = await openWithBob(open)
        const prepared = (await prepare?.(subject)) ?? ''
        const before = await resting(subject)
        subject.give(status)
        expect(await use(subject, prepared)).toBe(refusal)
        expect(await resting(subject)).toEqual(before)
        subject.give('Activated')
        expect(await use(subject, prepared)).toBe(leadsTo)
      },
    )
  })

  test('a request to reset the password of a user who may not sign in sends nothing', async () => {
    const subject = await openWithBob(open)
    subject.give('Suspended')
    expect(await tokenOf(subject)).toBe('none')
  })
})

const resting = async ({ rest, ids }: Subject): Promise<unknown> => [
  await valueOf(rest.credentials.findByUserIds(ids())),
  await valueOf(rest.secondFactors.findByUserIds(ids())),
]
