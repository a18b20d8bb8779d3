import { changeUsersRoutes } from './change-users.ts'
import { createUsersRoutes } from './create-users.ts'
import { ownAuthenticatorRoutes } from './own-authenticators.ts'
import { findUsersRoutes } from './find-users.ts'
import { authenticatorRoutes } from './authenticators.ts'
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
  ...authenticatorRoutes,
  ...signInRoutes,
  ...resetPasswordRoutes,
  ...ownAuthenticatorRoutes,
]
