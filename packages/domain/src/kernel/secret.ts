const hidden = '[secret]'

/**
 * A value that must not be seen by accident: text, JSON and `util.inspect` of it read `[secret]`.
 * `reveal` is the one way in, so that a search for it lists every place that looks.
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
