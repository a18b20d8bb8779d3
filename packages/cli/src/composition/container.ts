import type { Unavailable } from '@keepsake/domain'
import { Container } from 'inversify'
import type { ResultAsync } from 'neverthrow'
import { adaptersOf, openQrCodes } from './adapters-from-config.ts'
import { orBadConfig, type BadConfig } from './bad-config.ts'
import type { Config } from './config.ts'
import { keepsakeModule, type Listeners } from './module.ts'

/** Opens everything that a configuration names, in a container. */
export const containerOf = (
  config: Config,
  listeners: Listeners = {},
): ResultAsync<Container, BadConfig | Unavailable> =>
  orBadConfig((path) => path, openQrCodes).andThen(({ svg }) =>
    adaptersOf(config).map((ports) => {
      const container = new Container()
      container.load(keepsakeModule(ports, config, { ...listeners, qrCode: svg }))
      return container
    }),
  )
