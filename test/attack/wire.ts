import { connect } from 'node:net'

/** A request as it goes over the wire: made of its parts, or written out. */
export type RawRequest = RequestParts | { readonly raw: string }

export type RequestParts = {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
  /** Whether the body's length is not told, and the body comes in pieces: so many bytes a piece. */
  readonly piece?: number
}

/** In ms: who has not answered by then has not answered. */
const patience = 30_000

/** Sends a request on a connection of its own. Answers its beginning, or nothing where the connection ended without one. */
export const sendRaw = (port: number, request: RawRequest): Promise<string> =>
  sendBytes(port, 'raw' in request ? [request.raw] : [head(request), ...bodyOf(request)])

/** Sends what it is given, and reads until the other side ends the connection. */
export const sendBytes = (port: number, bytes: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const late = setTimeout(() => socket.destroy(), patience)
    socket.on('data', (data: Buffer) => {
      if (text.length < answerLength) text += data.toString('latin1')
    })
    // A server that has answered may not read the rest.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(late)
      resolve(text)
    })
    for (const each of bytes) socket.write(each)
  })

/** As much of an answer as is looked at. */
const answerLength = 4096

export const head = ({ method, path, headers = {}, body, piece }: RequestParts): string => {
  const length: Readonly<Record<string, string>> =
    body === undefined
      ? {}
      : piece === undefined
        ? { 'content-length': String(body.length) }
        : { 'transfer-encoding': 'chunked' }
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers, ...length })
  return [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join(
    '\r\n',
  )
}

const bodyOf = ({ body, piece }: RequestParts): readonly Buffer[] =>
  body === undefined ? [] : piece === undefined ? [body] : [inPieces(body, piece)]

const inPieces = (body: Buffer, size: number): Buffer => {
  const pieces: Buffer[] = []
  for (let at = 0; at < body.length; at += size) {
    const piece = body.subarray(at, at + size)
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')])
}
