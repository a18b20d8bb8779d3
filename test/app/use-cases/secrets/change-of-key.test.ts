import { describe, expect, test } from 'vitest'
import { openSubject, storages, valueOf } from '../../../builders/keepsake.ts'
import { remembered, settings } from './change-of-key.ts'
import { bothKeys, newKeyAlone, newKeyKnown, withKeys } from './keys.ts'

describe.each(storages)('on $name, a change of the sealing key leaves as it is', ({ open }) => {
  test.each(remembered)('$name', async ({ needs, prepare }) => {
    const before = await openSubject(open, { settings })
    const isLeft = await prepare(before)
    // Step by step, as the documentation has it.
    const known = await withKeys(open, before, newKeyKnown, { settings })
    expect(await valueOf(known.keepsake.secrets.report())).toMatchObject({ stale: 0 })
    const both = await withKeys(open, before, bothKeys, { settings })
    const { stale } = await valueOf(both.keepsake.secrets.report())
    expect(await valueOf(both.keepsake.secrets.rotate())).toMatchObject({ resealed: stale })
    await isLeft(needs === 'old' ? both : await withKeys(open, before, newKeyAlone, { settings }))
  })

  test.each(remembered)('before anything is rotated: $name', async ({ prepare }) => {
    const before = await openSubject(open, { settings })
    const isLeft = await prepare(before)
    await isLeft(await withKeys(open, before, bothKeys, { settings }))
  })
})
