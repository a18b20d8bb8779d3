import type * as hashWasm from 'hash-wasm'
import { usePeer } from '../../../peer.ts'

/** Loads `hash-wasm`, an optional peer, which has the digests that OpenSSL 3 lacks: MD4 and Whirlpool. */
export const loadHashWasm = (): Promise<typeof hashWasm> => usePeer('hash-wasm', () => import('hash-wasm'))
