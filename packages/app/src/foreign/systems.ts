import { auth0 } from './auth0/auth0.ts'
import { authing } from './authing/authing.ts'
import { cognito } from './cognito/cognito.ts'
import { firebase } from './firebase/firebase.ts'
import type { ForeignSystem } from './foreign-system.ts'
import { keycloak } from './keycloak/keycloak.ts'

/** The name of a system, as `--from` takes it. */
export type ForeignSource = 'auth0' | 'authing' | 'keycloak' | 'firebase' | 'cognito'

/** The systems whose exports can be read, in the order of the docs. */
const systems: Readonly<Record<ForeignSource, ForeignSystem>> = {
  auth0,
  authing,
  keycloak,
  firebase,
  cognito,
}

/** The names of the systems. */
export const foreignSources: readonly ForeignSource[] = Object.keys(systems) as ForeignSource[]

/** The row of a system. */
export const foreignSystem = (source: ForeignSource): ForeignSystem => systems[source]

/** Tells the name of a system from other texts. */
export const isForeignSource = (text: string): text is ForeignSource => Object.hasOwn(systems, text)
