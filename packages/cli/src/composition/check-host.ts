import { isIPv4 } from 'node:net'
import { err, ok, type Result } from 'neverthrow'
import { badConfig, type BadConfig } from './bad-config.ts'
import type { ClientAddressSource } from './client-address.ts'

type HostFields = { readonly host: string; readonly behindTlsProxy: boolean }

/** Passwords need TLS: without a proxy that adds it, only this machine may be served. */
export const checkHost = ({ host, behindTlsProxy }: HostFields): Result<void, BadConfig> =>
  isLoopback(host) || behindTlsProxy
    ? ok()
    : err(
        badConfig(
          'host is not a loopback address: passwords need TLS, so set behindTlsProxy where a proxy adds it',
        ),
      )

type ProxyFields = {
  readonly trustedProxies?: number | undefined
  readonly clientAddress?: ClientAddressSource | undefined
}

/** A number of proxies without the header that they write would be ignored. */
export const checkProxies = ({ trustedProxies, clientAddress }: ProxyFields): Result<void, BadConfig> =>
  trustedProxies === undefined || clientAddress === 'x-forwarded-for'
    ? ok()
    : err(
        badConfig(
          'trustedProxies counts those who write x-forwarded-for: set clientAddress to that, or leave it out',
        ),
      )

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
