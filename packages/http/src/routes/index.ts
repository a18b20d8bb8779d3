import { authenticatorRoutes } from './authenticators.ts'
import { createUsersRoutes } from './create-users.ts'
import { customDataRoutes } from './custom-data.ts'
import { deleteUsersRoutes } from './delete-users.ts'
import { departmentsRoutes } from './departments.ts'
import { findUserRoutes } from './find-user.ts'
import { linkIdentityRoutes } from './link-identity.ts'
import { listUsersRoutes } from './list-users.ts'
import { ownAuthenticatorRoutes } from './own-authenticators.ts'
import { resetPasswordRoutes } from './reset-password.ts'
import type { Route } from '../routing/route.ts'
import { signInRoutes } from './sign-in.ts'
import { systemRoutes } from './system.ts'
import { updateUsersRoutes } from './update-users.ts'

/** All endpoints. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...createUsersRoutes,
  ...findUserRoutes,
  ...listUsersRoutes,
  ...updateUsersRoutes,
  ...deleteUsersRoutes,
  ...linkIdentityRoutes,
  ...departmentsRoutes,
  ...customDataRoutes,
  ...authenticatorRoutes,
  ...signInRoutes,
  ...resetPasswordRoutes,
  ...ownAuthenticatorRoutes,
]
