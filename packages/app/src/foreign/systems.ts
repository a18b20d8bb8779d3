import { auth0 } from './auth0/auth0.ts'
import { authing } from './authing/authing.ts'
import { betterAuth } from './better-auth/better-auth.ts'
import { clerk } from './clerk/clerk.ts'
import { cognito } from './cognito/cognito.ts'
import { devise } from './devise/devise.ts'
import { django } from './django/django.ts'
import { firebase } from './firebase/firebase.ts'
import { fusionauth } from './fusionauth/fusionauth.ts'
import type { ForeignSystem } from './foreign-system.ts'
import { keycloak } from './keycloak/keycloak.ts'
import { kratos } from './kratos/kratos.ts'
import { ldap } from './ldap/ldap.ts'
import { logto } from './logto/logto.ts'
import { okta } from './okta/okta.ts'
import { scim } from './scim/scim.ts'
import { supabase } from './supabase/supabase.ts'
import { supertokens } from './supertokens/supertokens.ts'
import { wordpress } from './wordpress/wordpress.ts'
import { workos } from './workos/workos.ts'
import { zitadel } from './zitadel/zitadel.ts'

/** The name of a system, as `--from` takes it. */
export type ForeignSource =
  | 'auth0'
  | 'authing'
  | 'keycloak'
  | 'firebase'
  | 'cognito'
  | 'kratos'
  | 'supabase'
  | 'clerk'
  | 'okta'
  | 'zitadel'
  | 'fusionauth'
  | 'supertokens'
  | 'logto'
  | 'better-auth'
  | 'workos'
  | 'django'
  | 'wordpress'
  | 'devise'
  | 'ldap'
  | 'scim'

/** The systems whose exports can be read, in the order of the docs. */
const systems: Readonly<Record<ForeignSource, ForeignSystem>> = {
  auth0,
  authing,
  keycloak,
  firebase,
  cognito,
  kratos,
  supabase,
  clerk,
  okta,
  zitadel,
  fusionauth,
  supertokens,
  logto,
  'better-auth': betterAuth,
  workos,
  django,
  wordpress,
  devise,
  ldap,
  scim,
}

/** The names of the systems. */
export const foreignSources: readonly ForeignSource[] = Object.keys(systems) as ForeignSource[]

/** The row of a system. */
export const foreignSystem = (source: ForeignSource): ForeignSystem => systems[source]

/** Tells the name of a system from other texts. */
export const isForeignSource = (text: string): text is ForeignSource => Object.hasOwn(systems, text)
