/** A user's account at an external identity provider. */
export type LinkedIdentity = {
  readonly id: string
  /** The identity source in this pool, such as the company's WeChat app. */
  readonly extIdpId: string
  /** What kind of provider it is: `wechat`, `lark`, `oidc`, ... */
  readonly provider: string
  /** Which of the provider's ids it is: `openid`, `unionid`, `primary`, ... */
  readonly type: string
  readonly userIdInIdp: string
  /** The connections of that source through which the account was seen. */
  readonly originConnIds: readonly string[]
  /** What the provider says about the user. No rule reads it. */
  readonly userInfoInIdp?: Readonly<Record<string, unknown>>
}
