import { profileFields, type NewLinkedIdentity, type NewUser } from '@keepsake/domain'
import { z } from 'zod'
import { exactly } from './exactly.ts'
import { hashFields } from './hash-fields.ts'
import { newAuthenticator } from './new-authenticator.ts'
import { furtherEmails, furtherPhones, givenOrigin, givenTime } from './past-life.ts'
import { each, freeObject, jsonObject, list } from './shape.ts'

/** The most departments and tenants of one new user, and the most linked identities and connections of each. */
export const maxIds = 1000
export const maxIdentities = 100

/** An account at an external provider. */
export const newIdentity: z.ZodType<NewLinkedIdentity> = exactly<NewLinkedIdentity>()(
  z.strictObject({
    extIdpId: z.string(),
    provider: z.string(),
    type: z.string(),
    userIdInIdp: z.string(),
    originConnIds: list(z.string(), maxIdentities),
    userInfoInIdp: jsonObject.optional(),
  }),
)

/** One row of a batch. The rules limit how long its texts may be; each rule checks the length first. */
export const newUser: z.ZodType<NewUser> = exactly<NewUser>()(
  z.strictObject({
    status: z.string().optional(),
    email: z.string().optional(),
    emailVerified: z.boolean().optional(),
    phone: z.string().optional(),
    phoneCountryCode: z.string().optional(),
    phoneVerified: z.boolean().optional(),
    emails: furtherEmails.optional(),
    phones: furtherPhones.optional(),
    username: z.string().optional(),
    externalId: z.string().optional(),
    gender: z.string().optional(),
    birthdate: z.string().optional(),
    ...each(profileFields, z.string()),
    departmentIds: list(z.string(), maxIds).optional(),
    tenantIds: list(z.string(), maxIds).optional(),
    identities: list(newIdentity, maxIdentities).optional(),
    customData: freeObject.optional(),
    password: z.string().optional(),
    passwordEncryptType: z.string().optional(),
    passwordFormat: z.string().optional(),
    passwordPrehash: z.string().optional(),
    passwordEncoding: z.string().optional(),
    passwordSalt: z.string().optional(),
    passwordParameters: hashFields.optional(),
    resetPasswordOnFirstLogin: z.boolean().optional(),
    otp: newAuthenticator.optional(),
    userId: z.string().optional(),
    createdAt: givenTime.optional(),
    lastSignInAt: givenTime.optional(),
    signInsCount: z.number().optional(),
    passwordSetAt: givenTime.optional(),
    passwordOrigin: givenOrigin.optional(),
  }),
)
