import { createPrivateKey } from 'node:crypto'
import { openRsaCipher } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import { JSEncrypt } from 'jsencrypt'
import { sm2 } from 'sm-crypto'
import { expect, test } from 'vitest'
import {
  generateRsaPrivateKey,
  generateSm2PrivateKey,
} from '../../../packages/adapters/src/cipher/generate-keys.ts'
import { publicKeyOf } from '../../builders/public-key.ts'

test('a new RSA key has 3072 bits and serves as a cipher', async () => {
  const pem = await generateRsaPrivateKey()
  expect(createPrivateKey(pem).asymmetricKeyDetails?.modulusLength).toBe(3072)
  const cipher = openRsaCipher({ privateKeyPem: pem })
  const client = new JSEncrypt()
  client.setPublicKey(publicKeyOf(cipher))
  expect((await cipher.open(String(client.encrypt('password'))))._unsafeUnwrap().reveal()).toBe('password')
})

test('a new SM2 key is PKCS#8 on the SM2 curve and serves as a cipher', async () => {
  const pem = await generateSm2PrivateKey()
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' })
  expect(der.toString('hex')).toMatch(/^308187020100301306072a8648ce3d020106082a811ccf5501822d/)
  const cipher = openSm2Cipher({ privateKeyPem: pem })
  expect(publicKeyOf(cipher)).toMatch(/^04[0-9a-f]{128}$/)
  expect((await cipher.open(sm2.doEncrypt('password', publicKeyOf(cipher))))._unsafeUnwrap().reveal()).toBe(
    'password',
  )
})

test('two new keys differ', async () => {
  expect(await generateSm2PrivateKey()).not.toBe(await generateSm2PrivateKey())
})
