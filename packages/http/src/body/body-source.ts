import type { HonoRequest } from 'hono'

/** What becomes of a body: its pieces, and then its end, or a fault that breaks it off. */
export type BodySink = {
  readonly piece: (bytes: Uint8Array) => void
  readonly end: () => void
  readonly fail: () => void
}

/** Where a body comes from. It begins to flow into a sink at once, and stops when the answer is called. */
export type BodySource = (sink: BodySink) => () => void

/** The body of a request as the web knows it, or what whoever has read it before us has kept of it. */
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
