import { guessMapping, readMapping } from '@keepsake/app/mapping'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const fieldsOf = (...records: readonly object[]): unknown => guessMapping(records).mapping.fields

describe('a guess', () => {
  test('finds fields by the names of columns and by their values', () => {
    expect(
      fieldsOf(
        {
          user_id: 1,
          'E-Mail': 'ann@example.com',
          mobile: '+1 415 555 0101',
          first_name: 'Ann',
          last_name: 'Smith',
          dob: '23.12.1990',
          sex: 'female',
          is_active: 1,
          password_hash: '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS',
          created_at: 1683792930,
          last_login: '2023-05-11 08:15:30',
          logins: '3',
          shoe_size: 38,
        },
        { user_id: 2, 'E-Mail': 'bob@example.com', dob: '01.02.1991', sex: 'm', is_active: 0 },
      ),
    ).toEqual({
      externalId: { path: 'user_id', as: 'text' },
      email: 'E-Mail',
      phone: 'mobile',
      givenName: 'first_name',
      familyName: 'last_name',
      birthdate: { path: 'dob', as: { date: 'DD.MM.YYYY' } },
      gender: { path: 'sex', as: { enum: { female: 'W', m: 'M' } } },
      status: { path: 'is_active', as: { enum: { '0': 'Suspended', '1': 'Activated' } } },
      password: 'password_hash',
      createdAt: { path: 'created_at', as: { time: 'seconds' } },
      lastSignInAt: { path: 'last_login', as: { time: 'YYYY-MM-DD HH:mm:ss' } },
      signInsCount: { path: 'logins', as: 'number' },
    })
  })

  test('does not choose between two meanings', () => {
    const { mapping, fields } = guessMapping([{ birthday: '03/04/1990', status: 'frozen' }])
    expect(mapping.fields).toEqual({})
    expect(fields.map(({ unclear }) => unclear)).toEqual([
      'birthdate: whether dates are DD/MM/YYYY or MM/DD/YYYY',
      'status: what frozen means',
    ])
    expect(fieldsOf({ birthday: '03/14/1990' })).toEqual({
      birthdate: { path: 'birthday', as: { date: 'MM/DD/YYYY' } },
    })
  })

  test('shows examples, but none of a secret', () => {
    const { fields } = guessMapping([
      { name: 'Ann', password: 'swordfish', legacy: '5f4dcc3b5aa765d61d8327deb882cf99', api_token: 'abc' },
    ])
    expect(JSON.stringify(fields)).toContain('Ann')
    expect(JSON.stringify(fields)).not.toMatch(/swordfish|5f4dcc|abc/u)
  })

  test('looks into objects, and takes each field once', () => {
    expect(fieldsOf({ profile: { email: 'a@b.co', phone: '4155550101' }, mail: 'c@d.co' })).toEqual({
      email: 'mail',
      phone: 'profile.phone',
    })
  })

  test('is a mapping, whatever the records are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.anything({
            key: fc.constantFrom('email', 'status', 'dob', 'created_at', '__proto__'),
            maxDepth: 2,
          }),
        ),
        (records) => {
          const mapping: unknown = JSON.parse(JSON.stringify(guessMapping(records).mapping))
          expect(readMapping(mapping).isOk()).toBe(true)
        },
      ),
    )
  })
})
