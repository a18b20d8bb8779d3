import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What may come over a packet: its connection is reset, or cut in the midst of the packet; its receiver hears that the
 * other one will say no more, while it still listens; or it comes late.
 */
export type WireFault = 'reset' | 'cut' | 'half-close' | 'delay'

/** A way to a server on which something comes over a packet. */
export type TcpProxy = {
  /** The URL of the server, by this way. */
  readonly url: string
  /** Counts packets from here on, and lets the fault come over the one of that number, the first one being 0. */
  readonly arm: (fault: WireFault, packet: number) => void
  /** Lets everything through again. Answers whether the fault has come over a packet. */
  readonly disarm: () => boolean
  /** Resets every connection there is. */
  readonly resetAll: () => void
  readonly close: () => Promise<void>
}

/** In ms: longer than a server takes to answer. */
const delay = 20

type Pair = readonly [Socket, Socket]

/** Opens a way to the server of a URL. A packet is what arrives from either side in one piece. */
export const openTcpProxy = async (target: string): Promise<TcpProxy> => {
  const [url, { hostname, port }] = [new URL(target), new URL(target)]
  const pairs = new Set<Pair>()
  let armed: { readonly fault: WireFault; readonly packet: number } | undefined
  let passed = 0

  const faultOfNext = (): WireFault | undefined => {
    passed += 1
    return armed?.packet === passed - 1 ? armed.fault : undefined
  }
  const reset = (pair: Pair): void => pair.forEach((socket) => socket.resetAndDestroy())

  const forward = (from: Socket, to: Socket, pair: Pair): void => {
    let isOver = false
    let before: Promise<unknown> = Promise.resolve()
    from.on('data', (packet: Buffer) => {
      const fault = faultOfNext()
      before = before.then(async () => {
        if (isOver || to.destroyed) return
        if (fault === 'delay') await pause(delay)
        if (fault === 'cut') to.write(packet.subarray(0, packet.length / 2), () => reset(pair))
        else if (fault === 'reset') reset(pair)
        else if (fault === 'half-close') to.end()
        else to.write(packet)
        isOver = fault !== undefined && fault !== 'delay'
      })
    })
    from.on('end', () => void before.then(() => to.end()))
    from.on('error', () => to.resetAndDestroy())
    from.on('close', () => void pairs.delete(pair))
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({
      host: hostname,
      port: Number(port),
      allowHalfOpen: true,
      noDelay: true,
    })
    const pair = [client, upstream] as const
    pairs.add(pair)
    forward(client, upstream, pair)
    forward(upstream, client, pair)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.port = String((server.address() as AddressInfo).port)

  return {
    url: url.href,
    arm: (fault, packet) => {
      passed = 0
      armed = { fault, packet }
    },
    disarm: () => {
      const isReached = armed !== undefined && passed > armed.packet
      armed = undefined
      return isReached
    },
    resetAll: () => pairs.forEach(reset),
    close: async () => {
      pairs.forEach(reset)
      server.close()
      await once(server, 'close')
    },
  }
}
