import { describe, expect, it } from 'vitest'
import { accessKeySecret, sealingKey, workplace } from './keepsake.ts'

const commands = ['init', 'migrate', 'serve', 'import', 'show', 'list', 'sign-in', 'password', 'otp', 'hash']

describe('runCli', () => {
  it.each([
    [['--help'], 0],
    [['help'], 0],
  ])('answers %j with what there is, on the output', async (argv, expected) => {
    const { code, out, error } = await workplace().run(argv)
    expect({ code, error }).toStrictEqual({ code: expected, error: '' })
    for (const command of commands) expect(out).toMatch(new RegExp(`^  ${command} `, 'mu'))
  })

  it('answers the help of a command that is asked for it', async () => {
    const { code, out } = await workplace().run(['password', 'reset', '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Usage: keepsake password reset \[options\] <login>$/mu)
  })

  it.each([
    [[], 'Usage: keepsake '],
    [['password'], 'Usage: keepsake password '],
    [['fly'], "unknown command 'fly'"],
    [['show'], "missing required argument 'login'"],
    [['list', '--colour'], "unknown option '--colour'"],
    [['import', 'users', 'a.json', '--mode', 'some'], 'Allowed choices are each, all.'],
  ])('says of %j on the error stream that it is no command, and goes on', async (argv, said) => {
    const { code, out, error } = await workplace().run(argv)
    expect({ code, out }).toStrictEqual({ code: 1, out: '' })
    expect(error).toContain(said)
  })

  it('runs two commands beside each other, each in a folder and environment of its own', async () => {
    const places = ['ann', 'bob'].map((username) => {
      const place = workplace({ sealingKey: undefined })
      place.write('users.json', { list: [{ username }] })
      return { username, place, environment: { KEEPSAKE_SEALING_KEY: sealingKey } }
    })
    const all = await Promise.all(
      places.map(({ place, environment }) => place.run(['import', 'users', 'users.json'], { environment })),
    )
    expect(all.map(({ code }) => code)).toStrictEqual([0, 0])
    for (const { username, place, environment } of places)
      expect(JSON.parse((await place.run(['list'], { environment })).out)).toMatchObject({ username })
  })

  it('takes files of the environment as relative to its folder', async () => {
    const place = workplace()
    const environment = {
      KEEPSAKE_DATABASE_URL: 'sqlite:./other.db',
      KEEPSAKE_RSA_PRIVATE_KEY_FILE: './gone.pem',
    }
    const { code, error } = await place.run(['show', 'bob'], { environment })
    expect(code).toBe(2)
    expect(error).toContain(place.at('gone.pem'))
    for (const secret of [sealingKey, accessKeySecret]) expect(error).not.toContain(secret)
  })

  it('leaves the exit code of the process alone', async () => {
    expect((await workplace().run(['show', 'nobody'])).code).toBe(1)
    expect(process.exitCode).toBeUndefined()
  })
})
