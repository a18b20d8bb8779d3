import { X509Certificate } from 'node:crypto'
import { configurationIssue, type ConfigurationIssue } from '@keepsake/domain'

/**
 * What is wrong if `ca` is not one or more certificates in PEM. Node.js ignores what it cannot read: it would then trust
 * no server, and would report this only at the first connection. The issue repeats nothing of the text.
 */
export const checkCertificates = (pem: string | undefined): readonly ConfigurationIssue[] => {
  if (pem === undefined) return []
  const blocks = pem.match(/-----BEGIN [^-]+-----[^-]*-----END [^-]+-----/gu) ?? []
  const wrong = blocks.flatMap((block, index) => (isCertificate(block) ? [] : [index + 1]))
  if (blocks.length > 0 && wrong.length === 0) return []
  const which = blocks.length === 0 ? 'there is none' : `number ${wrong.join(', ')} is none`
  return [
    configurationIssue(
      'certificates.malformed',
      ['ca'],
      `give the certificates of the authorities to trust, in PEM: ${which}`,
    ),
  ]
}

const isCertificate = (block: string): boolean => {
  try {
    return new X509Certificate(block).subject !== undefined
  } catch {
    return false
  }
}
