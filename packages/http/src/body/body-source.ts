import type { HonoRequest } from 'hono'

/** Receives the pieces of a body, and then its end or a fault that breaks it off. */
export type BodySink = {
  readonly piece: (bytes: Uint8Array) => void
  readonly end: () => void
  readonly fail: () => void
}

/** Where a body comes from. It starts to flow into a sink at once. Call the answer to stop it. */
export type BodySource = (sink: BodySink) => () => void

/** The body of a request as the web API gives it, or the copy that earlier code has read and kept. */
export const webSource =
  (request: HonoRequest): BodySource =>
  (sink) => {
    const { body, bodyUsed } = request.raw
    if (bodyUsed) {
      void request.arrayBuffer().then((bytes) => {
        sink.piece(new Uint8Array(bytes))
        sink.end()
      }, sink.fail)
      return () => undefined
    }
    if (body === null) {
      sink.end()
      return () => undefined
    }
    const reader = body.getReader()
    const flow = async (): Promise<void> => {
      for (let read = await reader.read(); !read.done; read = await reader.read()) sink.piece(read.value)
      sink.end()
    }
    void flow().catch(sink.fail)
    return () => void reader.cancel().catch(() => undefined)
  }
