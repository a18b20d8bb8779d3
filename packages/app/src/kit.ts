// What a package needs beside the API if it drives Keepsake from outside, as HTTP and the command do.

export { turnsOf } from './api/keepsake.ts'
export { guardPorts } from './guard/guard-ports.ts'
export { parsePoolSettings } from './settings.ts'
export { toDo } from './to-do.ts'
export { nextTurn } from './use-cases/shared/next-turn.ts'
export { verifyAny } from './use-cases/sign-in/check-password.ts'
export { networkOf } from './use-cases/sign-in/network-of.ts'
export { withinTime } from './use-cases/shared/within-time.ts'
