/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** The current time. */
export type Clock = () => Instant

/** A new id that no other call returns: 24 lower-case hex digits, ordered by the time they were made. */
export type NewId = () => string

/** `size` bytes from a cryptographically secure source. */
export type RandomBytes = (size: number) => Uint8Array

/** What a pure rule may not get by itself. */
export type System = { readonly clock: Clock; readonly newId: NewId; readonly randomBytes: RandomBytes }
