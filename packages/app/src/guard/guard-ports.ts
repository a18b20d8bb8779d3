import {
  configurationIssue,
  refuseConfiguration,
  type ConfigurationIssue,
  type EventEndpoint,
  type EventSender,
  type KeyedDigest,
  type Part,
  type PasswordHasher,
  type Path,
  type TransportCipher,
  type TransportCiphers,
} from '@keepsake/domain'
import {
  checkVerbs,
  eventType,
  isThenable,
  listOf,
  optional,
  portGuard,
  recordOf,
  someText,
  type PortGuard,
  type Promises,
} from '@keepsake/domain/guard'
import type { KeepsakePorts } from '../ports.ts'
import { guardStorage, storageVerbs } from './guard-storage.ts'
import * as promises from './port-promises.ts'

const areEndpoints = listOf(recordOf<EventEndpoint>({ name: someText, events: optional(listOf(eventType)) }))

type Ports = Required<KeepsakePorts>

/** What a port must have to be accepted, and the guard that is put in front of it. */
type Row<Port> = {
  readonly check: (port: Port) => readonly ConfigurationIssue[]
  readonly guard: PortGuard<Port>
}

const row = <Port extends object>(
  part: Part,
  name: string,
  promised: Promises<Port>,
  path: Path = [name],
): Row<Port> => ({
  check: (port) => checkVerbs(port, promised, ['ports', ...path]),
  guard: portGuard(promised, { part, name }),
})

const cipher = (kind: keyof TransportCiphers): Row<TransportCipher> =>
  row('transport-cipher', `transportCiphers.${kind}`, promises.transportCipher, ['transportCiphers', kind])

const ciphers = { rsa: cipher('rsa'), sm2: cipher('sm2') }

const hasher = row<Pick<PasswordHasher, 'hash'>>('password-hasher', 'passwordHasher', promises.passwordHasher)

const events = row<Pick<EventSender, 'send'>>('event-sender', 'eventSender', promises.eventSender)

const digest = row<Pick<KeyedDigest, 'digest'>>('keyed-digest', 'keyedDigest', promises.keyedDigest)

/** The row of each port. A new port does not compile without one. */
const rows: { readonly [P in keyof Ports]: Row<Ports[P]> } = {
  storage: { check: (port) => checkVerbs(port, storageVerbs, ['ports', 'storage']), guard: guardStorage },
  passwordHasher: {
    ...hasher,
    guard: (port) => ({
      ...hasher.guard(port),
      ...(typeof port.weight === 'number' && port.weight > 0 ? { weight: port.weight } : {}),
    }),
  },
  passwordVerifier: row('password-verifier', 'passwordVerifier', promises.passwordVerifier),
  commonPasswords: row('common-passwords', 'commonPasswords', promises.commonPasswords),
  breachedPasswords: row('breached-passwords', 'breachedPasswords', promises.breachedPasswords),
  transportCiphers: {
    check: ({ rsa, sm2 }) => [
      ...(rsa === undefined ? [] : ciphers.rsa.check(rsa)),
      ...(sm2 === undefined ? [] : ciphers.sm2.check(sm2)),
    ],
    guard: ({ rsa, sm2 }) => ({
      ...(rsa === undefined ? {} : { rsa: ciphers.rsa.guard(rsa) }),
      ...(sm2 === undefined ? {} : { sm2: ciphers.sm2.guard(sm2) }),
    }),
  },
  totpEngine: row('totp-engine', 'totpEngine', promises.totpEngine),
  secretBox: row('secret-box', 'secretBox', promises.secretBox),
  keyedDigest: {
    check: (port) => [
      ...digest.check(port),
      ...(someText(port.algorithm)
        ? []
        : [malformed(['keyedDigest', 'algorithm'], 'name the algorithm of new digests in a text')]),
    ],
    guard: (port) => ({ algorithm: port.algorithm, ...digest.guard(port) }),
  },
  recoveryCodeHasher: row('recovery-code-hasher', 'recoveryCodeHasher', promises.recoveryCodeHasher),
  phoneNumbers: row('phone-numbers', 'phoneNumbers', promises.phoneNumbers),
  organization: row('organization', 'organization', promises.organization),
  noticeSender: row('notice-sender', 'noticeSender', promises.noticeSender),
  eventSender: {
    check: (port) => [
      ...events.check(port),
      ...(port.endpoints === undefined || areEndpoints(port.endpoints)
        ? []
        : [malformed(['eventSender', 'endpoints'], 'give a list of endpoints, each with a name')]),
    ],
    guard: ({ endpoints, ...port }) => ({
      ...(endpoints === undefined ? {} : { endpoints }),
      ...events.guard(port),
    }),
  },
  system: row('system', 'system', promises.system),
}

const malformed = (path: Path, toDo: string): ConfigurationIssue =>
  configurationIssue('port.malformed', ['ports', ...path], toDo)

type Some<Name extends keyof KeepsakePorts> = Pick<KeepsakePorts, Name>

/** What is wrong with the given ports: one is missing, or lacks a verb. Every fault is listed. */
export const checkPorts = <Name extends keyof KeepsakePorts>(
  ports: Some<Name>,
  names: readonly Name[],
): readonly ConfigurationIssue[] => names.flatMap((name) => checkOne(name, ports[name]))

const checkOne = <Name extends keyof Ports>(
  name: Name,
  port: KeepsakePorts[Name],
): readonly ConfigurationIssue[] => {
  if (isThenable(port))
    return [malformed([name], 'wait for the port with `await`: its opener answers a promise')]
  if (typeof port === 'object' && port !== null) return rows[name].check(port as Ports[Name])
  return name === 'eventSender' && port === undefined
    ? []
    : [configurationIssue('port.missing', ['ports', name], 'give this port: it is missing')]
}

/**
 * Puts a guard in front of each given port. If a port throws, rejects, or answers something else than it promises, every
 * caller gets `Unavailable`. Throws a configuration error that lists what `checkPorts` finds.
 */
export const guardPorts = <Name extends keyof KeepsakePorts>(
  ports: Some<Name>,
  names: readonly Name[],
): Some<Name> => {
  refuseConfiguration(checkPorts(ports, names))
  return Object.fromEntries(names.flatMap((name) => guardOne(name, ports[name]))) as Some<Name>
}

const guardOne = <Name extends keyof Ports>(
  name: Name,
  port: KeepsakePorts[Name],
): readonly (readonly [Name, Ports[Name]])[] =>
  port === undefined ? [] : [[name, rows[name].guard(port as Ports[Name])]]

/** The names of all ports. */
export const everyPort: readonly (keyof KeepsakePorts)[] = Object.keys(rows) as (keyof KeepsakePorts)[]
