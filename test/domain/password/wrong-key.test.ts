import { issue } from '@keepsake/domain'
import { checkTransportKey, suggestsWrongKey } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { lines } from '../issues.ts'

describe('passwords of a batch that cannot be decrypted', () => {
  it('may be broken by themselves while they are two, and mean a wrong key from three on', () => {
    expect([0, 1, 2, 3, 4, 1000].map(suggestsWrongKey)).toStrictEqual([false, false, false, true, true, true])
  })

  it('refuse the whole batch from three on, and are named alone', () => {
    const broken = (row: number) => ({
      row,
      issues: [issue('user.email_taken', ['email']), issue('password.undecryptable', ['password'])],
    })
    const taken = { row: 9, issues: [issue('user.email_taken', ['email'])] }
    expect(checkTransportKey([broken(0), broken(4), taken])).toStrictEqual([])
    const issues = checkTransportKey([broken(0), broken(4), taken, broken(5)])
    expect(issues[0]).toStrictEqual(issue('password.wrong_key', ['list'], { rows: 3 }))
    expect(lines(issues.slice(1))).toStrictEqual([
      'list.0.password password.undecryptable',
      'list.4.password password.undecryptable',
      'list.5.password password.undecryptable',
    ])
  })
})
