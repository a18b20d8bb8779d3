import fc from 'fast-check'
import { forgetRefused } from './pool-model-attempts.ts'
import { codesPerSecret, type Attempt, type PoolModel, type ModelRow, type Proof } from './pool-model.ts'
import {
  changePassword,
  createUsers,
  createUsersWhileFailing,
  importSecret,
  lookAtEverybody,
  names,
  removeAuthenticator,
  requireChange,
  rotateSealing,
  signIn,
  signInAndChange,
  signInElevenTimes,
  unlock,
  type Batch,
  type Step,
} from './pool-steps.ts'
import { deleteUsers, exchangeEmails, listUsers, updateUser, type List } from './pool-user-steps.ts'
import { passwordCount, secretCount, type RealPool } from './pool.ts'

type Command = fc.AsyncCommand<PoolModel, RealPool>

/** A step on what fast-check has chosen. `says` is for the reader of a counterexample: it tells numbers, and no secrets. */
const command = <T>(
  given: fc.Arbitrary<T>,
  says: (given: T) => string,
  step: Step<T>,
): fc.Arbitrary<Command> =>
  given.map((args) => ({
    check: () => true,
    run: (model, real) => step(args, model, real),
    toString: () => `\n  ${says(args)}`,
  }))

const often = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: unusual })

const nothing = fc.constant(undefined)
const name = fc.constantFrom(...names)
const email = fc.constantFrom('one@example.com', 'two@example.com')
// Mostly one and the same, for a wrong password ends most stories early.
const password = often(fc.constant(0), fc.nat({ max: passwordCount - 1 }))
const secret = fc.nat({ max: secretCount - 1 })
const ip = fc.constantFrom('192.0.2.1', '192.0.2.2')

const status = fc.constantFrom('Activated' as const, 'Suspended' as const)

const row: fc.Arbitrary<ModelRow> = fc.record(
  {
    name,
    email,
    password,
    otp: secret,
    status: often(fc.constant('Activated' as const), fc.constant('Suspended' as const)),
  },
  { requiredKeys: ['name', 'status'] },
)

const batch: fc.Arbitrary<Batch> = fc.record({
  rows: fc.array(row, { minLength: 1, maxLength: 3 }),
  mode: fc.constantFrom('all' as const, 'each' as const),
  isKept: fc.boolean(),
})

const wrong = fc.constant('wrong' as const)
const proof: fc.Arbitrary<Proof> = fc.oneof(
  fc.oneof(secret, secret, wrong).map((code) => ({ code })),
  fc.oneof(fc.tuple(secret, fc.nat({ max: codesPerSecret - 1 })), wrong).map((recovery) => ({ recovery })),
)

const attempt: fc.Arbitrary<Attempt> = fc.record(
  { login: often(name, email), password, proof, ip },
  { requiredKeys: ['login', 'password', 'ip'] },
)

const list: fc.Arbitrary<List> = fc.record(
  {
    order: fc.constantFrom('oldest-first' as const, 'newest-first' as const),
    limit: fc.integer({ min: 1, max: 3 }),
    statuses: fc.tuple(status),
    search: fc.constantFrom('a', 'one@', 'TWO', 'nobody'),
  },
  { requiredKeys: ['order', 'limit'] },
)

const existing = fc.constantFrom('refuse' as const, 'replace' as const)
const text = JSON.stringify

const commands: readonly fc.Arbitrary<Command>[] = [
  command(batch, (users) => `create users ${text(users)}`, createUsers),
  command(
    fc.tuple(batch, fc.nat({ max: 12 })),
    ([users, verb]) => `create users ${text(users)} while verb ${verb} of the storage fails`,
    createUsersWhileFailing,
  ),
  command(
    fc.tuple(name, secret, existing),
    ([who, which, otherwise]) => `import secret ${which} for ${who}; if there is another, ${otherwise}`,
    importSecret,
  ),
  command(attempt, (how) => `sign in ${text(how)}`, signIn),
  command(attempt, (how) => `sign in eleven times ${text(how)}`, signInElevenTimes),
  command(
    fc.tuple(attempt, password),
    ([how, next]) => `sign in ${text(how)}, and change to password ${next} where a change is demanded`,
    signInAndChange,
  ),
  command(
    fc.tuple(attempt, password),
    ([how, next]) => `change to password ${next} by ${text(how)}`,
    changePassword,
  ),
  command(name, (who) => `require a change of ${who}`, requireChange),
  command(name, (who) => `unlock ${who}`, unlock),
  command(name, (who) => `remove the authenticator of ${who}`, removeAuthenticator),
  // Who is suspended is let in no more: as often, somebody is activated again.
  command(
    fc.tuple(name, status),
    ([who, which]) => `give ${who} the status ${which}`,
    ([who, which], model, real) => updateUser([who, { status: which }], model, real),
  ),
  command(
    fc.tuple(name, fc.option(email)),
    ([who, address]) => `change the email of ${who} to ${address}`,
    ([who, address], model, real) => updateUser([who, { email: address }], model, real),
  ),
  command(
    fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 }),
    (both) => `let ${both.join(' and ')} exchange their emails`,
    ([one = '', other = ''], model, real) => exchangeEmails([one, other], model, real),
  ),
  command(
    fc.subarray([...names], { minLength: 1, maxLength: 2 }),
    (gone) => `delete ${gone.join(' and ')}`,
    deleteUsers,
  ),
  command(list, (query) => `list users by ${text(query)}`, listUsers),
  command(
    fc.constantFrom(1, 30, 60, 3600, 90_000),
    (seconds) => `advance the clock by ${seconds} s`,
    async (seconds, model, real) => real.set((model.now += seconds * 1000)),
  ),
  command(nothing, () => 'rotate the sealing key', rotateSealing),
  command(
    nothing,
    () => 'crash and reopen',
    async (_, model, real) => {
      await real.crash()
      forgetRefused(model.attempts)
    },
  ),
  command(nothing, () => 'look at everybody', lookAtEverybody),
]

/** All that happens to a pool in its life. */
export const life: fc.Arbitrary<Iterable<Command>> = fc.commands([...commands], {
  maxCommands: 30,
  size: 'max',
})
