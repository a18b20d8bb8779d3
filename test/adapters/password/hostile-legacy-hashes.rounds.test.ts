import { inspectHash, openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { describe, expect, it } from 'vitest'
import { hashFormats } from '../../../packages/adapters/src/password/formats/table.ts'
import { costOf } from '../../app/bounds/cost.ts'
import { families, hashVectors } from './vectors.ts'

const verifier = await openPasswordVerifier()
const formats = hashFormats().filter(({ id }) => !/^(?:argon2id?|argon2d|bcrypt)$/u.test(id))
const legacy = families
  .filter((family) => family !== 'argon2' && family !== 'bcrypt')
  .flatMap(hashVectors)
  .filter(({ format }) => formats.some(({ id }) => id === format))

/** One good hash of each format; of those with the salt at the end, where any text would do, none. */
const samples = formats.flatMap(({ id }) => legacy.find(({ format }) => format === id) ?? [])

/** Where a format states a cost, and what an enemy would write there. */
const costs: readonly (readonly [format: RegExp, where: RegExp, mades: readonly string[]])[] = [
  [
    /^(?:django-argon2|argon2id-over)$/u,
    /m=\d+/u,
    ['m=262145', 'm=4294967295', 'm=9999999999', 'm=99999999999', 'm=0', 'm=-1', 'm=0256', 'm=1e3'],
  ],
  [/^(?:django-argon2|argon2id-over)$/u, /t=\d+/u, ['t=11', 't=4294967295', 't=0', 't=-1', 't=NaN', 't=']],
  [
    /^(?:django-argon2|argon2id-over)$/u,
    /p=\d+/u,
    ['p=17', 'p=255', 'p=4294967295', 'p=0', 'p=-1', 'p=1,p=1'],
  ],
  [/^argon2id-over$/u, /m=\d+,t=\d+/u, ['m=262144,t=5', 'm=104858,t=10']],
  [/bcrypt/u, /\$04\$/u, ['$15$', '$31$', '$32$', '$99$', '$-4$', '$4$', '$004$']],
  [/^passlib-bcrypt-sha256$/u, /r=\d+/u, ['r=15', 'r=31', 'r=99', 'r=999']],
  [/^passlib-bcrypt-sha256-v1$/u, /,\d+/u, [',15', ',31', ',99', ',999']],
  [/^pbkdf2$/u, /i=\d+/u, ['i=2000001', 'i=4294967295', 'i=99999999999', 'i=0', 'i=-1', 'i=01000', 'i=1e3']],
  [/^pbkdf2$/u, /l=\d+/u, ['l=0', 'l=1', 'l=129', 'l=1000000', 'l=4294967295']],
  [
    /^(?:passlib|django|clerk)-pbkdf2$/u,
    /\$\d+\$/u,
    ['$2000001$', '$4294967295$', '$99999999999$', '$0$', '$-1$', '$1e3$'],
  ],
  [/^werkzeug-pbkdf2$/u, /:\d+\$/u, [':2000001$', ':4294967295$', ':99999999999$', ':0$', ':-1$', '$']],
  [
    /^(?:kratos-)?scrypt$/u,
    /ln=\d+/u,
    [
      'ln=21',
      'ln=63',
      'ln=99',
      'ln=0',
      'ln=-1',
      'ln=100',
      'ln=18',
      'ln=262144',
      'ln=1048577',
      'ln=2097152',
      'ln=4294967296',
    ],
  ],
  [/scrypt$/u, /r=\d+/u, ['r=1048577', 'r=4294967295', 'r=0', 'r=-1', 'r=99999999999']],
  [/scrypt$/u, /p=\d+/u, ['p=1048577', 'p=4294967295', 'p=0', 'p=-1', 'p=99999999999']],
  [
    /^werkzeug-scrypt$/u,
    /:1024:8:1/u,
    [':2097152:8:1', ':1024:2048:1', ':1024:8:4096', ':1000:8:1', ':0:8:1', ':1024:0:1', ':1:8:1'],
  ],
  [/^django-scrypt$/u, /\$1024\$/u, ['$2097152$', '$1000$', '$0$', '$1$', '$1073741824$']],
  [
    /^(?:fires|fbs)crypt$/u,
    /(?:ln|n)=\d+/u,
    ['ln=21', 'n=21', 'ln=99', 'n=99', 'ln=19', 'n=19', 'ln=0', 'n=0', 'ln=100', 'n=100'],
  ],
  [
    /^(?:sha(?:256|512)|sm3)-crypt$/u,
    /rounds=\d+/u,
    [
      'rounds=1000001',
      'rounds=999999999',
      'rounds=9999999999',
      'rounds=999',
      'rounds=0',
      'rounds=-1',
      'rounds=01000',
      'rounds=',
    ],
  ],
  [/^phpass$/u, /\$[PH]\$./u, ['$P$J', '$P$S', '$P$T', '$P$z', '$P$4', '$P$.', '$Q$6']],
  [/^drupal7$/u, /\$S\$./u, ['$S$J', '$S$S', '$S$T', '$S$z', '$S$4', '$S$.']],
  [/^symfony/u, /\$\d+\$/u, ['$1000001$', '$4294967295$', '$99999999999$', '$0$', '$-1$', '$$']],
  [
    /^keycloak$/u,
    /"?hashIterations\\?": \d+/u,
    [
      '"hashIterations\\": 2000001',
      '\\"hashIterations\\": 0',
      'hashIterations\\": -1',
      'hashIterations\\": 1e9',
      'hashIterations\\": [1]',
    ],
  ],
]

const atCost = samples
  .concat(legacy)
  .flatMap(({ format, encoded }) =>
    costs.flatMap(([formatShape, where, mades]) =>
      formatShape.test(format) && where.test(encoded)
        ? mades.map((made) => ({ format, encoded: encoded.replace(where, () => made) }))
        : [],
    ),
  )

const isText = (format: string): boolean =>
  /^(?:vbulletin|mybb|hmac-.*|.*-salt-(?:pre|suf)fix)$/u.test(format)
const isJson = (format: string): boolean =>
  /^(?:keycloak|auth0|nested-digest|firebase|okta|fusionauth|logto-legacy|gitea|clerk|stytch)$/u.test(format)

/** Formats of which a salt or a digest may be of any length, so that a shorter or longer text is another good one. */
const isElastic = (format: string): boolean =>
  /^(?:django-argon2|argon2id-over|aspnet-identity-v3|scrypt|kratos-scrypt|kratos-hmac|ldap-s(?:md5|sha\d*)|aspnet-membership)$/u.test(
    format,
  )

/** What may be done to any hash whose text has an end. */
const damages: Readonly<Record<string, (encoded: string) => string>> = {
  'without its last character': (encoded) => encoded.slice(0, -1),
  'without its last four characters': (encoded) => encoded.slice(0, -4),
  'with one character more': (encoded) => `${encoded}A`,
  'with four characters more': (encoded) => `${encoded}AAAA`,
  'with one more field': (encoded) => `${encoded}$`,
  'with padding behind it': (encoded) => `${encoded}=`,
  'with a new line behind it': (encoded) => `${encoded}\n`,
  'with a NUL behind it': (encoded) => `${encoded}\0`,
  'with a space before it': (encoded) => ` ${encoded}`,
  'with a character that no digest has': (encoded) => `${encoded.slice(0, -8)}é${encoded.slice(-7)}`,
  'with a full-width digit': (encoded) => `${encoded.slice(0, -8)}１${encoded.slice(-7)}`,
  'with a million characters': (encoded) => encoded + 'A'.repeat(1_000_000),
}

const damaged = samples
  // A pepper is any text, so that what is written behind one is another one.
  .filter(({ format }) => !isText(format) && !isJson(format) && format !== 'peppered-bcrypt')
  .flatMap(({ format, encoded }) =>
    Object.entries(damages)
      .filter(([name]) => !isElastic(format) || !/four|more$/u.test(name))
      // ZITADEL reads these with their padding, too.
      .filter(([name]) => format !== 'passlib-pbkdf2' || !name.includes('padding'))
      .map(([, damage]) => ({ format, encoded: damage(encoded) })),
  )

/** A JSON text may have spaces around it, so it is damaged inside. */
const damagedJson = legacy
  .filter(({ format }) => isJson(format))
  .flatMap(({ format, encoded }) =>
    [
      encoded.slice(0, -1),
      `[${encoded}]`,
      encoded.replace(/"(?:value|secretData)"/u, '"other"'),
      encoded.replace(/"algorithm(\\*)": ?\\*"[^"\\]+\\*"/u, '"algorithm$1": "__proto__$1"'),
      encoded.replace(/"salt(\\*)"/u, '"__proto__$1"').replace(/"value"/u, '"toString"'),
      encoded.replace(/"hash"/u, '"other"'),
      encoded + 'x'.repeat(1024),
    ]
      .filter((made) => made !== encoded)
      .map((made) => ({ format, encoded: made })),
  )

const damagedText = samples
  .filter(({ format }) => isText(format))
  .flatMap(({ format, encoded }) =>
    [
      encoded.slice(1),
      `a${encoded}`,
      ` ${encoded}`,
      encoded.split(':')[0]!,
      `${encoded}\n`,
      `g${encoded.slice(1)}`,
    ].map((made) => ({ format, encoded: made })),
  )

const hostile = [...atCost, ...damaged, ...damagedJson, ...damagedText]
/** The value with each of its fields, however deep, made each of the odd values in turn, and with one field more. */
const withOddFields = (value: unknown, odd: readonly unknown[]): readonly unknown[] => {
  if (typeof value !== 'object' || value === null) return odd
  const fields = Object.entries(value)
  return [
    { ...value, odd: true },
    ...fields.flatMap(([name, inner]) =>
      withOddFields(inner, odd).map((made) => ({ ...value, [name]: made })),
    ),
  ]
}

describe('a hostile hash of another system', () => {
  it('stands on a list of 500 and more', () => {
    expect(new Set(hostile.map(({ encoded }) => encoded)).size).toBeGreaterThanOrEqual(500)
    const hit = new Set(atCost.map(({ format }) => format))
    for (const [format] of costs)
      expect(
        [...hit].some((each) => format.test(each)),
        String(format),
      ).toBe(true)
  })

  it.each(formats.map(({ id }) => id))('is refused, with its format named and without: %s', (format) => {
    const own = hostile.filter((each) => each.format === format)
    expect(own.length).toBeGreaterThan(0)
    for (const { encoded } of own) {
      const shown = JSON.stringify(encoded.slice(0, 300))
      expect(verifier.recognise(encoded, format).isErr(), shown).toBe(true)
      expect(verifier.recognise(encoded).isErr(), shown).toBe(true)
    }
  })

  it('in JSON is read or refused, and never a surprise, whatever stands in one of its fields', () => {
    const odd = ['__proto__', 'constructor', '', ' ', null, 0, -1, 1e308, true, [], {}, [[]], ['a'], { a: 1 }]
    for (const { encoded, format } of legacy.filter((each) => isJson(each.format)))
      for (const made of withOddFields(JSON.parse(encoded), odd)) {
        const hash = JSON.stringify(made)
        expect(() => inspectHash(hash)).not.toThrow()
        expect(['unknown', 'too-costly', undefined]).toContain(
          verifier.recognise(hash, format).match(
            () => undefined,
            (why) => why,
          ),
        )
      }
  })

  it('is refused for no more than 5 ms of the processor', async () => {
    for (const { encoded } of hostile) {
      const microseconds = await costOf(() => {
        verifier.recognise(encoded)
        inspectHash(encoded)
      })
      expect(microseconds).toBeLessThan(5000)
    }
  })

  it('is refused for no more than 1 MiB of memory', () => {
    for (const { encoded } of hostile) {
      const grown = Array.from({ length: 3 }, () => {
        const before = process.memoryUsage().heapUsed
        verifier.recognise(encoded)
        return process.memoryUsage().heapUsed - before
      })
      expect(Math.min(...grown)).toBeLessThan(2 ** 20)
    }
  })

  it('is not computed even where a store holds it already', async () => {
    for (const { format, encoded } of hostile)
      expect((await verifier.verify('x', { format, encoded }))._unsafeUnwrap()).toBe('not-mine')
  })
})
