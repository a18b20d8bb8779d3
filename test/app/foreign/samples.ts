import { auth0Sample } from './auth0/auth0.sample.ts'
import { authingSample } from './authing/authing.sample.ts'
import { keycloakSample } from './keycloak/keycloak.sample.ts'
import { firebaseSample } from './firebase/firebase.sample.ts'
import { cognitoSample } from './cognito/cognito.sample.ts'
import { kratosSample } from './kratos/kratos.sample.ts'
import { supabaseSample } from './supabase/supabase.sample.ts'
import { clerkSample } from './clerk/clerk.sample.ts'
import { oktaSample } from './okta/okta.sample.ts'
import { zitadelSample } from './zitadel/zitadel.sample.ts'
import { fusionauthSample } from './fusionauth/fusionauth.sample.ts'
import { supertokensSample } from './supertokens/supertokens.sample.ts'
import { logtoSample } from './logto/logto.sample.ts'
import { betterAuthSample } from './better-auth/better-auth.sample.ts'
import { workosSample } from './workos/workos.sample.ts'
import { djangoSample } from './django/django.sample.ts'
import { wordpressSample } from './wordpress/wordpress.sample.ts'
import { deviseSample } from './devise/devise.sample.ts'
import { ldapSample } from './ldap/ldap.sample.ts'
import { scimSample } from './scim/scim.sample.ts'
import type { Known, Sample } from './moved-in.ts'

/** A sample of every system, with what must sign in after the move. */
export const samples: readonly (Sample & { readonly known: readonly Known[] })[] = [
  auth0Sample,
  authingSample,
  keycloakSample,
  firebaseSample,
  cognitoSample,
  kratosSample,
  supabaseSample,
  clerkSample,
  oktaSample,
  zitadelSample,
  fusionauthSample,
  supertokensSample,
  logtoSample,
  betterAuthSample,
  workosSample,
  djangoSample,
  wordpressSample,
  deviseSample,
  ldapSample,
  scimSample,
]
