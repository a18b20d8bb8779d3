import type { Arena, Attack } from './arena.ts'
import { ask, oneConnection, signIn } from './ask.ts'
import { must, type Figure } from './figure.ts'
import { createOwners, type Owner } from './users.ts'
import { openVictim, withVictim, type Victim } from './victim.ts'

/** One guess at each of many accounts, and as many users who are right, from one address. */
export const manyAccounts: Attack = {
  name: 'many accounts',
  play: async (arena) => [...(await withAddresses(arena)), ...(await withoutAddresses(arena))],
}

const guess = 'a password that is common'
const address = '198.51.100.7'

const countOf = ({ isShort }: Arena): number => (isShort ? 100 : 300)

const withAddresses = async (arena: Arena): Promise<readonly Figure[]> =>
  withVictim(openVictim(await arena.newDatabase()), async (victim) => {
    const count = countOf(arena)
    const pupils = await createOwners(victim, 'pupil', count)
    const atSchool = await statuses(victim, pupils, ({ password }) => password, '203.0.113.77')
    const guessed = await statuses(victim, pupils, () => guess, address)
    const first = guessed.indexOf(429) + 1
    const refused = guessed.filter((status) => status === 429).length
    return [
      must(
        `${count} accounts, one guess each, from one address: the first 429`,
        first === 0 ? 'never' : `guess ${first}; ${refused} refused in all`,
        'long before the end',
        first > 0 && first <= count * 0.75,
      ),
      must(
        `${count} users of a school behind one address, all right`,
        `${atSchool.filter((status) => status === 200).length} let in, ${atSchool.filter((status) => status === 429).length} times 429`,
        'all, never 429',
        atSchool.every((status) => status === 200),
      ),
    ]
  })

const withoutAddresses = async (arena: Arena): Promise<readonly Figure[]> =>
  withVictim(openVictim(await arena.newDatabase(), { clientAddress: undefined }), async (victim) => {
    const count = countOf(arena)
    const owners = await createOwners(victim, 'owner', count)
    const guessed = await statuses(victim, owners, () => guess, undefined)
    const refused = guessed.filter((status) => status === 429).length
    return [
      must(
        `the same where no address is known`,
        `${refused} times 429`,
        'never 429: it would be everybody’s',
        refused === 0,
      ),
    ]
  })

/** What each of them is answered, one after the other. */
const statuses = async (
  victim: Victim,
  owners: readonly Owner[],
  passwordOf: (owner: Owner) => string,
  from: string | undefined,
): Promise<readonly number[]> => {
  const agent = oneConnection()
  const answers: number[] = []
  for (const owner of owners) {
    const { status } = await ask(victim.port, { ...signIn(owner.username, passwordOf(owner), from), agent })
    answers.push(status)
  }
  agent.destroy()
  return answers
}
