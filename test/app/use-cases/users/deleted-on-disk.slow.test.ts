import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openSqlite, temporaryFile } from '../../../adapters/storage/temporary-file.ts'
import { contractUser } from '../../../builders/new-users.ts'
import { customFields } from '../../../builders/settings.ts'
import { codeAt, openSubject, valueOf } from '../../../builders/keepsake.ts'

const password = 'correct horse battery staple'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** Somebody with everything that a user can have, and names that nothing else has. */
const person = {
  ...contractUser,
  username: 'canary-username',
  email: 'canary-mail@example.com',
  phone: '+86 188 1234 5678',
  externalId: 'canary-external-id',
  name: 'Canary Fullname',
  nickname: 'canary-nickname',
  password,
  otp: { secret, recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' },
}

test('of a user who was deleted no file of the database has anything, right after the answer', async () => {
  const file = temporaryFile()
  const storage = await openSqlite(file)
  const { keepsake, clock } = await openSubject(async () => ({ storage, file }), {
    settings: { loginUrl: 'https://example.com/login', customFields },
  })
  const options = { sendNotification: { sendEmailNotification: true } }
  const { created } = await valueOf(keepsake.users.create({ list: [person], options }))
  const { id } = created[0]!.account.user
  const code = codeAt(secret, clock.now())
  const answer = await valueOf(keepsake.signIn({ login: person.email, password, code, ip: '203.0.113.77' }))
  expect(answer.verdict).toBe('signed_in')
  const found = (): readonly string[] => {
    const bytes = [file, `${file}-wal`, `${file}-shm`]
      .filter((each) => existsSync(each))
      .map((each) => readFileSync(each))
    const texts = ['canary', 'Canary', '18812345678', '203.0.113.77', id]
    return texts.filter((text) => bytes.some((each) => each.includes(text)))
  }
  expect(found()).toContain('canary')
  await valueOf(keepsake.users.delete({ userIds: [id] }))
  expect(found()).toEqual([])
})
