import type { NewUser, Storage } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  everythingIn,
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'

const settings = { loginUrl: 'https://example.com/login' }
const sendNotification = { sendEmailNotification: true, sendPhoneNotification: true }
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const wechat = {
  extIdpId: 'idp',
  provider: 'wechat',
  type: 'openid',
  userIdInIdp: 'o1',
  originConnIds: ['c'],
}

/** A user who is there already. */
const held: NewUser = {
  username: 'held',
  email: 'held@example.com',
  phone: '18812345678',
  externalId: 'held',
  identities: [wechat],
}

const good = (name: string): NewUser => ({
  username: name,
  email: `${name}@example.com`,
  password: `password of ${name}`,
  otp: { secret, recoveryCode: 'b471-8ec0-874a-087f-bccb-cd54' },
})

const badRows: readonly (readonly [NewUser, string])[] = [
  [{}, ' user.identifier_missing'],
  [{ externalId: 'x' }, ' user.identifier_missing'],
  [{ username: '' }, '.username user.username_malformed'],
  [{ username: 'a\u202eb' }, '.username text.control_character'],
  [{ email: 'nobody' }, '.email user.email_malformed'],
  [{ phone: '123' }, '.phone user.phone_malformed'],
  [{ username: 'x', phoneCountryCode: '+86' }, '.phoneCountryCode user.phone_missing'],
  [{ phone: '18812345679', phoneCountryCode: 'x' }, '.phoneCountryCode user.phone_country_code_malformed'],
  [
    { phone: '+447400123456', phoneCountryCode: '+86' },
    '.phoneCountryCode user.phone_country_code_contradicted',
  ],
  [{ username: 'x', externalId: '' }, '.externalId user.external_id_empty'],
  [{ username: 'x', status: 'Dead' }, '.status user.status_unknown'],
  [{ username: 'x', gender: 'X' }, '.gender user.gender_unknown'],
  [{ username: 'x', birthdate: '2023-02-29' }, '.birthdate user.birthdate_malformed'],
  [{ username: 'x', name: 'x'.repeat(257) }, '.name text.too_long'],
  [{ username: 'x', nickname: '\ud800' }, '.nickname text.not_well_formed'],
  [{ username: 'x', departmentIds: ['gone'] }, '.departmentIds.0 user.department_unknown'],
  [{ username: 'x', tenantIds: ['gone'] }, '.tenantIds.0 user.tenant_unknown'],
  [{ username: 'x', customData: { x: 1 } }, '.customData.x user.custom_field_undeclared'],
  [{ username: 'x', identities: [{ ...wechat, type: '' }] }, '.identities.0.type identity.field_empty'],
  [
    {
      username: 'x',
      identities: [{ ...wechat, userIdInIdp: 'o2', userInfoInIdp: { x: 'x'.repeat(17_000) } }],
    },
    '.identities.0.userInfoInIdp identity.info_too_large',
  ],
  [{ username: 'x', password: '' }, '.password password.empty'],
  [{ username: 'x', password: 'x', passwordEncryptType: 'rsa' }, '.password password.undecryptable'],
  [
    { username: 'x', password: 'x', passwordEncryptType: '?' },
    '.passwordEncryptType password.encrypt_type_unknown',
  ],
  [{ username: 'x', otp: { secret: '0189' } }, '.otp.secret otp.secret_malformed'],
  [{ username: 'x', otp: { secret: 'JBSWY3DP' } }, '.otp.secret otp.secret_too_short'],
  [{ username: 'x', otp: { secret: 'A'.repeat(400) } }, '.otp.secret otp.secret_too_long'],
  [
    { username: 'x', otp: { secret, recoveryCode: 'short' } },
    '.otp.recoveryCode otp.recovery_code_malformed',
  ],
  [{ email: 'HELD@example.com' }, '.email user.email_taken'],
  [{ phone: '+86 188-1234-5678' }, '.phone user.phone_taken'],
  [{ username: 'held' }, '.username user.username_taken'],
  [{ username: 'held@EXAMPLE.com' }, '.username user.username_taken'],
  [{ username: '18812345678' }, '.username user.username_taken'],
  [{ username: 'x', externalId: 'held' }, '.externalId user.external_id_taken'],
  [{ username: 'x', identities: [wechat] }, '.identities.0 identity.taken'],
]

/** A storage that never knows beforehand which keys are held: the state of things a moment before a race is lost. */
const unforeseeing = (storage: Storage): Storage => ({
  ...storage,
  inPool: (id) => {
    const pool = storage.inPool(id)
    return { ...pool, users: { ...pool.users, findHeld: () => okAsync([]) } }
  },
})

