/**
 * Every code an issue can have. A code is stable: it is never reused for another meaning, because callers branch on it.
 * Texts for people are made at the edge, from the code and its params.
 */
export type IssueCode =
  RequestCode | TextCode | UserCode | LinkedIdentityCode | PasswordCode | OtpCode | NoticeCode

/** The shape of what was sent; found at the edge, before any rule is asked. */
export type RequestCode =
  | 'request.not_json'
  | 'request.too_large'
  | 'request.too_deep'
  | 'request.forbidden_key'
  | 'request.field_missing'
  | 'request.field_unknown'
  | 'request.field_of_wrong_type'
  | 'request.value_not_allowed'

export type TextCode = 'text.too_long' | 'text.control_character' | 'text.not_well_formed'

export type UserCode =
  | 'user.list_empty'
  | 'user.list_too_long'
  | 'user.not_found'
  | 'user.identifier_missing'
  | 'user.email_malformed'
  | 'user.email_taken'
  | 'user.email_repeated'
  | 'user.phone_malformed'
  | 'user.phone_missing'
  | 'user.phone_country_code_malformed'
  | 'user.phone_country_code_contradicted'
  | 'user.phone_taken'
  | 'user.phone_repeated'
  | 'user.username_malformed'
  | 'user.username_taken'
  | 'user.username_repeated'
  | 'user.external_id_empty'
  | 'user.external_id_taken'
  | 'user.external_id_repeated'
  | 'user.status_unknown'
  | 'user.gender_unknown'
  | 'user.birthdate_malformed'
  | 'user.department_unknown'
  | 'user.department_id_type_unknown'
  | 'user.tenant_unknown'
  | 'user.custom_field_undeclared'
  | 'user.custom_value_of_wrong_type'

export type LinkedIdentityCode =
  'identity.field_empty' | 'identity.taken' | 'identity.repeated' | 'identity.info_too_large'

export type PasswordCode =
  | 'password.empty'
  | 'password.too_long'
  | 'password.not_text'
  | 'password.encrypt_type_unknown'
  | 'password.encrypt_type_not_offered'
  | 'password.undecryptable'
  | 'password.wrong_key'
  | 'password.keep_and_generate'
  | 'password.given_and_generate'
  | 'password.format_without_keep'
  | 'password.kept_is_no_hash'
  | 'password.kept_hash_ambiguous'
  | 'password.kept_hash_too_costly'
  | 'password.kept_hash_weak'
  | 'password.canary_failed'
  | 'password.too_many_to_hash'
  | 'password.generated_and_not_sent'
  | 'password.unchanged'
  | 'password.too_short'
  | 'password.lacks_character_class'
  | 'password.too_few_character_classes'
  | 'password.resembles_identifier'
  | 'password.common'
  | 'password.breached'
  | 'password.used_before'
  | 'password.not_for_administrators'

export type OtpCode =
  | 'otp.list_empty'
  | 'otp.list_too_long'
  | 'otp.user_unknown'
  | 'otp.user_repeated'
  | 'otp.secret_malformed'
  | 'otp.secret_too_short'
  | 'otp.secret_too_long'
  | 'otp.secret_weak'
  | 'otp.recovery_code_malformed'
  | 'otp.already_enrolled'
  | 'otp.not_enrolled'

export type NoticeCode =
  'notice.app_unknown' | 'notice.login_url_missing' | 'notice.reset_url_missing' | 'notice.address_missing'
