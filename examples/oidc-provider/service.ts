/** The sign-in page of the provider, on Express 5. */
import type { Keepsake } from '@keepsake/app'
import express, { type Express } from 'express'
import type { Provider } from 'oidc-provider'

/** Makes the service: the page at `/interaction/<id>`, and all endpoints of the provider. */
export const createService = (keepsake: Keepsake, provider: Provider): Express => {
  const app = express()
  app.get('/interaction/:uid', async (request, response) => {
    const { uid, prompt } = await provider.interactionDetails(request, response)
    // Where the provider asks for something else than a sign-in, it would be one more page.
    response.status(prompt.name === 'login' ? 200 : 501).send(page(uid))
  })
  app.post('/interaction/:uid', express.urlencoded({ extended: false }), async (request, response) => {
    await provider.interactionDetails(request, response)
    const { login, password, code } = request.body as Readonly<Record<string, string>>
    const answer = await keepsake.signIn({
      login: login ?? '',
      password: password ?? '',
      ...(code !== undefined && code !== '' && { code }),
      ...(request.ip !== undefined && { ip: request.ip }),
    })
    if (answer.isErr()) return void response.status(503).send('Try again later')
    const { value } = answer
    if (value.verdict !== 'signed_in')
      return void response.status(401).send(page(request.params.uid, value.verdict))
    const accountId = value.account.user.id
    await provider.interactionFinished(request, response, { login: { accountId } })
  })
  return app.use(provider.callback())
}

const page = (uid: string, verdict?: string): string => `<!doctype html>
<title>Sign in</title>
<form method="post" action="/interaction/${encodeURIComponent(uid)}">
  <p>${verdict ?? ''}</p>
  <label>Login <input name="login" autocomplete="username"></label>
  <label>Password <input name="password" type="password" autocomplete="current-password"></label>
  <label>Code <input name="code" autocomplete="one-time-code" inputmode="numeric"></label>
  <button>Sign in</button>
</form>`
