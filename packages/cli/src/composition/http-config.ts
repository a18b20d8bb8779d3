import { z } from 'zod'
import { checkBodies, openBodyBudget, type HttpSettings } from '@keepsake/http'

/** The limits of the HTTP facade and of the server in front of it. */
export type HttpConfig = {
  /** The largest body of a management request, and below that of any other request, in bytes. */
  readonly maxBodyBytes: number
  readonly maxOpenBodyBytes: number
  /** How much memory the bodies of all running requests may take together. */
  readonly maxBodiesBytes: number
  readonly maxConnections: number
  /** How long a request may take to arrive, in seconds. */
  readonly arrivalSeconds: number
  /** How long the server waits for running requests when it stops, in seconds. */
  readonly stopSeconds: number
  /** Whether a signed request must carry the digest of its body. */
  readonly contentDigest: 'accepted' | 'demanded'
  /** The most passwords that one request may have hashed. If absent, the cost of a hash decides. */
  readonly rowsToHash?: number | undefined
}

const kibibyte = 1024
const mebibyte = 1024 * kibibyte
const gibibyte = 1024 * mebibyte

const bytes = (least: number): z.ZodInt => z.int().min(least).max(gibibyte)

const shape = z.strictObject({
  maxBodyBytes: bytes(kibibyte).default(10 * mebibyte),
  maxOpenBodyBytes: bytes(kibibyte).default(16 * kibibyte),
  maxBodiesBytes: bytes(mebibyte).default(64 * mebibyte),
  maxConnections: z.int().min(1).max(1_000_000).default(10_000),
  arrivalSeconds: z.number().min(1).max(3600).default(30),
  stopSeconds: z.number().min(0).max(3600).default(25),
  contentDigest: z.enum(['accepted', 'demanded']).default('accepted'),
  rowsToHash: z.int().min(1).optional(),
})

/** The schema of `http` in the configuration. */
export const httpConfig: z.ZodType<HttpConfig> = shape
  .superRefine((http, context) => {
    for (const { toDo } of checkBodies(http, openBodyBudget(http.maxBodiesBytes)))
      context.addIssue({ code: 'custom', path: ['maxBodiesBytes'], message: toDo })
  })
  .prefault({})

/** The same settings in the form of the facade. */
export const toHttpSettings = (http: HttpConfig): Partial<HttpSettings> => ({
  maxBodyBytes: http.maxBodyBytes,
  maxOpenBodyBytes: http.maxOpenBodyBytes,
  bodies: openBodyBudget(http.maxBodiesBytes),
  arrivalMs: http.arrivalSeconds * 1000,
  contentDigest: http.contentDigest,
  ...(http.rowsToHash === undefined ? {} : { rowsToHash: http.rowsToHash }),
})
