import { setTimeout as pause } from 'node:timers/promises'
import { send, type Answered } from '../http/served.ts'
import { accessKeySecret, type Running, type Workplace } from './keepsake.ts'

export type Serving = Running & { readonly origin: string }

/** Runs `keepsake serve` inside this process, and answers once it takes requests. */
export const serving = async (place: Workplace): Promise<Serving> => {
  const running = place.start(['serve'])
  let code: number | undefined
  void running.ended.then((ended) => (code = ended))
  const origin = await originIn(running.out, () => (code === undefined ? undefined : running.error()))
  return { ...running, origin }
}

/** Where a server says that it serves. `fault`: why it has ended instead. */
export const originIn = async (out: () => string, fault: () => string | undefined): Promise<string> => {
  const address = /^Keepsake serves user pool \S+ on (http:\/\/127\.0\.0\.1:\d+)\n/u
  for (;;) {
    const origin = address.exec(out())?.[1]
    if (origin !== undefined) return origin
    const why = fault()
    if (why !== undefined) throw new Error(`serve ended: ${why}`)
    await pause(20)
  }
}

/** Sends a request on a connection of its own: one that is kept alive holds up the end of the server by a second. */
export const sendOnce = (url: string, request: RequestInit): Promise<Answered> =>
  send(url, { ...request, headers: { ...(request.headers as Record<string, string>), connection: 'close' } })

/** A management token of the server at this address. */
export const tokenOf = async (origin: string): Promise<string> => {
  const body = JSON.stringify({ accessKeyId: '62eaa95ff0000ee52ae6b90c', accessKeySecret })
  const answer = await sendOnce(`${origin}/api/v3/get-management-token`, { method: 'POST', body })
  return (answer.body.data as { readonly access_token: string }).access_token
}
