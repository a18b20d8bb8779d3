export { adaptersFromConfig } from './adapters-from-config.ts'
export {
  loadConfig,
  variableName,
  type BadConfig,
  type Config,
  type Environment,
  type KeyFile,
} from './config.ts'
export { keepsakeModule } from './module.ts'
export { openEventSender } from './notice-adapters.ts'
export type {
  MailConfig,
  NoticeConfig,
  NoticeWordsConfig,
  SmsConfig,
  SmsProviderConfig,
} from './notice-config.ts'
export type { WebhooksConfig } from './webhook-config.ts'
export { openContainer } from './container.ts'
export { tokens } from './tokens.ts'
