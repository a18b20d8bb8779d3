import { unavailable } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { codeAt, errorOf, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

const password = 'correct horse battery staple'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

describe.each(storages)('on $name, while the secrets of authenticators do not open', ({ open }) => {
  test('a code that nobody has looked at is no wrong one, and the owner is let in afterwards', async () => {
    let isOut = false
    const { keepsake, clock } = await openSubject(open, {
      ports: ({ secretBox }) => ({
        secretBox: {
          ...secretBox,
          open: (text, place) =>
            isOut && place.field === 'otp_secret'
              ? errAsync(unavailable('secret-box', new Error('the key service is down')))
              : secretBox.open(text, place),
        },
      }),
    })
    const list = [{ username: 'bob', password, otp: { secret } }]
    const { created } = await valueOf(keepsake.users.create({ list }))
    const userId = created[0]!.account.user.id
    const code = codeAt(secret, clock.now())
    const demand = await valueOf(keepsake.signIn({ login: 'bob', password }))
    const ticket = 'ticket' in demand ? demand.ticket.reveal() : ''

    isOut = true
    for (let time = 0; time < 12; time += 1)
      for (const asked of [
        keepsake.signIn({ login: 'bob', password, code }),
        keepsake.completeSignIn({ ticket, code }),
        keepsake.authenticators.verify({ userId, code }),
      ])
        expect(await errorOf<unknown, unknown>(asked as never)).toMatchObject({ part: 'secret-box' })

    isOut = false
    expect(await valueOf(keepsake.completeSignIn({ ticket, code }))).toMatchObject({ verdict: 'signed_in' })
    // Those that were looked at count, and no more than ten of them.
    const verdicts: string[] = []
    for (let time = 0; time < 12; time += 1)
      verdicts.push(await valueOf(keepsake.authenticators.verify({ userId, code: '000000' })))
    expect(verdicts).toEqual([...Array<string>(10).fill('refused'), 'locked', 'locked'])
  })
})
