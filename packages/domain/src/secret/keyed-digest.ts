/**
 * Port: 32 bytes that stand for a text and look drawn at random to whoever has not this deployment's key, such as
 * HMAC-SHA-256. The same on every machine that shares the key.
 */
export type KeyedDigest = (text: string) => Uint8Array
