import { valueOf, type Subject } from '../../builders/keepsake.ts'
import type { About } from './race-calls.ts'

/** A secret of which a round uses the code of one time step. */
export const oneStepSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const password = 'correct horse battery staple'

/** Brings in the user of a round, with whatever else is to be in the row. */
export const bringRow = async ({ keepsake }: Subject, round: number, row: object = {}): Promise<About> => {
  const about = { login: `racer-${round}`, email: `racer-${round}@example.com`, password }
  const list = [{ username: about.login, email: about.email, password, ...row }]
  const { created } = await valueOf(keepsake.users.create({ list }))
  return { ...about, userId: created[0]!.account.user.id }
}

/** Brings in a user for each caller, who has nothing but a username. */
export const bringOwn = async (
  { keepsake }: Subject,
  round: number,
  callers: number,
): Promise<readonly string[]> => {
  const list = Array.from({ length: callers }, (_, caller) => ({ username: `caller-${round}-${caller}` }))
  const { created } = await valueOf(keepsake.users.create({ list }))
  return created.map(({ account }) => account.user.id)
}
