import type { Unavailable } from '@keepsake/domain'
import { Container } from 'inversify'
import type { ResultAsync } from 'neverthrow'
import { adaptersFromConfig } from './adapters-from-config.ts'
import type { BadConfig, Config } from './config.ts'
import { keepsakeModule, type Listeners } from './module.ts'

/** Opens everything that a configuration names, in a container. Ask it for `tokens.keepsake` or `tokens.httpApp`. */
export const openContainer = (
  config: Config,
  listeners: Listeners = {},
): ResultAsync<Container, BadConfig | Unavailable> =>
  adaptersFromConfig(config).map((ports) => {
    const container = new Container()
    container.load(keepsakeModule(ports, config, listeners))
    return container
  })
