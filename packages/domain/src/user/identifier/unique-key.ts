/**
 * `login`: email, phone and username together, so that no user's username can be another user's email. `external`: the
 * id that another system gave. `identity`: an account at an external provider. `id`: the user's own id, which every user
 * has.
 */
export type KeyNamespace = 'login' | 'external' | 'identity' | 'id'

/** What no two users of one pool may share: text in canonical form, compared byte by byte. */
export type UniqueKey = { readonly namespace: KeyNamespace; readonly key: string }

/** Whether two keys are the same. */
export const isSameKey = (one: UniqueKey, other: UniqueKey): boolean =>
  one.key === other.key && one.namespace === other.namespace

/** One text for one key, for maps and sets. Namespaces hold no colon, so two keys never give the same text. */
export const keyText = (key: UniqueKey): string => `${key.namespace}:${key.key}`
