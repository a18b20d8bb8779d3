import { issue, parseJson, type Checked, type HashFields, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { isPlainRecord } from '../../input/is-json.ts'
import { countOf } from '../record/values.ts'

/** The names of the parameters in the console, the command and the SDKs, without marks, in lower case. */
const names: Readonly<Record<string, string>> = {
  algorithm: 'algorithm',
  hashalgo: 'algorithm',
  base64signerkey: 'signerKey',
  signerkey: 'signerKey',
  hashkey: 'signerKey',
  key: 'signerKey',
  base64saltseparator: 'saltSeparator',
  saltseparator: 'saltSeparator',
  rounds: 'rounds',
  memcost: 'memoryCost',
  memorycost: 'memoryCost',
}

/**
 * Reads the hash parameters of a Firebase project: as the console prints them (`hash_config { ... }`), as JSON, or as
 * options of the command. Answers them by the names of the format `firebase`.
 */
export const readHashConfig = (text: string): Checked<HashFields> => {
  const pairs = pairsIn(text).flatMap(([name, value]): [string, string][] => {
    const plain = name.replaceAll(/[_-]/gu, '').toLowerCase()
    return Object.hasOwn(names, plain) ? [[names[plain] ?? '', value]] : []
  })
  const given = new Map(pairs)
  if (!/^scrypt$/iu.test(given.get('algorithm') ?? 'SCRYPT'))
    return err([issue('request.value_not_allowed', ['algorithm'], { allowed: 'SCRYPT' })])
  const [rounds, memoryCost] = [countOf(given.get('rounds')), countOf(given.get('memoryCost'))]
  const [signerKey, saltSeparator] = [given.get('signerKey'), given.get('saltSeparator') ?? '']
  const issues: readonly Issue[] = Object.entries({ signerKey, rounds, memoryCost }).flatMap(
    ([name, value]) => (value === undefined || value === '' ? [issue('request.field_missing', [name])] : []),
  )
  return issues.length > 0 || signerKey === undefined || rounds === undefined || memoryCost === undefined
    ? err(issues)
    : ok({ signerKey, ...(saltSeparator !== '' && { saltSeparator }), rounds, memoryCost })
}

const pairsIn = (text: string): readonly (readonly [string, string])[] => {
  const json = parseJson(text).unwrapOr(undefined)
  if (isPlainRecord(json)) {
    const inner = Object.values(json).find(isPlainRecord)
    return Object.entries(inner ?? json).map(([name, value]) => [name, String(value)] as const)
  }
  return [...text.matchAll(/["']?([A-Za-z][\w-]*)["']?\s*[:=]\s*["']?([\w+/=-]+)["']?/gu)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
}
