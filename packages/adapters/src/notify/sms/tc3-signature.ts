import { createHash, createHmac } from 'node:crypto'

/** The parts of a request to Tencent Cloud that are signed. */
export type Tc3Request = {
  readonly host: string
  readonly contentType: string
  readonly body: string
  readonly service: string
  /** Seconds since 1970. */
  readonly timestamp: number
}

/** The signature version 3 of Tencent Cloud, TC3-HMAC-SHA256, of a POST to `/`: the `authorization` header. */
export const tc3Authorization = (
  { host, contentType, body, service, timestamp }: Tc3Request,
  secretId: string,
  secretKey: string,
): string => {
  const names = 'content-type;host'
  const canonical = ['POST', '/', '', `content-type:${contentType}`, `host:${host}`, '', names, sha256(body)]
  const day = new Date(timestamp * 1000).toISOString().slice(0, 'YYYY-MM-DD'.length)
  const scope = `${day}/${service}/tc3_request`
  const text = [algorithm, timestamp, scope, sha256(canonical.join('\n'))].join('\n')
  const key = ['tc3_request', service, day].reduceRight<string | Buffer>(hmac, `TC3${secretKey}`)
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${names}, Signature=${hmac(key, text).toString('hex')}`
}

const algorithm = 'TC3-HMAC-SHA256'

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
