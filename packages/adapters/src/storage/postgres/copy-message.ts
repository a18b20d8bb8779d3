import type { Copy } from './copy-rows.ts'
import type { PgClient } from './pool.ts'

/** The part of the driver's connection that we write on. */
type Wire = {
  readonly stream: {
    readonly write: (bytes: Uint8Array) => unknown
    readonly cork: () => void
    readonly uncork: () => void
  }
}

/** What `pg` calls of a query that writes and reads its own messages. */
type OwnQuery = {
  callback?: (error: unknown) => void
  readonly submit: (wire: Wire) => void
  readonly handleError: (error: unknown) => void
  readonly handleReadyForQuery: () => void
} & Readonly<Record<(typeof unread)[number], () => void>>

/** Answers that tell nothing more than the end does. */
const unread = [
  'handleRowDescription',
  'handleDataRow',
  'handlePortalSuspended',
  'handleEmptyQuery',
  'handleCommandComplete',
  'handleCopyInResponse',
  'handleCopyData',
] as const

/** A client of `pg` itself, which sends what a query of our own writes. */
type Driver = PgClient & { readonly query: (query: OwnQuery) => unknown }

/**
 * Whether rows can be copied over this client: it is a client of `pg`, and not in its pipeline mode. A service may give a
 * pool whose clients only have `query`, or which write nothing themselves.
 */
export const canCopy = (client: PgClient): client is Driver => {
  const { connection, pipeline } = client as {
    readonly connection?: Partial<Wire>
    readonly pipeline?: unknown
  }
  const { stream } = connection ?? {}
  return (
    pipeline !== true &&
    [stream?.write, stream?.cork, stream?.uncork].every((verb) => typeof verb === 'function')
  )
}

/**
 * Copies rows in one message, with all their bytes behind it, so that the server works on it while this process does
 * something else. The simple query protocol allows it: the server reads the bytes at each `COPY`, and drops what is left
 * after an error (https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY).
 */
export const sendCopies = (client: Driver, copies: readonly Copy[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (error?: unknown): void => {
      query.callback?.(error)
      if (error === undefined) resolve()
      else reject(error instanceof Error ? error : new Error('PostgreSQL: the copy has failed'))
    }
    const query: OwnQuery = {
      ...(Object.fromEntries(unread.map((name) => [name, () => undefined])) as Record<
        (typeof unread)[number],
        () => void
      >),
      submit: ({ stream }) => {
        stream.cork()
        for (const bytes of messages(copies)) stream.write(bytes)
        stream.uncork()
      },
      handleError: end,
      handleReadyForQuery: () => end(),
    }
    client.query(query)
  })

/** One message of the protocol has at most 1 GiB; much shorter ones let the server begin earlier. */
const pieceBytes = 2 ** 18

const messages = function* (copies: readonly Copy[]): Generator<Uint8Array> {
  yield message('Q', Buffer.from(`${copies.map(({ statement }) => statement).join('; ')}\0`))
  for (const { bytes } of copies) {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const piece = bytes.subarray(start, start + pieceBytes)
      yield head('d', piece.length)
      yield piece
    }
    yield head('c', 0)
  }
}

const message = (type: string, content: Buffer): Buffer =>
  Buffer.concat([head(type, content.length), content])

/** The type of a message, and its length with the length itself. */
const head = (type: string, length: number): Buffer => {
  const bytes = Buffer.alloc(5)
  bytes.write(type, 'latin1')
  bytes.writeInt32BE(length + 4, 1)
  return bytes
}
