import type {
  EventEndpoint,
  EventSender,
  KeyedDigest,
  Part,
  PasswordHasher,
  TransportCipher,
  TransportCiphers,
} from '@keepsake/domain'
import {
  checkVerbs,
  eventType,
  listOf,
  optional,
  portGuard,
  recordOf,
  someText,
  type PortGuard,
  type Promises,
} from '@keepsake/domain/guard'
import type { KeepsakePorts } from '../ports.ts'
import { guardStorage } from './guard-storage.ts'
import * as promises from './port-promises.ts'

const areEndpoints = listOf(recordOf<EventEndpoint>({ name: someText, events: optional(listOf(eventType)) }))

type Ports = Required<KeepsakePorts>
type Guards = { readonly [P in keyof Ports]: PortGuard<Ports[P]> }

const guarded = <Port extends object>(
  part: Part,
  name: string,
  promised: Promises<Port>,
): PortGuard<Port> => {
  const guard = portGuard(promised, { part, name })
  return (port) => {
    checkVerbs(port, promised, name)
    return guard(port)
  }
}

const cipher = (name: string): PortGuard<TransportCipher> =>
  guarded('transport-cipher', `transportCiphers.${name}`, promises.transportCipher)

const guardedHasher = guarded<Pick<PasswordHasher, 'hash'>>(
  'password-hasher',
  'passwordHasher',
  promises.passwordHasher,
)

const guardedEventSender = guarded<Pick<EventSender, 'send'>>(
  'event-sender',
  'eventSender',
  promises.eventSender,
)

const endpointsOf = ({ endpoints }: EventSender): Pick<EventSender, 'endpoints'> => {
  if (endpoints === undefined) return {}
  if (!areEndpoints(endpoints)) throw new TypeError('Ports: eventSender.endpoints is no list of endpoints')
  return { endpoints }
}

const guardedKeyedDigest = guarded<Pick<KeyedDigest, 'digest'>>(
  'keyed-digest',
  'keyedDigest',
  promises.keyedDigest,
)

const algorithmOf = ({ algorithm }: KeyedDigest): string => {
  if (!someText(algorithm)) throw new TypeError('Ports: keyedDigest.algorithm is no text')
  return algorithm
}

/** The guard of each port. A new port does not compile without one. */
const guards: Guards = {
  storage: guardStorage,
  passwordHasher: (port) => ({
    ...guardedHasher(port),
    ...(typeof port.weight === 'number' && port.weight > 0 ? { weight: port.weight } : {}),
  }),
  passwordVerifier: guarded('password-verifier', 'passwordVerifier', promises.passwordVerifier),
  commonPasswords: guarded('common-passwords', 'commonPasswords', promises.commonPasswords),
  breachedPasswords: guarded('breached-passwords', 'breachedPasswords', promises.breachedPasswords),
  transportCiphers: ({ rsa, sm2 }): TransportCiphers => ({
    ...(rsa === undefined ? {} : { rsa: cipher('rsa')(rsa) }),
    ...(sm2 === undefined ? {} : { sm2: cipher('sm2')(sm2) }),
  }),
  otpEngine: guarded('otp-engine', 'otpEngine', promises.otpEngine),
  secretBox: guarded('secret-box', 'secretBox', promises.secretBox),
  keyedDigest: (digest) => ({ algorithm: algorithmOf(digest), ...guardedKeyedDigest(digest) }),
  recoveryCodeHasher: guarded('recovery-code-hasher', 'recoveryCodeHasher', promises.recoveryCodeHasher),
  phoneNumbers: guarded('phone-numbers', 'phoneNumbers', promises.phoneNumbers),
  directory: guarded('directory', 'directory', promises.directory),
  noticeSender: guarded('notice-sender', 'noticeSender', promises.noticeSender),
  eventSender: (sender) => ({ ...endpointsOf(sender), ...guardedEventSender(sender) }),
  sources: guarded('sources', 'sources', promises.sources),
}

/**
 * Puts a guard in front of each given port. If a port throws, rejects, or answers something else than it promises, every
 * caller gets `Unavailable`. Throws if a port is missing.
 */
export const guardPorts = <Name extends keyof KeepsakePorts>(
  ports: Pick<KeepsakePorts, Name>,
  names: readonly Name[],
): Pick<KeepsakePorts, Name> =>
  Object.fromEntries(names.flatMap((name) => guardOne(name, ports[name]))) as Pick<KeepsakePorts, Name>

const guardOne = <Name extends keyof Ports>(
  name: Name,
  port: KeepsakePorts[Name],
): readonly (readonly [Name, Ports[Name]])[] => {
  if (port !== undefined) return [[name, guards[name](port as Ports[Name])]]
  if (name === 'eventSender') return []
  throw new TypeError(`Ports: ${name} is missing`)
}

/** The names of all ports. */
export const everyPort: readonly (keyof KeepsakePorts)[] = Object.keys(guards) as (keyof KeepsakePorts)[]
