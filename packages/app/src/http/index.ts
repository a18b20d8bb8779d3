export { openBodyBudget, type BodyAccount, type BodyBudget, type BodyKind } from './body/body-budget.ts'
export { createHttpApp, type HttpPorts } from './http-app.ts'
export type { BoundKey } from './auth/access-key.ts'
export type { HttpSettings, RequestEvent } from './settings.ts'
