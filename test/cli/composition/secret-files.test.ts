import { chmodSync, chownSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { loadConfig, openContainer, tokens, type Environment } from 'keepsake/inversify'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../../adapters/storage/temporary-file.ts'
import { refusalOf } from '../../builders/refusal.ts'
import rsaVectors from '../../vectors/cipher/rsa-openssl.json' with { type: 'json' }
import sm2Vectors from '../../vectors/cipher/sm2-openssl.json' with { type: 'json' }

const config = {
  databaseUrl: 'memory:',
  accessKeyId: 'pool-one',
  accessKeySecret: 'an access key secret of 33 signs!',
  sealingKey: Buffer.alloc(32, 7).toString('base64'),
  rsaPrivateKeys: [{ file: 'rsa.pem' }, { file: 'old-rsa.pem', retiresAt: '2099-01-01T00:00:00Z' }],
  sm2PrivateKeyFile: 'sm2.pem',
  loginUrl: 'https://login.example.com',
  mail: {
    url: 'smtp://127.0.0.1:1',
    from: { address: 'a@shop.example' },
    dkim: { domain: 'shop.example', selector: 's1', privateKeyFile: 'dkim.pem' },
  },
}

/** The files that a configuration is made of, and the field that names each. */
const secretFiles = [
  ['keepsake.config.json', 'keepsake.config.json'],
  ['rsa.pem', 'rsaPrivateKeys.0'],
  ['old-rsa.pem', 'rsaPrivateKeys.1'],
  ['sm2.pem', 'sm2PrivateKeyFile'],
  ['dkim.pem', 'mail.dkim.privateKeyFile'],
] as const

const folderOf = (over: object = {}): string => {
  const folder = temporaryDirectory()
  const write = (name: string, content: string): void =>
    writeFileSync(join(folder, name), content, { mode: 0o600 })
  write('keepsake.config.json', JSON.stringify({ ...config, ...over }))
  for (const name of ['rsa.pem', 'dkim.pem']) write(name, rsaVectors.keys.rsa2048.pem)
  write('old-rsa.pem', rsaVectors.keys.other2048.pem)
  write('sm2.pem', sm2Vectors.keys.genpkey.pem)
  return folder
}

const open = async (folder: string, environment: Environment = {}) =>
  openContainer(await loadConfig(join(folder, 'keepsake.config.json'), environment))

const opens = async (folder: string, environment: Environment = {}): Promise<void> => {
  const container = await open(folder, environment)
  await container.get(tokens.noticeSender).close?.()
  await container.get(tokens.storage).close()
}

describe.each(secretFiles)('%s', (name, field) => {
  it('is read where nobody else may read or write it', async () => {
    const folder = folderOf()
    for (const mode of [0o600, 0o400]) {
      chmodSync(join(folder, name), mode)
      await opens(folder)
    }
  })

  it('is refused where somebody else may, unless a setting says that it must be so', async () => {
    const folder = folderOf()
    for (const mode of [0o644, 0o640, 0o604, 0o620, 0o602, 0o660, 0o440, 0o601]) {
      chmodSync(join(folder, name), mode)
      const { message: reason } = await refusalOf(() => open(folder))
      expect(reason).toContain(field)
      expect(reason).toContain(`mode ${mode.toString(8)}`)
      expect(reason).toContain('secretFiles')
      expect(reason).not.toMatch(/BEGIN|signs!/u)
      await opens(folder, { KEEPSAKE_SECRET_FILES: 'any' })
    }
    writeFileSync(join(folder, 'keepsake.config.json'), JSON.stringify({ ...config, secretFiles: 'any' }))
    await opens(folder)
  })

  it('is judged by the file that a link leads to', async () => {
    const folder = folderOf()
    renameSync(join(folder, name), join(folder, '..data'))
    symlinkSync('..data', join(folder, name))
    await opens(folder)
    chmodSync(join(folder, '..data'), 0o644)
    expect((await refusalOf(() => open(folder))).message).toContain(field)
  })

  it.skipIf(process.geteuid?.() !== 0)('is refused where it is somebody else’s', async () => {
    const folder = folderOf()
    chownSync(join(folder, name), 65_534, 65_534)
    expect((await refusalOf(() => open(folder))).message).toContain('belongs to another user')
    await opens(folder, { KEEPSAKE_SECRET_FILES: 'any' })
  })
})

describe('the key of a client’s certificate', () => {
  it.each([
    ['PostgreSQL', 'postgres', openPostgresStorage],
    ['MariaDB', 'mysql', openMysqlStorage],
  ] as const)('for %s is read on the same terms, in the library too', async (_, scheme, openStorage) => {
    const folder = folderOf()
    const [cert, key] = ['rsa.pem', 'sm2.pem'].map((name) => join(folder, name))
    chmodSync(key!, 0o644)
    const url = `${scheme}://u:p@127.0.0.1:1/db?sslmode=require&sslcert=${cert}&sslkey=${key}`
    const refused = await refusalOf(() => openStorage({ url }))
    expect(refused.message).toMatch(/sslkey: .*sm2\.pem may be read by other users, with mode 644/u)
    for (const over of [{ secretFiles: 'any' }, {}] as const) {
      const failure = await refusalOf(() => openStorage({ url, ...over }))
      expect(failure.message).not.toContain('mode 644')
      chmodSync(key!, 0o600)
    }
  })
})
