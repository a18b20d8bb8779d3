const hidden = '[secret]'

/**
 * A value that must not be seen by accident: as text, in JSON and in `util.inspect` it reads `[secret]`. `reveal` is
 * the only way to the value, so a search for it lists every place that reads one.
 */
export type Secret<T> = {
  readonly reveal: () => T
  readonly toString: () => string
  readonly toJSON: () => string
}

/** Wraps a value; it is held in a closure, not in a property that a debugger or serializer would print. */
export const conceal = <T>(value: T): Secret<T> => {
  const show = (): string => hidden
  const secret = { reveal: () => value, toString: show, toJSON: show }
  Object.defineProperty(secret, Symbol.for('nodejs.util.inspect.custom'), { value: show })
  return Object.freeze(secret)
}
