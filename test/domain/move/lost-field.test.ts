import { mustBeDropped } from '@keepsake/domain/rules'
import { expect, it } from 'vitest'

it.each(['unknown_field', 'undeclared_field', 'no_place', 'second_address', 'name_taken'])(
  'a field that is lost as %s waits for a decision: it can be mapped or declared',
  (reason) => {
    expect(mustBeDropped(reason)).toBe(true)
  },
)

it.each(['hash_not_exported', 'factor_not_supported', 'no_secret', 'unknown_group'])(
  'a field that is lost as "%s" is only told',
  (reason) => {
    expect(mustBeDropped(reason)).toBe(false)
  },
)
