/** What an operator can do, by the messages of `node:tls`, `pg` and `mysql2` when a connection cannot be secured. */
const remedies: readonly (readonly [said: RegExp, remedy: string])[] = [
  [
    /does not support (SSL|secure) connection/u,
    'the server has no TLS: turn it on there, or say sslmode=disable where nobody can listen in between',
  ],
  [
    /self[- ]signed certificate|unable to (get|verify)|issuer|certificate not trusted/u,
    "nobody who is trusted has signed the server's certificate: name its CA by sslrootcert",
  ],
  [
    /does not match certificate's altnames/u,
    "the server's certificate is for another name: use that one, or sslmode=verify-ca where its CA signs for no other server",
  ],
  [/certificate (has expired|is not yet valid)/u, "the server's certificate is not valid at this time"],
]

/** What went wrong with TLS, and what an operator can do; nothing if something else has failed. */
export const explainTls = (error: unknown): string | undefined =>
  error instanceof Error ? remedies.find(([said]) => said.test(error.message))?.[1] : undefined
