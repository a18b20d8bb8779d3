import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveKeepsake, type Served } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serveKeepsake({ settings: { usernames: { ignoreCase: true } } })
})
afterAll(() => served.stop())

const password = 'correct horse battery staple'

describe('over HTTP, where the case of usernames does not count', () => {
  let userId: string

  beforeAll(async () => {
    const created = await served.post('/api/v3/create-user', { username: 'Straße', password })
    userId = (created.body.data as { readonly userId: string }).userId
  })

  it.each(['Straße', 'STRASSE', 'strasse'])(
    'a user is found as %s, and shown as written',
    async (username) => {
      const found = await served.get('/api/v3/get-user', { userId: username, userIdType: 'username' })
      expect(found.body.data).toMatchObject({ userId, username: 'Straße' })
      const exists = await served.post('/api/v3/is-user-exists', { username })
      expect(exists.body.data).toMatchObject({ exists: true })
    },
  )

  it('a username in another case is taken', async () => {
    const { body } = await served.post('/api/v3/create-users-batch', {
      list: [{ username: 'eve' }, { username: 'STRASSE' }],
    })
    expect(body.errors?.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'user.username_taken list.1.username',
    ])
  })

  it('an update takes nobody else’s', async () => {
    const eve = await served.post('/api/v3/create-user', { username: 'eve' })
    const { body } = await served.post('/api/v3/update-user', {
      userId: (eve.body.data as { readonly userId: string }).userId,
      username: 'strasse',
    })
    expect(body.errors?.map(({ code }) => code)).toEqual(['user.username_taken'])
  })

  it('a user signs in in any case', async () => {
    const signedIn = await served.keepsake.signIn({ login: 'STRASSE', password })
    expect(signedIn._unsafeUnwrap()).toMatchObject({ verdict: 'signed_in' })
  })
})
