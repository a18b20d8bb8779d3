export { checkShape, maybe, text } from './shape.ts'
export {
  createUserRequest,
  createUsersRequest,
  newUserRow,
  toCreateUsers,
  toNewUser,
  usersFile,
} from './create-users.ts'
export {
  enrolmentsFile,
  importOtpRequest,
  authenticatorToImportRow,
  authenticatorUriRow,
} from './import-authenticators.ts'
export {
  foreignIdFields,
  foreignAuthenticatorFormats,
  readForeignId,
  readForeignAuthenticators,
  type ForeignAuthenticators,
  type ForeignAuthenticatorFormat,
} from './foreign-authenticators.ts'
export { failure, success, toIssueDtos, type Envelope, type IssueDto } from './envelope.ts'
export { parseJson, parseJsonBytes } from './json.ts'
export { describe, type Language } from './message.ts'
export { signInRequest } from './sign-in.ts'
export {
  everyPart,
  toUserDto,
  type Female,
  type IdentityDto,
  type UserDto,
  type UserDtoParts,
} from './user-dto.ts'
