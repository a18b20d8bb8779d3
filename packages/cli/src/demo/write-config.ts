import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateRsaPrivateKey, generateSm2PrivateKey } from '@keepsake/adapters/cipher/generate-keys'

/**
 * Writes a configuration as `keepsake init` would write it, with the departments, app and custom fields of the demo's users.
 * Answers its path.
 */
export const writeConfig = async (folder: string): Promise<string> => {
  const configFile = join(folder, 'keepsake.config.json')
  await writeFile(join(folder, 'rsa.pem'), await generateRsaPrivateKey(), { mode: 0o600 })
  await writeFile(join(folder, 'sm2.pem'), await generateSm2PrivateKey(), { mode: 0o600 })
  const config = {
    databaseUrl: 'sqlite:./keepsake.db',
    accessKeyId: randomBytes(12).toString('hex'),
    accessKeySecret: randomBytes(32).toString('hex'),
    sealingKey: randomBytes(32).toString('base64'),
    rsaPrivateKeyFile: './rsa.pem',
    sm2PrivateKeyFile: './sm2.pem',
    phoneCountryCode: '+86',
    activationUrl: 'https://shop.example.com/activate',
    apps: { shop: { loginUrl: 'https://shop.example.com/login' } },
    customFields: { school: { type: 'string' }, age: { type: 'number' } },
    departments: [
      { departmentId: 'dep-1', openDepartmentId: 'od-sales' },
      { departmentId: 'dep-2', openDepartmentId: 'od-support' },
    ],
    tenants: ['tenant-a'],
  }
  await writeFile(configFile, JSON.stringify(config), { mode: 0o600 })
  return configFile
}
