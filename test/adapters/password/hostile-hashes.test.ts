import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { describe, expect, it } from 'vitest'

const verifier = await openPasswordVerifier()

const salt = 'c29tZXNhbHRzb21lc2FsdA'
const digest = 'JLJNcacj/SOD3JxqdLjILL64eg2NaJc2QMt6DlLp0Dk'
const argon2 = (costs: string, id = 'argon2id', version = 'v=19') =>
  `$${id}$${version}$${costs}$${salt}$${digest}`
const tail = 'c2FsdHNhbHRzYWx0c2FsdO1fBTfWPpqsu0hDCWRkJHxUhTI6bMnVa'.slice(0, 52)
const bcrypt = (id: string, cost: string) => `$${id}$${cost}$${tail}.`
const long = (size: number) => Buffer.alloc(size, 7).toString('base64').replaceAll('=', '')

const tooCostly: readonly string[] = [
  argon2('m=262145,t=1,p=1'),
  argon2('m=16777216,t=1,p=1'),
  argon2('m=4294967295,t=1,p=1'),
  argon2('m=9999999999,t=1,p=1'),
  argon2('m=19456,t=11,p=1'),
  argon2('m=19456,t=4294967295,p=1'),
  argon2('m=19456,t=2,p=17'),
  argon2('m=262144,t=2,p=255'),
  argon2('m=262144,t=5,p=1'),
  argon2('m=104858,t=10,p=1'),
  argon2('m=1048576,t=10,p=16'),
  argon2('m=262145,t=1,p=1', 'argon2i'),
  argon2('m=16777216,t=1,p=1', 'argon2d', 'v=16'),
  argon2('t=2,p=1,m=16777216'),
  ...['15', '16', '17', '20', '30', '31'].map((cost) => bcrypt('2b', cost)),
  bcrypt('2a', '15'),
  bcrypt('2y', '31'),
]

