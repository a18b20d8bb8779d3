import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { generateRsaPrivateKey, generateSm2PrivateKey } from '@keepsake/adapters/cipher/generate-keys'
import { exitCodes } from '../report.ts'
import type { RsaPadding } from '../../composition/rsa-padding.ts'
import { askForPadding } from '../ask-for-padding.ts'
import type { Terminal } from '../terminal.ts'

/** Readable by their owner alone. */
const mode = 0o600

/** `rsaPadding`: asked for where it is absent and somebody can answer. */
type InitOptions = { readonly databaseUrl: string; readonly rsaPadding?: RsaPadding | undefined }

/**
 * Writes a configuration file and two key files beside it, every secret freshly drawn. Files that exist are left as
 * they are: then nothing is written at all.
 */
export const init = async (
  configFile: string,
  { databaseUrl, rsaPadding: given }: InitOptions,
  terminal: Terminal,
): Promise<number> => {
  const folder = dirname(configFile)
  const rsaPadding = given ?? (await askForPadding(terminal))
  const files = {
    [join(folder, 'keepsake-rsa.pem')]: await generateRsaPrivateKey(),
    [join(folder, 'keepsake-sm2.pem')]: await generateSm2PrivateKey(),
    [configFile]: `${JSON.stringify(freshConfig(databaseUrl, rsaPadding), undefined, 2)}\n`,
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
  terminal.out('Keep all three secret: whoever has them can read every secret of the directory.')
  return exitCodes.done
}

const asNamed = (path: string, terminal: Terminal): string => relative(terminal.path('.'), path)

const freshConfig = (databaseUrl: string, rsaPadding: RsaPadding): Readonly<Record<string, unknown>> => ({
  databaseUrl,
  host: '127.0.0.1',
  port: 3000,
  accessKeyId: randomBytes(12).toString('hex'),
  accessKeySecret: randomBytes(32).toString('hex'),
  sealingKey: randomBytes(32).toString('base64'),
  rsaPrivateKeyFile: './keepsake-rsa.pem',
  rsaPadding,
  sm2PrivateKeyFile: './keepsake-sm2.pem',
  phoneCountryCode: '+86',
  loginUrl: 'http://127.0.0.1:3000/login',
  apps: {},
  customFields: {},
  departments: 'any',
  tenants: 'any',
})
