/** An object that reports errors by an event. */
export type Emitter = { readonly on: (event: 'error', listener: () => void) => unknown }

const outlived = new WeakSet<Emitter>()

/**
 * A connection that breaks emits an event, which ends the process if there is no listener. A pool emits it for idle
 * connections, and each connection for itself, even after it was returned. The next statement on such a connection
 * fails and reports why.
 */
export const outliveErrorsOf = (emitter: Emitter): void => {
  if (outlived.has(emitter)) return
  outlived.add(emitter)
  emitter.on('error', () => undefined)
}
