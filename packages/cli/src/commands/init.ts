import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { generateRsaPrivateKey, generateSm2PrivateKey } from '@keepsake/adapters/cipher/generate-keys'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import type { ClientAddressSource } from '../composition/client-address.ts'
import { present } from '../composition/present.ts'
import type { RsaPadding } from '../composition/rsa-padding.ts'
import { askFor, choose, type Choice } from '../terminal/choose.ts'
import { exitCodes } from '../terminal/report.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Only the owner can read the files. */
const mode = 0o600

/** What is decided when a pool is set up. */
export type InitFlags = {
  readonly databaseUrl: string
  /** If absent, the command asks at the terminal. */
  readonly clientAddress?: ClientAddressSource
  /** If absent, the command asks for it too. */
  readonly rsaPadding?: RsaPadding
  /** The country code of phone numbers without one. If absent, the command asks at the terminal. */
  readonly phoneCountryCode?: string
}

/**
 * Writes a configuration file and two key files beside it, with new random secrets. Files that exist are not changed: then
 * nothing is written at all.
 */
export const init = async (configFile: string, flags: InitFlags, terminal: Terminal): Promise<number> => {
  const folder = dirname(configFile)
  const { isCountryCode } = await openPhoneNumbers()
  if (flags.phoneCountryCode !== undefined && !isCountryCode(flags.phoneCountryCode)) {
    terminal.error(`${flags.phoneCountryCode} is not a country code such as +86. Nothing has changed.`)
    return exitCodes.refused
  }
  const clientAddress = flags.clientAddress ?? (await choose(whereFrom, waysHere, terminal))
  const rsaPadding = flags.rsaPadding ?? (await choose(whoSends, clients, terminal)) ?? 'pkcs1'
  const phoneCountryCode = flags.phoneCountryCode ?? (await askFor(whichCountry, isCountryCode, terminal))
  const chosen = { ...flags, rsaPadding, ...present({ clientAddress, phoneCountryCode }) }
  const files = {
    [join(folder, 'keepsake-rsa.pem')]: await generateRsaPrivateKey(),
    [join(folder, 'keepsake-sm2.pem')]: await generateSm2PrivateKey(),
    [configFile]: `${JSON.stringify(freshConfig(chosen), undefined, 2)}\n`,
  }
  const written: string[] = []
  try {
    await mkdir(terminal.path(folder), { recursive: true })
    for (const [file, content] of Object.entries(files)) {
      await using handle = await open(terminal.path(file), 'wx', mode)
      written.push(file)
      await handle.writeFile(content)
    }
  } catch (cause) {
    await Promise.all(written.map((each) => rm(terminal.path(each))))
    const { code, path = terminal.path(configFile) } = cause as NodeJS.ErrnoException
    terminal.error(
      `${asNamed(path, terminal)} was not written: ${code === 'EEXIST' ? 'it exists already' : (code ?? 'unknown')}. Nothing has changed.`,
    )
    return code === 'EEXIST' ? exitCodes.refused : exitCodes.failed
  }
  for (const file of written) terminal.out(`Wrote ${asNamed(terminal.path(file), terminal)}`)
  terminal.out(`Passwords under RSA are read as ${rsaPadding}: rsaPadding changes that.`)
  terminal.out('Keep all three secret: with them, anyone can read every secret of the directory.')
  if (clientAddress === undefined) terminal.out(withoutClientAddress)
  if (phoneCountryCode === undefined) terminal.out(withoutCountry)
  return exitCodes.done
}

const asNamed = (path: string, terminal: Terminal): string => relative(terminal.path('.'), path)

const whereFrom =
  'How do users reach `keepsake serve`? Their addresses tell those who guess passwords from others.'

const waysHere: readonly Choice<ClientAddressSource | undefined>[] = [
  { value: 'connection', says: 'directly: the other end of a connection is the user’s' },
  { value: 'x-forwarded-for', says: 'through a proxy that adds the user’s address to x-forwarded-for' },
  { value: undefined, says: 'not decided yet' },
]

const withoutClientAddress =
  'Set clientAddress before users sign in over HTTP (docs/configuration.md): without it, all attempts at an account count together, wherever they come from.'

const whoSends = 'Which clients will send passwords encrypted with RSA? A key is for one padding.'

const clients: readonly Choice<RsaPadding>[] = [
  { value: 'pkcs1', says: 'the SDKs, JSEncrypt: PKCS#1 v1.5' },
  { value: 'oaep-sha256', says: 'clients of your own, with OAEP and SHA-256' },
  { value: 'oaep-sha256-mgf1-sha1', says: 'Java, with OAEPWithSHA-256AndMGF1Padding by its defaults' },
  { value: 'oaep-sha1', says: 'OAEP with SHA-1, as older tools mean it' },
]

const whichCountry =
  'Which country do phone numbers belong to that come without a country code, such as (415) 555-2671? A code such as +1, or nothing:'

const withoutCountry =
  'Phone numbers need their country code, such as +1 415 555 2671: phoneCountryCode would be put before those that have none.'

const freshConfig = ({
  databaseUrl,
  clientAddress,
  phoneCountryCode,
  rsaPadding,
}: InitFlags): Readonly<Record<string, unknown>> => ({
  databaseUrl,
  host: '127.0.0.1',
  port: 3000,
  clientAddress,
  accessKeyId: randomBytes(12).toString('hex'),
  accessKeySecret: randomBytes(32).toString('hex'),
  sealingKey: randomBytes(32).toString('base64'),
  rsaPrivateKeyFile: './keepsake-rsa.pem',
  rsaPadding,
  sm2PrivateKeyFile: './keepsake-sm2.pem',
  ...(phoneCountryCode === undefined ? {} : { phoneCountryCode }),
  loginUrl: 'http://127.0.0.1:3000/login',
  apps: {},
  customFields: {},
  departments: 'any',
  tenants: 'any',
})
