import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { conceal, type KeyContext, type KeyEncryption, type WrappedKey } from '@keepsake/domain'
import { errorOf, valueOf } from './storage/case.ts'

/** Opens a key encryption with at least one key. */
export type OpenKeyEncryption = () => Promise<KeyEncryption>

/** One promise of the port. `run` rejects with an `AssertionError` if an adapter breaks it. */
export type KeyEncryptionCase = {
  readonly name: string
  readonly run: (open: OpenKeyEncryption) => Promise<void>
}

const context: KeyContext = { pool: 'pool', user: 'user', field: 'otp_secret', record: 'record' }

/** A data key of this many bytes. It is known beforehand, so that a case can search for it. */
const dataKeyOf = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => 0xa0 + at)

const wrap = async (keys: KeyEncryption, dataKey: Uint8Array): Promise<WrappedKey> =>
  valueOf(keys.wrap(conceal(dataKey), context))

const unwrap = async (keys: KeyEncryption, wrapped: WrappedKey): Promise<Uint8Array> =>
  (await valueOf(keys.unwrap(wrapped, context))).reveal()

const isRefused = async (keys: KeyEncryption, wrapped: WrappedKey): Promise<void> => {
  const error = await errorOf(keys.unwrap(wrapped, context))
  assert.deepEqual([error.kind, error.part], ['unavailable', 'secret-box'])
  const shown = inspect(error, { depth: 9 })
  for (const encoding of ['hex', 'base64', 'latin1'] as const)
    assert.ok(!shown.includes(Buffer.from(dataKeyOf(32)).toString(encoding)))
}

/**
 * The promises of the port `KeyEncryption` as data, for any test runner.
 *
 * `for (const { name, run } of keyEncryptionConformance) test(name, () => run(open))`
 */
export const keyEncryptionConformance: readonly KeyEncryptionCase[] = [
  {
    name: 'unwraps what it wrapped, data keys of either cryptography',
    run: async (open) => {
      const keys = await open()
      for (const size of [32, 48])
        assert.deepEqual(
          Buffer.from(await unwrap(keys, await wrap(keys, dataKeyOf(size)))),
          Buffer.from(dataKeyOf(size)),
        )
    },
  },
  {
    name: 'names its current key, in letters that an envelope can hold',
    run: async (open) => {
      const keys = await open()
      assert.match(keys.currentId, /^[A-Za-z0-9_~-]{1,128}$/u)
      assert.equal((await wrap(keys, dataKeyOf(32))).keyId, keys.currentId)
    },
  },
  {
    name: 'does not show the data key in what it wraps',
    run: async (open) => {
      const { bytes } = await wrap(await open(), dataKeyOf(32))
      assert.ok(!Buffer.from(bytes).includes(Buffer.from(dataKeyOf(8))))
    },
  },
  {
    name: 'refuses what was changed in any byte, cut or lengthened',
    run: async (open) => {
      const keys = await open()
      const { keyId, bytes } = await wrap(keys, dataKeyOf(32))
      for (let at = 0; at < bytes.length; at += 1)
        await isRefused(keys, { keyId, bytes: bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)) })
      for (const size of [0, 1, 8, bytes.length - 1])
        await isRefused(keys, { keyId, bytes: bytes.slice(0, size) })
      await isRefused(keys, { keyId, bytes: Uint8Array.of(...bytes, 0) })
    },
  },
  {
    name: 'refuses what names a key that it does not have',
    run: async (open) => {
      const keys = await open()
      const { bytes } = await wrap(keys, dataKeyOf(32))
      for (const keyId of ['', 'no-such-key', '__proto__', `${keys.currentId}x`])
        await isRefused(keys, { keyId, bytes })
    },
  },
  {
    name: 'keeps no hold of a data key that is overwritten, neither given nor answered',
    run: async (open) => {
      const keys = await open()
      const dataKey = dataKeyOf(32)
      const wrapped = await wrap(keys, dataKey)
      dataKey.fill(0)
      ;(await unwrap(keys, wrapped)).fill(0)
      assert.deepEqual(Buffer.from(await unwrap(keys, wrapped)), Buffer.from(dataKeyOf(32)))
    },
  },
  {
    name: 'answers a batch of calls at one moment, each its own',
    run: async (open) => {
      const keys = await open()
      const dataKeys = Array.from({ length: 200 }, (_, index) => dataKeyOf(32).with(0, index))
      const wrapped = await Promise.all(dataKeys.map((dataKey) => wrap(keys, dataKey)))
      const unwrapped = await Promise.all(wrapped.map((each) => unwrap(keys, each)))
      for (const [index, dataKey] of dataKeys.entries())
        assert.deepEqual(Buffer.from(unwrapped[index] ?? []), Buffer.from(dataKey))
    },
  },
]