describe.each(storages)('on $name, a batch with one bad row', ({ open }) => {
  const organization = { departments: [], tenants: [] }

  test.each(badRows)(
    '%j leaves no trace in mode all, and only itself out in mode each',
    async (bad, named) => {
      const subject = await openSubject(open, { settings, organization })
      await valueOf(subject.keepsake.users.create({ list: [held] }))
      const before = await everythingIn(subject)

      const list = [good('ann'), bad, good('eve')]
      const options = { sendNotification }
      expect(await issuesOf(subject.keepsake.users.create({ list, options }))).toEqual([`list.1${named}`])
      expect(await everythingIn(subject)).toEqual(before)
      expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 0, postponed: 0, dead: 0 })
      expect(await valueOf(subject.keepsake.users.find({ login: 'ann' }))).toBeUndefined()

      const report = await valueOf(subject.keepsake.users.create({ list, options, mode: 'each' }))
      expect(report.created.map(({ row }) => row)).toEqual([0, 2])
      expect(report.refused.map(({ row, issues }) => [row, inShort(issues)])).toEqual([
        [1, [`list.1${named}`]],
      ])
      expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
      expect(
        await valueOf(subject.keepsake.signIn({ login: 'eve', password: 'password of eve' })),
      ).toMatchObject({
        verdict: 'otp_required',
      })
    },
  )

  test('names every issue of every row at once', async () => {
    const subject = await openSubject(open, { settings, organization })
    await valueOf(subject.keepsake.users.create({ list: [held] }))
    const list = [
      { username: 'held', email: 'no', gender: 'X', otp: { secret: '1', recoveryCode: '' }, password: '' },
      good('ann'),
      { phone: '18812345678', tenantIds: ['gone'], status: 'Dead' },
    ]
    expect((await issuesOf(subject.keepsake.users.create({ list }))).toSorted()).toEqual(
      [
        'list.0.email user.email_malformed',
        'list.0.gender user.gender_unknown',
        'list.0.otp.recoveryCode otp.recovery_code_malformed',
        'list.0.otp.secret otp.secret_malformed',
        'list.0.password password.empty',
        'list.0.username user.username_taken',
        'list.2.phone user.phone_taken',
        'list.2.status user.status_unknown',
        'list.2.tenantIds.0 user.tenant_unknown',
      ].toSorted(),
    )
  })

  test('that only the unique index knows of leaves no trace in mode all, and only itself out in mode each', async () => {
    const subject = await openSubject(open, {
      settings,
      ports: ({ storage }) => ({ storage: unforeseeing(storage) }),
    })
    await valueOf(subject.keepsake.users.create({ list: [held] }))
    const before = await everythingIn(subject)
    const list = [
      good('ann'),
      { ...good('bob'), email: 'held@example.com', externalId: 'held', otp: { secret: 'HZ2F6J3AGNAVSOTV' } },
      { ...good('eve'), otp: { secret: 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU' } },
      { ...good('dan'), identities: [wechat] },
    ]
    const named = [
      'list.1.email user.email_taken',
      'list.1.externalId user.external_id_taken',
      'list.3.identities.0 identity.taken',
    ]
    const options = { sendNotification }
    expect(await issuesOf(subject.keepsake.users.create({ list, options }))).toEqual(named)
    expect(await everythingIn(subject)).toEqual(before)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 0, postponed: 0, dead: 0 })

    const report = await valueOf(subject.keepsake.users.create({ list, options, mode: 'each' }))
    expect(report.created.map(({ row }) => row)).toEqual([0, 2])
    expect(report.refused.flatMap(({ issues }) => inShort(issues))).toEqual(named)
    expect(report.refused.map(({ row }) => row)).toEqual([1, 3])
    expect(report.warnings).toEqual([])
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 2, postponed: 0, dead: 0 })
    expect(await valueOf(subject.keepsake.users.find({ login: 'bob' }))).toBeUndefined()
  })

  test('of which all rows are refused in mode each writes nothing', async () => {
    const subject = await openSubject(open)
    const before = await everythingIn(subject)
    const list = [{ email: 'no' }, {}]
    const report = await valueOf(subject.keepsake.users.create({ list, mode: 'each' }))
    expect({ created: report.created, rows: report.refused.map(({ row }) => row) }).toEqual({
      created: [],
      rows: [0, 1],
    })
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('in its options is refused in mode each as well, for no row can be understood then', async () => {
    const subject = await openSubject(open)
    const before = await everythingIn(subject)
    const command = {
      list: [good('ann'), { email: 'no' }],
      options: { departmentIdType: 'x' },
      mode: 'each' as const,
    }
    expect(await issuesOf(subject.keepsake.users.create(command))).toEqual([
      'options.departmentIdType user.department_id_type_unknown',
      'list.1.email user.email_malformed',
    ])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('is whole again once the row is mended', async () => {
    const subject = await openSubject(open)
    await errorOf(subject.keepsake.users.create({ list: [good('ann'), {}] }))
    expect((await valueOf(subject.keepsake.users.create({ list: [good('ann')] }))).created).toHaveLength(1)
  })
})
