import type { Keepsake } from '@keepsake/app'
import { valueOf } from '../../builders/keepsake.ts'
import { recordsOf, type TestRecord } from '../../builders/moves.ts'
import type { Everyday } from './everyday.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const ann = {
  externalId: 'crm-1',
  email: 'ann@example.com',
  emailVerified: true,
  password: 'first of all, and long',
  otp: { secret, recoveryCodes: ['b471-8ec0-874a-087f-bccb-cd54'] },
}
const eve = { externalId: 'crm-2', email: 'eve@example.com' }
const broken = { externalId: 'crm-3', email: 'no address' }

type Moved = { readonly move: string; readonly records: ReturnType<typeof recordsOf> }

const plan = async (
  { moves }: Keepsake,
  list: readonly TestRecord[],
  options: Partial<Parameters<Keepsake['moves']['plan']>[0]> = {},
): Promise<Moved> => {
  const records = recordsOf(list)
  const { move } = await valueOf(moves.plan({ source: 'crm', records, ...options }))
  return { move, records }
}

type PlanGiven = Parameters<typeof plan> extends [Keepsake, ...infer Given] ? Given : never

const run = async (keepsake: Keepsake, ...given: PlanGiven): Promise<Moved> => {
  const planned = await plan(keepsake, ...given)
  await valueOf(keepsake.moves.run({ ...planned, holder: 'test' }))
  return planned
}

const changed = [{ ...ann, name: 'Ann', password: 'second to none, and longer' }, broken]

/** What moves are for, so that the store of moves is asked for everything. */
export const everydayMoves: readonly Everyday[] = [
  {
    name: 'a plan of a move',
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann, eve])
      const records = recordsOf(changed)
      return (faulty) => faulty.moves.plan({ source: 'crm', records, missing: 'suspend', missingAtMost: 50 })
    },
  },
  {
    name: 'a run of a move',
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann, eve])
      const planned = await plan(keepsake, changed, {
        missing: 'delete',
        missingAtMost: 50,
        match: ['email'],
      })
      return (faulty) => faulty.moves.run({ ...planned, holder: 'test' })
    },
  },
  {
    name: 'one chunk of a move',
    prepare: async ({ keepsake }) => {
      const planned = await plan(keepsake, [ann, broken])
      return (faulty) => faulty.moves.runChunk({ ...planned, chunk: 0, holder: 'test' })
    },
  },
  {
    name: 'a chunk that is given back',
    prepare: async ({ keepsake }) => {
      const { move } = await plan(keepsake, [ann])
      return (faulty) => faulty.moves.releaseChunk({ move, no: 0, attempt: 1 })
    },
  },
  {
    name: 'how a move stands',
    prepare: async ({ keepsake }) => {
      const { move } = await run(keepsake, [ann, broken])
      return (faulty) => faulty.moves.status({ move })
    },
  },
  {
    name: 'the rows that a move has refused',
    prepare: async ({ keepsake }) => {
      const { move } = await run(keepsake, [ann, broken])
      return (faulty) => faulty.moves.refused({ move })
    },
  },
  {
    name: 'the ids of a source',
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann])
      return (faulty) => faulty.moves.ids({ source: 'crm' })
    },
  },
  {
    name: 'a move that is undone',
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann, eve])
      const { move } = await run(keepsake, changed, { missing: 'delete', missingAtMost: 50 })
      return (faulty) => faulty.moves.undo({ move })
    },
  },
  {
    name: 'a first move that is undone',
    prepare: async ({ keepsake }) => {
      const { move } = await run(keepsake, [ann, eve])
      return (faulty) => faulty.moves.undo({ move })
    },
  },
  {
    name: 'a source that is closed',
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann])
      return (faulty) => faulty.moves.close({ source: 'crm' })
    },
  },
  {
    name: 'a rotation of what moves remember',
    ports: ({ secretBox }) => ({ secretBox: { ...secretBox, isCurrent: () => false } }),
    prepare: async ({ keepsake }) => {
      await run(keepsake, [ann, eve])
      await run(keepsake, [{ ...eve, name: 'Eve' }], { missing: 'delete', missingAtMost: 50 })
      return (faulty) => faulty.secrets.rotate()
    },
  },
]
