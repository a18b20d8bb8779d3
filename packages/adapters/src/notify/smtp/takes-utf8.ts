import type { SMTPPoolOptions } from 'nodemailer'

/**
 * Whether the mail server says that it takes addresses beyond ASCII (RFC 6531). It is asked each time, over a separate
 * connection: the library would send such an address to a server that cannot read it. Throws like a mail if the server
 * does not answer.
 */
export const takesUtf8 = async (settings: SMTPPoolOptions): Promise<boolean> => {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection')
  const connection = new SmtpConnection(settings)
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  connection.on('error', reject)
  // After the handshake, the last answer is the one to EHLO, under TLS if TLS is used.
  connection.connect((failure) => {
    if (failure) reject(failure)
    else resolve(/^250[ -]SMTPUTF8\b/imu.test(String(connection.lastServerResponse)))
  })
  try {
    return await promise
  } finally {
    connection.close()
  }
}
