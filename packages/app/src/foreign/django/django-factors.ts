import type { NewAuthenticator } from '@keepsake/domain'
import type { Reading } from '../foreign-system.ts'
import { withRecoveryCodes } from '../parts/factors.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** Reads the devices of django-otp: authenticators with hex keys, and static codes, which are recovery codes. */
export const readDjangoFactors = (
  key: string | undefined,
  { side }: Reading,
): readonly NewAuthenticator[] => {
  const devices = side('totpdevice', key).flatMap((record) => {
    record.lose('derived', 'model', 'pk')
    const fields = record.object('fields')
    return fields === undefined ? [] : readDevice(fields)
  })
  const statics = side('staticdevice', key)
  const codes = statics.flatMap((record) => {
    const device = record.id('pk')
    const fields = record.object('fields')
    record.lose('derived', 'model')
    fields?.lose('derived', 'user', 'name', 'confirmed', 'created_at', 'last_used_at')
    fields?.lose('short_lived', 'throttling_failure_timestamp', 'throttling_failure_count')
    return side('statictoken', device).flatMap(readToken)
  })
  return withRecoveryCodes(devices, codes, () => {
    for (const device of statics) device.loseWhole('no_secret')
  })
}

const readDevice = (fields: Fields): readonly NewAuthenticator[] => {
  const key = fields.text('key')
  const [period, digits] = [fields.count('step'), fields.count('digits')]
  const name = fields.text('name')
  fields.lose('derived', 'user', 't0', 'tolerance', 'created_at', 'last_used_at')
  fields.lose('short_lived', 'drift', 'last_t', 'throttling_failure_timestamp', 'throttling_failure_count')
  if (key === undefined) fields.refuse('key', 'string')
  if (fields.flag('confirmed') === false) {
    fields.lose('short_lived', 'key')
    return []
  }
  return key === undefined
    ? []
    : [given<NewAuthenticator>({ secret: key, secretEncoding: 'hex', digits, period, name })]
}

const readToken = (record: Fields): readonly string[] => {
  record.lose('derived', 'model', 'pk')
  const fields = record.object('fields')
  const token = fields?.text('token')
  fields?.lose('derived', 'device')
  if (fields !== undefined && token === undefined) fields.refuse('token', 'string')
  return token === undefined ? [] : [token]
}
