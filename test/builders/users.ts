/** Makers of valid records. They are published with the conformance kit, so that there is one set of them. */
export {
  aCredential,
  aFullUser,
  anEnrolment,
  anEntry,
  anEvent,
  aNotice,
  anOtpSet,
  aRecoveryCode,
  aUser,
  customData,
  entryOf,
  madeAt,
  newId,
} from '@keepsake/conformance/storage'
