import { describe, expect, it } from 'vitest'
import { jsonLines, workplace, type Workplace } from './keepsake.ts'
import { sendOnce, serving, tokenOf } from './serving.ts'

const content = 'canary-content'

/** Users in a database, of whom bob cannot be read. */
const withDamage = async (): Promise<{ readonly place: Workplace; readonly bob: string }> => {
  const place = workplace()
  place.write('users.json', { list: ['ann', 'bob', 'eve'].map((username) => ({ username })) })
  expect((await place.run(['import', 'users', 'users.json'])).code).toBe(0)
  const users = jsonLines((await place.run(['list'])).out)
  const bob = String(users.find(({ username }) => username === 'bob')?.['userId'])
  place.query(`UPDATE keepsake_users SET document = '{"a": ${content}' WHERE id = '${bob}'`)
  return { place, bob }
}

/** A stranger gets the same answers for a damaged user as for nobody; who rehearses with the command is told why. */
const damageCannotBeSeen = async (place: Workplace, origin: string, bob: string): Promise<void> => {
  const trySignIn = async (username: string): Promise<unknown> => {
    const { body } = await sendOnce(`${origin}/api/v3/signin`, {
      method: 'POST',
      body: JSON.stringify({
        connection: 'PASSWORD',
        passwordPayload: { username, password: 'correct horse battery staple' },
      }),
    })
    return { ...body, requestId: undefined }
  }
  const asNobody = await trySignIn('nobody')
  expect(asNobody).not.toMatchObject({ statusCode: 503 })
  expect(await trySignIn('bob')).toEqual(asNobody)
  const input = JSON.stringify({ login: 'bob', password: 'x' })
  const rehearsed = await place.run(['sign-in'], { input })
  expect(jsonLines(rehearsed.out)).toEqual([{ login: 'bob', verdict: 'wrong_credentials' }])
  expect(rehearsed.error).toContain(`the record of user ${bob} is damaged and cannot be read`)
}

describe('a damaged user', () => {
  it('is named by `keepsake list` beside all others, and the command says that this is not all', async () => {
    const { place, bob } = await withDamage()
    const { code, out, error } = await place.run(['list'])
    expect(code).toBe(1)
    expect(jsonLines(out).map(({ username }) => username)).toEqual(['ann', 'eve'])
    expect(error).toBe(`User ${bob} is left out: the record is damaged and cannot be read\n`)
    expect((await place.run(['list', '--count'])).out).toBe('3\n')
    const shown = await place.run(['show', 'bob'])
    expect(shown.code).toBe(2)
    expect(shown.error).toContain(bob)
    expect(shown.error).not.toContain(content)
  })

  it('is named by the lists of `keepsake serve`, and in its log', async () => {
    const { place, bob } = await withDamage()
    const { origin, out } = await serving(place)
    const headers = { authorization: await tokenOf(origin) }
    const ask = async (path: string, body?: object) =>
      (
        await sendOnce(`${origin}${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      ).body
    const named = { code: 'user.damaged', message: expect.stringContaining(bob) as string }
    const listed = await ask('/api/v3/list-users', {})
    expect(listed).toMatchObject({
      statusCode: 200,
      data: { totalCount: 3, list: [{ username: 'eve' }, { username: 'ann' }], damaged: [bob] },
      warnings: [{ ...named, path: 'damaged' }],
    })
    const users = jsonLines((await place.run(['list'])).out)
    const ids = [bob, ...users.map(({ userId }) => String(userId))]
    const batch = await ask(`/api/v3/get-user-batch?userIds=${ids.join(',')}`)
    expect(batch).toMatchObject({
      statusCode: 200,
      data: [{ username: 'ann' }, { username: 'eve' }],
      warnings: [{ ...named, path: 'userIds.0' }],
    })
    expect(await ask(`/api/v3/get-user?userId=${bob}`)).toMatchObject({ statusCode: 503 })

    const lines = jsonLines(out().slice(out().indexOf('\n') + 1))
    const of = (path: string) => lines.filter((line) => line['path'] === path)
    expect(of('/api/v3/list-users')).toMatchObject([{ statusCode: 200, damaged: [bob] }])
    expect(of('/api/v3/get-user-batch')).toMatchObject([{ statusCode: 200, damaged: [bob] }])
    expect(of('/api/v3/get-user')).toMatchObject([
      { statusCode: 503, fault: expect.stringContaining(bob) as string },
    ])
    expect(out()).not.toContain(content)

    await damageCannotBeSeen(place, origin, bob)
    const log = jsonLines(out().slice(out().indexOf('\n') + 1))
    expect(log).toContainEqual({
      time: expect.any(String) as string,
      damaged: [bob],
      fault: expect.stringContaining(bob) as string,
    })

    const byName = { userIds: ['bob'], options: { userIdType: 'username' } }
    expect(await ask('/api/v3/delete-users-batch', byName)).toMatchObject({ statusCode: 200 })
    expect(await ask('/api/v3/list-users', {})).toMatchObject({ data: { totalCount: 2 } })
  })
})
