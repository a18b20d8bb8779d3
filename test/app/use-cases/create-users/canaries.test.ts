import { describe, expect, test } from 'vitest'
import { errorOf, inShort, openSubject, storages, valueOf } from '../../../builders/keepsake.ts'

/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'
const password = 'correct horse'

describe.each(storages)('on $name, a batch with known passwords', ({ open }) => {
  const list = [{ username: 'bob', password: bcrypt }, { username: 'eve' }]
  const options = { keepPassword: true }

  test('is written where each is behind the hash of its row', async () => {
    const { keepsake } = await openSubject(open)
    const command = { list, options, canaries: [{ row: 0, password }] }
    await valueOf(keepsake.users.checkCanaries(command))
    expect((await valueOf(keepsake.users.create(command))).created).toHaveLength(2)
  })

  test.each([
    ['is wrong', 0, 'another'],
    ['is no sane one', 0, '\ud800'],
    ['is of a row without a password', 1, password],
    ['is of a row that is not there', 2, password],
  ])('is refused in either mode where one %s', async (_, row, known) => {
    const { keepsake } = await openSubject(open)
    for (const mode of ['all', 'each'] as const) {
      const canaries = [
        { row: 0, password },
        { row, password: known },
      ]
      const error = await errorOf(keepsake.users.create({ list, options, mode, canaries }))
      expect(error.kind === 'rejected' && inShort(error.issues)).toEqual([
        `list.${row}.password password.canary_failed`,
      ])
    }
    expect(await valueOf(keepsake.users.find({ login: 'bob' }))).toBeUndefined()
  })

  test('compares a password that is yet to be hashed by its text', async () => {
    const { keepsake } = await openSubject(open)
    const plain = [{ username: 'bob', password: 'été' }]
    await valueOf(
      keepsake.users.checkCanaries({ list: plain, canaries: [{ row: 0, password: 'e\u0301te\u0301' }] }),
    )
    await errorOf(keepsake.users.checkCanaries({ list: plain, canaries: [{ row: 0, password: 'ete' }] }))
  })
})
