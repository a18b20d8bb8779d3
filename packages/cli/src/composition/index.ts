export { variableName, type Config, type Environment, type KeyFile } from './config.ts'
export { keepsakeModule, type ModuleOptions } from './module.ts'
export type {
  MailConfig,
  NoticeConfig,
  NoticeWordsConfig,
  SmsConfig,
  SmsProviderConfig,
} from './notice-config.ts'
export type { WebhooksConfig } from './webhook-config.ts'
export { loadConfig, openAdapters, openContainer, openEventSender } from './open.ts'
export { tokens } from './tokens.ts'
