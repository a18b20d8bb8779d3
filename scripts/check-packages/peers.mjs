// Runs in a folder where npm has installed @keepsake/adapters without its optional peers. Each subpath can be imported, and
// an opener whose library is missing says which package to install. The messages are printed, for the report of a failure.
import { deepStrictEqual } from 'node:assert/strict'
import { writeFileSync } from 'node:fs'

const names = JSON.parse(process.argv[2])
for (const name of names)
  if (Object.keys(await import(name)).length === 0) throw new Error(`${name} exports nothing`)

const from = (subpath) => import(`@keepsake/adapters/${subpath}`)
const key = { id: 'k1', key: crypto.getRandomValues(new Uint8Array(32)) }
const secret = (text) => ({ reveal: () => text })
const whsec = secret(`whsec_${Buffer.alloc(32).toString('base64')}`)

/** Reads all records of a file with some text in it. */
const readAll = async (open) => {
  writeFileSync('users.txt', 'email\na@example.com\n')
  const { fileBytes, openText } = await from('records/bytes')
  const reader = await open(fileBytes('users.txt'), openText)
  for await (const record of reader.read()) deepStrictEqual(record, 'is not read without the package')
}

/** What opens each subpath that needs a peer, and the packages that are then missing. */
const openers = {
  'storage/sqlite': [
    async () => (await from('storage/sqlite')).openSqliteStorage({ file: 'x.db' }),
    ['kysely'],
  ],
  'storage/postgres': [
    async () => (await from('storage/postgres')).openPostgresStorage({ url: 'postgres://u:p@127.0.0.1/d' }),
    ['kysely', 'pg'],
  ],
  'storage/mysql': [
    async () => (await from('storage/mysql')).openMysqlStorage({ url: 'mysql://u:p@127.0.0.1/d' }),
    ['kysely', 'mysql2'],
  ],
  'password/argon2': [async () => (await from('password/argon2')).openArgon2Hasher(), ['argon2']],
  'password/node-rs-argon2': [
    async () => {
      const { nodeRsArgon2: engine } = await from('password/node-rs-argon2')
      return (await from('password/argon2')).openArgon2Hasher({ engine })
    },
    ['@node-rs/argon2'],
  ],
  'password/verifier': [
    async () => (await from('password/verifier')).openPasswordVerifier(),
    ['argon2', 'bcrypt', 'hash-wasm'],
  ],
  'password-lists/common': [
    async () => (await from('password-lists/common')).openCommonPasswords(),
    ['@zxcvbn-ts/language-common'],
  ],
  'phone/libphonenumber': [
    async () => (await from('phone/libphonenumber')).openPhoneNumbers(),
    ['libphonenumber-js'],
  ],
  'totp/otplib': [async () => Object.values(await from('totp/otplib'))[0](), ['otplib']],
  'totp/qr': [async () => (await from('totp/qr')).openQrCodes(), ['uqr']],
  'notify/smtp': [
    async () =>
      (await from('notify/smtp')).openSmtpSender({
        url: secret('smtp://127.0.0.1'),
        from: { address: 'a@example.com' },
        write: () => undefined,
      }),
    ['nodemailer'],
  ],
  'notify/webhook': [
    async () =>
      (await from('notify/webhook')).openWebhookSender({
        endpoints: [{ url: 'https://example.com/', secrets: [whsec] }],
        clock: Date.now,
      }),
    ['standardwebhooks', 'ipaddr.js'],
  ],
  'records/csv': [
    () => readAll(async (bytes, openText) => (await from('records/csv')).readCsv(await openText(bytes))),
    ['csv-parse'],
  ],
  'records/xlsx': [
    () => readAll(async (bytes) => (await from('records/xlsx')).readXlsx(bytes)),
    ['read-excel-file'],
  ],
  standard: [
    async () => (await from('standard')).openStandardPorts({ keys: [key], current: 'k1' }),
    ['argon2', 'bcrypt', 'hash-wasm', '@zxcvbn-ts/language-common', 'otplib', 'libphonenumber-js'],
  ],
}

for (const [subpath, [open, packages]] of Object.entries(openers)) {
  const thrown = await open().then(
    () => undefined,
    (error) => error,
  )
  deepStrictEqual(
    thrown?.message?.split('\n'),
    packages.map(
      (name) => `this needs the package "${name}". Install it: npm install ${name} (package.missing)`,
    ),
    subpath,
  )
}
const tried = new Set(Object.values(openers).flatMap(([, packages]) => packages))
deepStrictEqual(tried, new Set(JSON.parse(process.argv[3])), 'each optional peer is tried')
