import { X509Certificate } from 'node:crypto'

/**
 * Throws if a text is not one or more certificates in PEM. Node.js ignores what it cannot read: it would then trust no
 * server, and would report this only at the first connection. The error repeats nothing of the text.
 * @param whose the name of the certificates in the error
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
