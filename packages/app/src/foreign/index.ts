// What reads the exports of other systems, for moves. It is pure: files and tables are read elsewhere.

export type { FileSigns, ForeignFile, ForeignSystem, Joined } from './foreign-system.ts'
export type {
  ForeignFacts,
  ForeignOther,
  ForeignRecord,
  ForeignUser,
  Lost,
  LostReason,
} from './foreign-user.ts'
export { joinInMemory, type SideFiles } from './joined-in-memory.ts'
export { openLdifReader, parseLdif, type LdifEntry, type LdifReader, type LdifValue } from './ldap/ldif.ts'
export { placeFacts, type FactPlaces, type PlacedUser } from './place-facts.ts'
export { recordsIn } from './records-in.ts'
export { nothingJoined, readForeignUser } from './read-foreign-user.ts'
export { recognizeForeign, type RecognizedForeign } from './recognize-foreign.ts'
export { foreignSources, foreignSystem, isForeignSource, type ForeignSource } from './systems.ts'
