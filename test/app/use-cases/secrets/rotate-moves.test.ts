import { conceal, sealed, userPoolId, type LedgerRow, type Sealed } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  openSubject,
  pool,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { aLedgerRow } from '../../../builders/users.ts'
import { bothKeys, newKeyAlone, withKeys } from './keys.ts'

const placeOf = ({ keyDigest }: Pick<LedgerRow, 'keyDigest'>) =>
  ({ pool: userPoolId(pool), field: 'move_before', record: keyDigest }) as const

/** So many rows of a ledger as there are lists of texts, each with these texts, sealed. */
const bring = async (
  { keepsake, ports, rest }: Subject,
  texts: readonly (readonly string[])[],
): Promise<readonly LedgerRow[]> => {
  const list = texts.map((_, index) => ({ username: `user-${index}` }))
  const { created } = await valueOf(keepsake.users.create({ list }))
  const rows = await Promise.all(
    created.map(async ({ account }, index) => {
      const row = aLedgerRow(account.user.id, { keyDigest: `key.${String(index).padStart(4, '0')}` })
      const before = await Promise.all(
        (texts[index] ?? []).map((text) =>
          valueOf(ports.secretBox.seal(conceal(JSON.stringify({ move: text })), placeOf(row))),
        ),
      )
      return { ...row, before }
    }),
  )
  await valueOf(rest.moves.putRows(rows.map((to) => ({ from: undefined, to }))))
  return rows
}

const rowsOf = async ({ rest }: Subject): Promise<readonly LedgerRow[]> =>
  (await valueOf(rest.moves.listRows({ source: 'source-1', limit: 999 }))) as readonly LedgerRow[]

const opened = (subject: Subject, row: LedgerRow): Promise<readonly string[]> =>
  Promise.all(
    row.before.map(async (text) => {
      const image = await valueOf(subject.ports.secretBox.open(text, placeOf(row)))
      return (JSON.parse(image.reveal()) as { readonly move: string }).move
    }),
  )

const openRotated = async (open: OpenSubject, before: Subject) => {
  const both = await withKeys(open, before, bothKeys)
  return { report: await valueOf(both.keepsake.secrets.rotate()), both }
}

describe.each(storages)('on $name, a rotation of the sealing key', ({ open }) => {
  test('seals what users were before a move anew, page by page, and changes nothing else of the ledger', async () => {
    const before = await openSubject(open)
    const texts = Array.from({ length: 450 }, (_, index) => [`before ${index}`, `and before ${index}`])
    const rows = await bring(before, texts)
    const { report, both } = await openRotated(open, before)
    // The digest key of the pool as well.
    expect(report).toEqual({ resealed: 901, current: 0 })
    expect(await valueOf(both.keepsake.secrets.rotate())).toEqual({ resealed: 0, current: 901 })
    const after = await withKeys(open, before, newKeyAlone)
    const present = await rowsOf(after)
    expect(present.map((row) => ({ ...row, before: [] }))).toEqual(
      rows.map((row) => ({ ...row, before: [] })),
    )
    for (const [index, row] of present.entries()) expect(await opened(after, row)).toEqual(texts[index])
  })

  test('names a text that does not open, and seals the others of its row', async () => {
    const before = await openSubject(open)
    const [row] = await bring(before, [['one', 'two']])
    const [one, two] = row!.before as readonly [Sealed, Sealed]
    const lost = sealed(one.replace('.k1.', '.k0.'))
    await valueOf(before.rest.moves.reseal(row!, [one, two], [lost, two]))
    const unopened = { field: 'move_before', id: row!.keyDigest, userId: row!.userId, key: 'k0' }
    const { report, both } = await openRotated(open, before)
    expect(report).toEqual({ resealed: 2, current: 0, unopened: [unopened] })
    const [present] = await rowsOf(both)
    expect(present?.before[0]).toBe(lost)
    expect(both.ports.secretBox.isCurrent(present!.before[1]!)).toBe(true)
    const { sealed: counted, stale } = await valueOf(both.keepsake.secrets.report())
    expect(stale).toBe(1)
    expect(counted.filter(({ field }) => field === 'move_before')).toEqual([
      { field: 'move_before', key: 'k0', isCurrent: false, count: 1, unopened: 1 },
      { field: 'move_before', key: 'k2', isCurrent: true, count: 1 },
    ])
  })

  test('leaves a row alone that a move has written meanwhile', async () => {
    const before = await openSubject(open)
    const [row] = await bring(before, [['old']])
    const both = await withKeys(open, before, bothKeys, {
      ports: ({ secretBox }) => ({
        secretBox: {
          ...secretBox,
          open: (text, place) =>
            secretBox.open(text, place).andThen((opened) =>
              place.field === 'move_before'
                ? before.rest.moves
                    .putRows([{ from: 1, to: { ...row!, revision: 2, before: [] } }])
                    .map(() => opened)
                    .orElse(() => secretBox.open(text, place))
                : secretBox.open(text, place),
            ),
        },
      }),
    })
    await valueOf(both.keepsake.secrets.rotate())
    expect(await rowsOf(both)).toEqual([{ ...row!, revision: 2, before: [] }])
  })
})
