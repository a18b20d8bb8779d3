import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import type { CustomVerifier } from '@keepsake/adapters/password/verifier'

/** An old system that knows one password, is asked over HTTP, and takes from 5 to 8 ms for an answer. */
export const oldSystem = (password: string): CustomVerifier => {
  let server: Promise<Server> | undefined
  return {
    matches: async (given) => {
      const { port } = (await (server ??= listen(password))).address() as AddressInfo
      const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: given })
      return (await answer.text()) === 'yes'
    },
  }
}

/** The process ends without waiting for it. */
const listen = async (password: string): Promise<Server> => {
  const server = createServer((request, response) => void answer(request, response, password))
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return server
}

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  password: string,
): Promise<void> => {
  const sent = await text(request)
  await setTimeout(randomInt(5, 8))
  response.end(sent === password ? 'yes' : 'no')
}
