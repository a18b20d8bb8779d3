import { userId } from '@keepsake/domain'
import { valueOf, type Subject } from '../../../builders/keepsake.ts'
import type { Person } from './people.ts'

/** All that rests of people, and what is to be told of them. Attempts are not theirs: they are counted by login. */
export const recordsOf = async (
  { rest }: Pick<Subject, 'rest'>,
  people: readonly string[],
): Promise<unknown> => {
  const ids = people.map(userId)
  const posted = { state: 'waiting', limit: 10_000 } as const
  return {
    users: (await valueOf(rest.users.findByIds(ids))).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    credentials: await valueOf(rest.credentials.findByUserIds(ids)),
    secondFactors: await valueOf(rest.secondFactors.findByUserIds(ids)),
    notices: (await valueOf(rest.outbox.list(posted))).filter(({ item }) => people.includes(item.userId)),
    events: (await valueOf(rest.events.list(posted))).filter(({ item }) => people.includes(item.userId)),
  }
}

export const idsOf = ({ userId: id, mustChange, invited }: Person): readonly string[] => [
  id,
  mustChange.userId,
  invited.userId,
]
