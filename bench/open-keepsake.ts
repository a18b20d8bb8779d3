import { openCaptureSender } from '@keepsake/adapters/notify/capture'
import { openStandardPorts } from '@keepsake/adapters/standard'
import { createKeepsake, type Keepsake, type KeepsakePorts } from '@keepsake/app'
import type { Storage } from '@keepsake/domain'
import { customFields } from './sample-users.ts'

const keys = { keys: [{ id: 'k1', key: Buffer.alloc(32, 7) }], current: 'k1' }

/** The ports as a service would wire them, over the given storage. */
export const openPorts = async (storage: Storage): Promise<KeepsakePorts> => ({
  ...(await openStandardPorts(keys)),
  storage,
  noticeSender: openCaptureSender(),
})

/** The pool of every measurement. */
export const pool = 'bench'

/** The facade over these ports, with a pool that knows the sample users' custom fields. */
export const openKeepsake = (ports: KeepsakePorts): Keepsake =>
  createKeepsake(ports, { pool, loginUrl: 'https://login.example.com/', customFields })
