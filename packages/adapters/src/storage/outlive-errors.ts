/** What tells of errors by an event. */
export type Emitter = { readonly on: (event: 'error', listener: () => void) => unknown }

const outlived = new WeakSet<Emitter>()

/**
 * A connection that breaks says so by an event, which ends the process where nobody listens: a pool tells it of idle
 * connections, a connection of its own one, even after it was given back. Whatever is said next on it fails, and tells why.
 */
export const outliveErrorsOf = (emitter: Emitter): void => {
  if (outlived.has(emitter)) return
  outlived.add(emitter)
  emitter.on('error', () => undefined)
}
