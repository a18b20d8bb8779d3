import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

const generate = promisify(generateKeyPair)

/** 128 bits of strength (NIST SP 800-57), good beyond 2030. */
const rsaBits = 3072

/** A new RSA private key for `openRsaCipher`, as PKCS#8 PEM. It is a secret. */
export const generateRsaPrivateKey = async (): Promise<string> => {
  const { privateKey } = await generate('rsa', { modulusLength: rsaBits })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A new SM2 private key for `openSm2Cipher`, as the PKCS#8 PEM that `openssl genpkey -algorithm SM2` writes. It is a secret. */
export const generateSm2PrivateKey = async (): Promise<string> => {
  const { privateKey } = await generate('ec', { namedCurve: 'SM2' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
