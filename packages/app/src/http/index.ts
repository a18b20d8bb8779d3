export { createHttpApp, type HttpPorts } from './http-app.ts'
export type { HttpSettings, RequestEvent } from './settings.ts'
