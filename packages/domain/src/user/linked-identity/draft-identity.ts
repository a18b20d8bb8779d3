import { err, ok } from 'neverthrow'
import { collect, collectList, type Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { parseLine, utf8Length } from '../../kernel/text.ts'
import type { LinkedIdentity } from './linked-identity.ts'

/** An account at an external provider, as the caller gives it. */
export type NewLinkedIdentity = {
  readonly extIdpId: string
  readonly provider: string
  readonly type: string
  readonly userIdInIdp: string
  readonly originConnIds: readonly string[]
  readonly userInfoInIdp?: Readonly<Record<string, unknown>>
}

/** A linked identity that lacks only its id. */
export type DraftIdentity = Omit<LinkedIdentity, 'id'>

const maxField = 256
/** Providers' profiles have a few kilobytes; more is a picture or a mistake. */
const maxInfoBytes = 16 * 1024

/** Checks a linked identity, and answers every issue of it at once. */
export const draftIdentity = (given: NewLinkedIdentity): Checked<DraftIdentity> =>
  collect({
    extIdpId: parseName(given.extIdpId),
    provider: parseName(given.provider),
    type: parseName(given.type),
    userIdInIdp: parseName(given.userIdInIdp),
    originConnIds: collectList(given.originConnIds, parseName),
    userInfoInIdp: checkInfo(given.userInfoInIdp),
  })

const parseName = (text: string): Checked<string> =>
  text === '' ? err([issue('identity.field_empty')]) : parseLine(text, maxField)

const checkInfo = (info: NewLinkedIdentity['userInfoInIdp']): Checked<NewLinkedIdentity['userInfoInIdp']> =>
  info !== undefined && utf8Length(JSON.stringify(info)) > maxInfoBytes
    ? err([issue('identity.info_too_large', [], { max: maxInfoBytes })])
    : ok(info)
