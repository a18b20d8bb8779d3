import { describe, expect, test } from 'vitest'
import { inShort, openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'

const rounds = Array.from({ length: 30 }, (_, round) => round)

/** Two calls at one moment, each with a user of its own, a shared email, and another user of its own. */
const race = ({ keepsake }: Subject, round: number, mode: 'all' | 'each') =>
  Promise.all(
    ['left', 'right'].map((side) =>
      keepsake.users.create({
        list: [
          { username: `${side}-a-${round}`, password: 'x' },
          { email: `shared-${round}@example.com`, username: `${side}-${round}` },
          { username: `${side}-b-${round}` },
        ],
        mode,
      }),
    ),
  )

describe.each(storages)('on $name, two batches at the same moment with one email', ({ open }) => {
  test('in mode all: exactly one wins, and of the other nothing stays', async () => {
    const subject = await openSubject(open)
    for (const round of rounds) {
      const results = await race(subject, round, 'all')
      const lost = results.flatMap((result) => (result.isErr() ? [result.error] : []))
      expect(lost.map((error) => ('issues' in error ? inShort(error.issues) : error))).toEqual([
        ['list.1.email user.email_taken'],
      ])
      const loser = results[0]!.isErr() ? 'left' : 'right'
      for (const name of [`${loser}-a-${round}`, `${loser}-${round}`, `${loser}-b-${round}`])
        expect(await valueOf(subject.keepsake.users.find({ username: name }))).toBeUndefined()
    }
    const credentials = await valueOf(subject.rest.credentials.findByUserIds(subject.ids()))
    expect(credentials).toHaveLength(rounds.length)
  })

  test('in mode each: the loser is told of exactly that row, and the others are in', async () => {
    const subject = await openSubject(open)
    for (const round of rounds) {
      const reports = (await race(subject, round, 'each')).map((result) => result._unsafeUnwrap())
      const loser = reports[0]!.refused.length > 0 ? 0 : 1
      expect(reports[1 - loser]!.refused).toEqual([])
      expect(reports[1 - loser]!.created.map(({ row }) => row)).toEqual([0, 1, 2])
      expect(reports[loser]!.refused.map(({ row, issues }) => [row, inShort(issues)])).toEqual([
        [1, ['list.1.email user.email_taken']],
      ])
      expect(reports[loser]!.created.map(({ row }) => row)).toEqual([0, 2])
      for (const { account } of reports.flatMap(({ created }) => created))
        expect(await valueOf(subject.keepsake.users.get({ userId: account.user.id }))).toEqual(account)
    }
  })

  test('of which many are under way: every name is given once', async () => {
    const subject = await openSubject(open)
    const reports = await Promise.all(
      Array.from({ length: 20 }, () =>
        subject.keepsake.users.create({
          list: [{ username: 'one' }, { username: 'two' }, { username: 'three' }],
          mode: 'each',
        }),
      ),
    )
    const names = reports
      .flatMap((report) => report._unsafeUnwrap().created)
      .map(({ account }) => account.user.username?.text)
    expect(names).toHaveLength(3)
    expect(new Set(names)).toEqual(new Set(['one', 'two', 'three']))
  })
})
