import type { Path } from '@keepsake/domain'

export type Place = Path

/** A field of a command, and what it holds. */
export type Field = { readonly at: Place; readonly value: unknown }

/** Their fields have names and values of their own; those of the second are read as another verb has answered them. */
const open: readonly string[] = ['customData', 'userInfoInIdp', 'after', 'fields']

/** Every field of a command, those of its rows and records as well. */
export const fieldsIn = (value: unknown, at: Place = []): readonly Field[] => {
  if (typeof value !== 'object' || value === null) return []
  const steps: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return steps.flatMap(([step, inner]) => [
    { at: [...at, step], value: inner },
    ...(step === 'customData' ? [] : fieldsIn(inner, [...at, step])),
  ])
}

/** Every record in a command that has a fixed set of fields, itself included. */
export const objectsIn = (command: unknown): readonly Place[] =>
  [{ at: [], value: command }, ...fieldsIn(command)]
    .filter(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value))
    .map(({ at }) => at)
    .filter((at) => !open.includes(String(at.at(-1))))

/** A copy of a command that holds something else, or is answered for by a getter, at a place. */
export const holding = (command: unknown, at: Place, value: unknown, get?: () => unknown): unknown => {
  const [step, ...rest] = at
  if (step === undefined) return value
  const copy: Record<string | number, unknown> = Object.assign(Array.isArray(command) ? [] : {}, command)
  const inner = rest.length === 0 ? value : holding(copy[step], rest, value, get)
  const property = rest.length === 0 && get !== undefined ? { get } : { value: inner, writable: true }
  return Object.defineProperty(copy, step, { ...property, enumerable: true, configurable: true })
}

class Answering {
  get login(): string {
    return 'bob'
  }
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

const deep = (): object => {
  let nested: object = {}
  for (let level = 0; level < 10_000; level += 1) nested = { nested }
  return nested
}

/** Values that no field takes. */
const alwaysWrong: readonly unknown[] = [
  10n,
  Symbol('bob'),
  () => 'bob',
  new Date(0),
  new Map([['login', 'bob']]),
  new Set(['bob']),
  new Error('bob'),
  Promise.resolve('bob'),
  new Uint8Array([1]),
  AbortSignal.abort(),
  Object('bob'),
  new Answering(),
  Object.create({ login: 'bob' }),
]

const withGap: unknown[] = ['bob']
withGap[2] = 7

/** Values of every type but those that a field, or a whole command, may have. */
export const wrongFor = (field: unknown): readonly unknown[] => {
  const { at, value } = isField(field) ? field : { at: [], value: field }
  // A field that may be removed is removed by null.
  const mayBeNull = at.includes('changes') && at.at(-1) !== 'changes'
  return [
    ...alwaysWrong.filter((wrong) => typeof wrong !== 'function' || typeof value !== 'function'),
    ...(mayBeNull ? [] : [null]),
    ...(typeof value === 'string' || value === null || at.at(-2) === 'recoveryCodes' ? [] : ['bob']),
    ...(typeof value === 'number' ? [] : [7]),
    ...(typeof value === 'boolean' ? [] : [true]),
    ...(Array.isArray(value) ? [[null], withGap] : [['bob']]),
    ...(typeof value === 'object' && value !== null ? [] : [{ login: 'bob' }]),
  ]
}

const isField = (given: unknown): given is Field =>
  typeof given === 'object' && given !== null && 'at' in given && 'value' in given

/** Objects that answer, throw or go on for ever where a reader does not expect it. */
export const hostile: readonly (readonly [string, () => unknown])[] = [
  [
    'a proxy that throws whatever it is asked',
    () => new Proxy({}, { ownKeys: () => fail(), get: () => fail() }),
  ],
  ['a proxy whose prototype throws', () => new Proxy({}, { getPrototypeOf: () => fail() })],
  ['a revoked proxy', revoked],
  ['ten thousand levels', deep],
]

const fail = (): never => {
  throw new TypeError('a password')
}
