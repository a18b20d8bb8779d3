import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { forged } from './forged.ts'
import { head } from './wire.ts'

/** What a connection does that is there to be in the way. `isOver` once it is of no more use. */
export type Manner = (socket: Socket, accessKeyId: string, isOver: () => boolean) => Promise<void>

const bodyLength = 9_900_000
const piece = Buffer.alloc(65_536, ' ')

/** Writes, and waits until there is room for more, or the connection has ended. */
const write = async (socket: Socket, data: string | Buffer): Promise<void> => {
  if (socket.destroyed || socket.write(data)) return
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      socket.off('drain', goOn).off('close', goOn)
      resolve()
    }
    socket.on('drain', goOn).on('close', goOn)
  })
}

const bodyHead = (accessKeyId: string): string =>
  head({
    method: 'POST',
    path: '/api/v3/create-users-batch',
    headers: { ...forged(accessKeyId), 'content-length': String(bodyLength), connection: 'keep-alive' },
  })

/** Every manner there is. */
export const manners: Readonly<Record<string, Manner>> = {
  'headers, a byte a second': async (socket, _, isOver) => {
    socket.write('GET /api/v3/system HTTP/1.1\r\nhost: localhost\r\nx-slow: ')
    for (; !isOver(); await pause(1000)) socket.write('a')
  },
  '9.9 MB under a forged signature, all but the last byte': async (socket, accessKeyId, isOver) => {
    await write(socket, bodyHead(accessKeyId))
    for (let sent = piece.length; sent < bodyLength && !isOver(); sent += piece.length)
      await write(socket, piece)
  },
  'a request to sign in, a byte a second': async (socket, _, isOver) => {
    socket.write('POST /api/v3/signin HTTP/1.1\r\nhost: localhost\r\ncontent-length: 16000\r\n\r\n')
    for (; !isOver(); await pause(1000)) socket.write(' ')
  },
  'one request, and silence': async (socket) => {
    socket.write('GET /api/v3/system HTTP/1.1\r\nhost: localhost\r\n\r\n')
  },
  'half a body, and the end of what is said': async (socket, accessKeyId) => {
    await write(socket, bodyHead(accessKeyId))
    await write(socket, piece)
    socket.end()
  },
}

/** In ms: who was turned away comes again, but not at once. */
const comesAgainAfter = 1000

/** So many connections, of every manner in turn, and others instead of those that the server ends. */
export const openHostileConnections = (
  port: number,
  accessKeyId: string,
  count: number,
): { readonly opened: () => number; readonly open: () => number; readonly close: () => void } => {
  const sockets = new Set<Socket>()
  const kinds = Object.values(manners)
  const done = new AbortController()
  let opened = 0
  const occupy = async (at: number): Promise<void> => {
    // Not all in the same millisecond.
    await pause(2 * at)
    while (!done.signal.aborted) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      sockets.add(socket)
      opened += 1
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      socket.on('error', () => undefined).resume()
      const isOver = (): boolean => done.signal.aborted || socket.destroyed
      await kinds[at % kinds.length]?.(socket, accessKeyId, isOver)
      socket.once('end', () => socket.destroy())
      await closed
      sockets.delete(socket)
      await pause(comesAgainAfter)
    }
  }
  for (let at = 0; at < count; at += 1) void occupy(at)
  return {
    opened: () => opened,
    open: () => sockets.size,
    close: () => {
      done.abort()
      for (const socket of sockets) socket.destroy()
    },
  }
}
