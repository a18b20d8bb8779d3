import type { Arena, Attack } from './arena.ts'
import type { Figure } from './figure.ts'
import { ownersSignIn, settle, whileGuessed, type Coming } from './lock-out.ts'
import { createOwners } from './users.ts'
import { openVictim, withVictim } from './victim.ts'

/** In ms: with a device token or from a known network; and without either. */
const [soon, later] = [5000, 30_000]

/** Somebody guesses at accounts without end, while their owners come. */
export const lockOut: Attack = {
  name: 'lock-out',
  play: async (arena) => [...(await withAddresses(arena)), ...(await withoutAddresses(arena))],
}

const triesOf = ({ isShort }: Arena): number => (isShort ? 4 : 20)

const shared = (index: number): string => `203.0.113.${index + 1}`

const cases: readonly (readonly [what: string, limit: number, Coming])[] = [
  [
    'with a device token, from a new network',
    soon,
    ({ deviceToken }, index) => ({ address: `198.51.100.${index + 1}`, deviceToken }),
  ],
  ['from a known network', soon, ({ home }) => ({ address: home })],
  ['from a new network', later, (_, index) => ({ address: `198.51.100.${index + 101}` })],
]

const withAddresses = async (arena: Arena): Promise<readonly Figure[]> =>
  withVictim(openVictim(await arena.newDatabase()), async (victim) => {
    const residents = await settle(victim, await createOwners(victim, 'owner', triesOf(arena)), true)
    const figures = await whileGuessed(victim, residents, { hasAddresses: true }, async (whenUsedUp) => {
      const seen: Figure[] = []
      for (const [what, limit, coming] of cases) {
        await whenUsedUp()
        seen.push(await ownersSignIn(what, limit, victim, residents, coming))
      }
      return seen
    })
    const neighbours = Object.fromEntries(residents.map(({ username }, index) => [username, shared(index)]))
    const beside = await whileGuessed(victim, residents, { hasAddresses: true, neighbours }, () =>
      ownersSignIn(
        'from a new network, beside a neighbour who guesses',
        later,
        victim,
        residents,
        (_, index) => ({ address: shared(index) }),
      ),
    )
    return [...figures, beside]
  })

const withoutAddresses = async (arena: Arena): Promise<readonly Figure[]> =>
  withVictim(openVictim(await arena.newDatabase(), { clientAddress: undefined }), async (victim) => {
    const residents = await settle(victim, await createOwners(victim, 'owner', triesOf(arena)), false)
    return whileGuessed(victim, residents, { hasAddresses: false }, async (whenUsedUp) => {
      const token = await ownersSignIn(
        'no addresses known, with a device token',
        soon,
        victim,
        residents,
        ({ deviceToken }) => ({ deviceToken }),
      )
      await whenUsedUp()
      return [
        token,
        await ownersSignIn('no addresses known, without one', later, victim, residents, () => ({})),
      ]
    })
  })