const unknown: readonly string[] = [
  '',
  ' ',
  '$',
  '$$$$$$',
  'null',
  '[object Object]',
  '$argon2id$',
  // numbers that are none, or are spelt in more than one way
  argon2('m=-1,t=2,p=1'),
  argon2('m=0,t=2,p=1'),
  argon2('m=19456,t=0,p=1'),
  argon2('m=19456,t=2,p=0'),
  argon2('m=00019456,t=2,p=1'),
  argon2('m=+19456,t=2,p=1'),
  argon2('m=1e4,t=2,p=1'),
  argon2('m=0x4c00,t=2,p=1'),
  argon2('m=19456.5,t=2,p=1'),
  argon2('m= 19456,t=2,p=1'),
  argon2('m=１９４５６,t=2,p=1'),
  argon2('m=١٩٤٥٦,t=2,p=1'),
  argon2('m=99999999999999999999,t=2,p=1'),
  argon2('m=19456,t=NaN,p=1'),
  argon2('m=19456,t=Infinity,p=1'),
  argon2('m=,t=2,p=1'),
  // parameters that are missing, repeated or made up
  argon2('m=19456,t=2'),
  argon2('m=19456,m=19456,t=2'),
  argon2('m=19456,t=2,p=1,p=1'),
  argon2('m=19456,t=2,p=1,keyid=AAAA'),
  argon2('m=19456,t=2,p=1,data=AAAA'),
  argon2('M=19456,T=2,P=1'),
  argon2('m=19456;t=2;p=1'),
  argon2('m=19456,t=2,p=1,'),
  argon2('m=8,t=2,p=2'),
  // ids and versions
  argon2('m=19456,t=2,p=1', 'ARGON2ID'),
  argon2('m=19456,t=2,p=1', 'Argon2id'),
  argon2('m=19456,t=2,p=1', 'argon2'),
  argon2('m=19456,t=2,p=1', 'argon2ids'),
  argon2('m=19456,t=2,p=1', 'аrgon2id'),
  argon2('m=19456,t=2,p=1', 'argon2id\u0000'),
  argon2('m=19456,t=2,p=1', 'argon2id', 'v=13'),
  argon2('m=19456,t=2,p=1', 'argon2id', 'v=17'),
  argon2('m=19456,t=2,p=1', 'argon2id', 'v=019'),
  argon2('m=19456,t=2,p=1', 'argon2id', 'v=19$v=19'),
  argon2('m=19456,t=2,p=1', 'argon2id', 'V=19'),
  // what stands around it
  ` ${argon2('m=19456,t=2,p=1')}`,
  `${argon2('m=19456,t=2,p=1')} `,
  `${argon2('m=19456,t=2,p=1')}\n`,
  `${argon2('m=19456,t=2,p=1')}$`,
  `${argon2('m=19456,t=2,p=1')}=`,
  `$${argon2('m=19456,t=2,p=1')}`,
  // salts and digests
  argon2('m=19456,t=2,p=1').slice(0, -2),
  argon2('m=19456,t=2,p=1').slice(0, -digest.length),
  `$argon2id$v=19$m=19456,t=2,p=1$$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${long(7)}$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${long(129)}$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${long(15)}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${long(129)}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${long(1_000_000)}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest.slice(0, -1)}l`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt.slice(0, -1)}B$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest.replace('/', '_')}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest.replace('/', ' ')}`,
  `$argon2id$v=19$m=${'1'.repeat(10_000_000)},t=2,p=1$${salt}$${digest}`,
  // bcrypt
  bcrypt('2', '10'),
  bcrypt('2x', '10'),
  bcrypt('2c', '10'),
  bcrypt('2B', '10'),
  bcrypt('2b', '00'),
  bcrypt('2b', '03'),
  bcrypt('2b', '32'),
  bcrypt('2b', '99'),
  bcrypt('2b', '4'),
  bcrypt('2b', '010'),
  bcrypt('2b', '-1'),
  bcrypt('2b', '１０'),
  bcrypt('2b', '1e'),
  bcrypt('2b', '10').slice(0, -1),
  bcrypt('2b', '10').slice(0, 29),
  `${bcrypt('2b', '10')}.`,
  `${bcrypt('2b', '10')}$`,
  `${bcrypt('2b', '10')}\n`,
  ` ${bcrypt('2b', '10')}`,
  `${bcrypt('2b', '10').slice(0, -1)}/`,
  `${bcrypt('2b', '10').slice(0, -1)}+`,
  bcrypt('2b', '10').replace('$2b$', '$2b$2b$'),
]

describe('a hostile hash', () => {
  it('stands on a list that is long enough, each beside a good one of the same making', () => {
    expect(tooCostly.length + unknown.length).toBeGreaterThanOrEqual(60)
    expect(verifier.recognise(argon2('m=19456,t=2,p=1')).isOk()).toBe(true)
    expect(verifier.recognise(argon2('m=262144,t=4,p=16')).isOk()).toBe(true)
    expect(verifier.recognise(argon2('m=104857,t=10,p=1')).isOk()).toBe(true)
    expect(verifier.recognise(bcrypt('2b', '14')).isOk()).toBe(true)
  })

  it.each(tooCostly)('is too costly: %s', (encoded) => {
    expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('too-costly')
  })

  it.each(unknown.map((encoded) => ({ shown: encoded.slice(0, 120), encoded })))(
    'is unknown: $shown',
    ({ encoded }) => {
      expect(verifier.recognise(encoded)._unsafeUnwrapErr()).toBe('unknown')
    },
  )

  it('is refused within 5 ms', () => {
    for (const encoded of [...tooCostly, ...unknown]) {
      const times = Array.from({ length: 3 }, () => {
        const start = performance.now()
        verifier.recognise(encoded)
        return performance.now() - start
      })
      expect(Math.min(...times)).toBeLessThan(5)
    }
  })

  it('is not computed even where a store holds it already', async () => {
    const formats = ['argon2id', 'argon2i', 'argon2d', 'bcrypt']
    const start = performance.now()
    for (const encoded of [...tooCostly, ...unknown])
      for (const format of formats)
        expect((await verifier.verify('x', { format, encoded }))._unsafeUnwrap()).toBe('not-mine')
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
