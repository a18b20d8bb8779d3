import type { Clock, EventSender, Unavailable } from '@keepsake/domain'
import type { Container } from 'inversify'
import type { ResultAsync } from 'neverthrow'
import type { KeepsakePorts } from '@keepsake/app'
import { configurationError, configurationIssue } from '@keepsake/domain'
import { adaptersOf } from './adapters-from-config.ts'
import { toConfigurationError, type BadConfig } from './bad-config.ts'
import { readConfig, type Config, type Environment } from './config.ts'
import { containerOf } from './container.ts'
import type { Listeners } from './module.ts'
import { eventSenderOf } from './notice-adapters.ts'
import type { WebhooksConfig } from './webhook-config.ts'

/**
 * Reads the configuration: a JSON file, if there is one at `file`, and the environment, which overrides it. There,
 * `databaseUrl` is `KEEPSAKE_DATABASE_URL`, and so on. Values that are not text are written as JSON. `file` and the paths in
 * the environment are relative to `folder`, which is the process's current folder if absent. Rejects with a configuration
 * error that lists every field that is wrong.
 */
export const loadConfig = (file: string, environment: Environment, folder: string = '.'): Promise<Config> =>
  orThrow(readConfig(file, environment, folder))

/**
 * Opens everything that a configuration names, in a container. Ask it for `tokens.keepsake` or `tokens.httpApp`. Rejects with
 * a configuration error that lists every field that is wrong, or says why the database does not open.
 */
export const openContainer = (config: Config, listeners: Listeners = {}): Promise<Container> =>
  orThrow(containerOf(config, listeners))

/** Opens the adapters that a configuration names. Rejects like `openContainer`. */
export const openAdapters = (config: Config): Promise<KeepsakePorts> => orThrow(adaptersOf(config))

/** Opens the sender that sends events to endpoints. Rejects like `openContainer`. */
export const openEventSender = (webhooks: WebhooksConfig, clock: Clock): Promise<EventSender> =>
  orThrow(eventSenderOf(webhooks, clock))

const orThrow = async <T>(opening: ResultAsync<T, BadConfig | Unavailable>): Promise<T> => {
  const opened = await opening
  if (opened.isOk()) return opened.value
  const { error } = opened
  throw error.kind === 'bad-config' ? toConfigurationError(error) : databaseError(error)
}

const databaseError = ({ cause }: Unavailable): Error =>
  configurationError(
    [
      configurationIssue(
        'storage.does_not_open',
        ['databaseUrl'],
        `see to the database, which does not open: ${cause instanceof Error ? cause.message : 'it gives no reason'}`,
      ),
    ],
    cause,
  )
