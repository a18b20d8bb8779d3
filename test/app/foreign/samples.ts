import { auth0Sample } from './auth0/auth0.sample.ts'
import { authingSample } from './authing/authing.sample.ts'
import { cognitoSample } from './cognito/cognito.sample.ts'
import { firebaseSample } from './firebase/firebase.sample.ts'
import { keycloakSample } from './keycloak/keycloak.sample.ts'
import type { Known, Sample } from './moved-in.ts'

/** A sample of every system, with what must sign in after the move. */
export const samples: readonly (Sample & { readonly known: readonly Known[] })[] = [
  auth0Sample,
  authingSample,
  keycloakSample,
  firebaseSample,
  cognitoSample,
]
