/** Makers of valid records. They are published with the conformance kit, so that there is one set of them. */
export {
  aCredential,
  aFullUser,
  anAuthenticator,
  anEntry,
  anEvent,
  aNotice,
  aSecondFactor,
  aRecoveryCode,
  aUser,
  customData,
  entryOf,
  madeAt,
  newId,
} from '@keepsake/conformance/storage'
