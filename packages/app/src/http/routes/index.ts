import { directoryRoutes } from './directory.ts'
import { factorRoutes } from './factors.ts'
import { otpRoutes } from './otp.ts'
import type { Route } from './route.ts'
import { signInRoutes } from './sign-in.ts'
import { systemRoutes } from './system.ts'
import { userRoutes } from './users.ts'

/** Every endpoint there is. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...userRoutes,
  ...directoryRoutes,
  ...otpRoutes,
  ...signInRoutes,
  ...factorRoutes,
]
