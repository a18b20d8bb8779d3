import { changeUsersRoutes } from './change-users.ts'
import { createUsersRoutes } from './create-users.ts'
import { factorRoutes } from './own-authenticators.ts'
import { findUsersRoutes } from './find-users.ts'
import { otpRoutes } from './authenticators.ts'
import { resetPasswordRoutes } from './reset-password.ts'
import type { Route } from '../routing/route.ts'
import { signInRoutes } from './sign-in.ts'
import { systemRoutes } from './system.ts'
import { userDetailsRoutes } from './user-details.ts'

/** All endpoints. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...createUsersRoutes,
  ...findUsersRoutes,
  ...changeUsersRoutes,
  ...userDetailsRoutes,
  ...otpRoutes,
  ...signInRoutes,
  ...resetPasswordRoutes,
  ...factorRoutes,
]
