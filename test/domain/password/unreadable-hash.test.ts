import { unreadableHash } from '@keepsake/domain/rules'
import { expect, test } from 'vitest'

test('every hash that cannot be stored is an issue at the field of the row that is to be mended', () => {
  const places = Object.entries(unreadableHash).map(([why, { code, path }]) => [
    why,
    `${path.join('.')} ${code}`,
  ])
  expect(Object.fromEntries(places)).toStrictEqual({
    unknown: 'password password.kept_is_no_hash',
    ambiguous: 'password password.kept_hash_ambiguous',
    'too-costly': 'password password.kept_hash_too_costly',
    'salt-not-taken': 'passwordSalt password.detail_not_taken',
    'parameters-not-taken': 'passwordParameters password.detail_not_taken',
    'encoding-not-taken': 'passwordEncoding password.detail_not_taken',
    'salt-missing': 'passwordSalt password.detail_missing',
    'username-missing': 'username password.detail_missing',
    'expression-malformed': 'passwordFormat password.expression_malformed',
    'format-unknown': 'passwordFormat password.format_unknown',
  })
})
