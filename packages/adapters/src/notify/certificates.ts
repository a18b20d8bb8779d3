import { X509Certificate } from 'node:crypto'

/**
 * Throws where a text is not one or more certificates in PEM: Node.js passes over what it cannot read, and would then trust
 * nobody, at the first connection and without a word. Repeats nothing of the text.
 * @param whose what the certificates are called in the words of the error
 */
export const checkCertificates = (pem: string, whose: string): void => {
  const blocks = pem.match(/-----BEGIN [^-]+-----[^-]*-----END [^-]+-----/gu) ?? []
  if (blocks.length === 0) throw new TypeError(`${whose} are no certificates in PEM`)
  for (const [index, block] of blocks.entries())
    if (!isCertificate(block))
      throw new TypeError(`${whose} are not all certificates: number ${index + 1} is none`)
}

const isCertificate = (block: string): boolean => {
  try {
    return new X509Certificate(block).subject !== undefined
  } catch {
    return false
  }
}
