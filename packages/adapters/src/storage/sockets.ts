import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** The sockets of our own pool. */
export type Sockets = {
  readonly open: () => Socket
  /**
   * Waits this many ms for the pool to end, and then destroys the sockets that a server which does not respond keeps
   * open.
   */
  readonly endWith: (ended: Promise<unknown>, ms: number) => Promise<void>
}

/** In ms: how long a connection may be silent before the other side is checked. */
export const keepAliveDelay: number = 10_000

/** In ms: how long a server may take to close the connection. */
export const farewell: number = 1000

export const newSockets = (): Sockets => {
  const sockets = new Set<Socket>()
  return {
    open: () => {
      const socket = new Socket()
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
    endWith: async (ended, ms) => {
      const quietly = ended.then(
        () => undefined,
        () => undefined,
      )
      await Promise.race([quietly, pause(ms, undefined, { ref: false })])
      for (const socket of sockets) socket.destroy()
    },
  }
}
