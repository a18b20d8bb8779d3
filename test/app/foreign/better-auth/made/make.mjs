// npm install better-auth@1.7.25 && node make.mjs
import { writeFileSync } from 'node:fs'
import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { username } from 'better-auth/plugins'
const db = { user: [], account: [], session: [], verification: [] }
const auth = betterAuth({
  database: memoryAdapter(db),
  secret: 'a-secret-of-the-old-application',
  baseURL: 'http://127.0.0.1',
  emailAndPassword: { enabled: true },
  plugins: [username()],
})
for (const [name, email, password, user] of [
  ['Ann Smith', 'ann@example.com', 'tulip-river-74', 'ann'],
  ['Jürgen Weiß', 'juergen@example.de', 'Straße&Brücke 9', 'jweiss'],
])
  await auth.api.signUpEmail({ body: { name, email, password, username: user } })
writeFileSync('user.json', JSON.stringify(db.user, null, 2) + '\n')
writeFileSync('account.json', JSON.stringify(db.account, null, 2) + '\n')
