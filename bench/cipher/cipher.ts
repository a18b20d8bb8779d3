import { createPrivateKey, generateKeyPairSync, privateDecrypt, type KeyObject } from 'node:crypto'
import { generateSm2PrivateKey } from '@keepsake/adapters/cipher/generate-keys'
import { openRsaCipher } from '@keepsake/adapters/cipher/rsa'
import { openSm2Cipher } from '@keepsake/adapters/cipher/sm2'
import type { TransportCipher } from '@keepsake/domain'
import { sm2 } from 'sm-crypto'
import { compare, type Task } from '../measure.ts'
import { rateLine, type Line } from '../table.ts'
import { benchAgainstOpenssl } from './against-openssl.ts'
import { rsaCiphertexts } from './rsa-ciphertexts.ts'

const rounds = 7
const password = 'correct horse battery'
const rsaOperations = 200
const sm2Operations = 100
/** The slower one needs fewer to be timed as well. */
const smCryptoOperations = 15

/** Decryptions through the transport ciphers against what they are made of, what is usual, and all that the machine can. */
export const benchCipher = async (): Promise<readonly Line[]> => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return [
    await benchRsa('pkcs1', privateKey),
    await benchRsa('oaep-sha256', privateKey),
    await benchRsa('oaep-sha256-mgf1-sha1', privateKey),
    await benchSm2(),
    ...(await benchAgainstOpenssl()),
  ]
}

const benchRsa = async (padding: keyof typeof rsaCiphertexts, key: KeyObject): Promise<Line> => {
  const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  const cipher = openRsaCipher({ privateKeyPem, padding })
  const { bytes, options } = rsaCiphertexts[padding](key, Buffer.from(password))
  const bare = (): void => {
    for (let count = 0; count < rsaOperations; count += 1) privateDecrypt({ key, ...options }, bytes)
  }
  return rateLine(
    `rsa-2048, ${padding}`,
    await compare(
      rounds,
      () => opening(cipher, bytes.toString('base64'), rsaOperations),
      () => ({ units: rsaOperations, run: bare }),
    ),
  )
}

const benchSm2 = async (): Promise<Line> => {
  const privateKeyPem = await generateSm2PrivateKey()
  const cipher = openSm2Cipher({ privateKeyPem })
  const ciphertext = sm2.doEncrypt(password, publicKeyOf(cipher))
  const privateKeyHex = createPrivateKey(privateKeyPem)
    .export({ type: 'pkcs8', format: 'der' })
    .toString('hex', ...scalar)
  const usual = (): void => {
    for (let count = 0; count < smCryptoOperations; count += 1)
      if (smCrypto.doDecrypt(ciphertext, privateKeyHex) !== password)
        throw new Error('sm-crypto reads otherwise')
  }
  return rateLine(
    'sm2, against sm-crypto',
    await compare(
      rounds,
      () => opening(cipher, ciphertext, sm2Operations),
      () => ({ units: smCryptoOperations, run: usual }),
    ),
  )
}

/** Where the 32 bytes of the private number lie in the PKCS#8 of an SM2 key that has its public half with it. */
const scalar = [36, 68] as const

/** The package ships no types, and the ones that the examples declare have no need of this. */
const smCrypto = sm2 as unknown as {
  readonly doDecrypt: (ciphertext: string, privateKeyHex: string) => string
}

const publicKeyOf = (cipher: TransportCipher): string => cipher.current()?.publicKey ?? ''

/** All ciphertexts at once, as a batch hands them over. */
const opening = (cipher: TransportCipher, ciphertext: string, units: number): Task => ({
  units,
  run: async () => {
    const opened = await Promise.all(Array.from({ length: units }, () => cipher.open(ciphertext)))
    if (opened.some((each) => each.isErr() || each.value.reveal() !== password))
      throw new Error('It does not open')
  },
})
