import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startAll, type Engine } from './engines.ts'
import { freePort } from './free-port.ts'
import { startServer } from './server-process.ts'

/** A program of node that listens on the port, or ends with an error. */
const program = (name: string, port: number, script: string): Engine => ({
  name,
  lack: async () => undefined,
  start: async () => ({
    url: '',
    socket: '',
    ...(await startServer({
      name,
      file: process.execPath,
      args: ['-e', script],
      options: {},
      stopSignal: 'SIGTERM',
      ask: async () => {
        const socket = connect(port, '127.0.0.1')
        await once(socket, 'connect')
        socket.destroy()
      },
    })),
  }),
})

const listening = (port: number): Engine =>
  program('good', port, `require('node:net').createServer().listen(${port}, '127.0.0.1')`)

describe('a server that is started beside one that fails', () => {
  it('is stopped again, and what the other said is told', async () => {
    const port = await freePort()
    const bad = program('bad', await freePort(), 'console.error("no room"); setTimeout(process.exit, 500, 1)')
    await expect(startAll([listening(port), bad])).rejects.toThrow('bad did not start: no room')
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
  })

  it('is stopped as well where the other is not even there', async () => {
    const port = await freePort()
    const absent: Engine = {
      name: 'absent',
      lack: async () => undefined,
      start: async () => {
        throw new Error('not there')
      },
    }
    await expect(startAll([absent, listening(port)])).rejects.toThrow('not there')
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
  })
})
