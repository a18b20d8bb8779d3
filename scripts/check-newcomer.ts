/**
 * Does what docs/getting-started.md says, in a new project with nothing but Node.js and npm: installs, writes the server of the
 * page, starts it, and asks it with the page's commands. The packages come from tarballs instead of a registry. It also runs
 * `npx keepsake demo` from them. `node scripts/check-newcomer.ts [folder of tarballs]`; without one, it packs them by npm.
 */
import { spawn, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = ['domain', 'app', 'adapters', 'http', 'cli', 'conformance']
/** This Node.js comes before any other that the machine has. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` }

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout}\n${stderr}`)
  return stdout
}

const sh = (line: string, cwd: string): string => run('sh', ['-c', line], cwd)

/** The tarballs, by the name of their package. */
const packed = (target: string): ReadonlyMap<string, string> => {
  if (globSync('*.tgz', { cwd: target }).length === 0)
    for (const folder of folders)
      run('npm', ['pack', '--pack-destination', target], join(root, 'packages', folder))
  return new Map(
    globSync('*.tgz', { cwd: target }).map((file) => {
      const name = basename(file).replace(/-\d.*$/u, '')
      return [name === 'keepsake' ? name : name.replace('keepsake-', '@keepsake/'), join(target, file)]
    }),
  )
}

/** The code blocks of the page, by their language. */
const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)]
    .filter(([, found]) => found === language)
    .map(([, , code = '']) => code)

const follow = async (page: string, tarballs: ReadonlyMap<string, string>, room: string): Promise<void> => {
  const [setUp = '', asking = ''] = blocksOf(page, 'sh')
  const [server = ''] = blocksOf(page, 'ts')
  const [make = '', install = ''] = setUp.trim().split('\n')
  sh(make, room)
  const project = join(room, 'my-service')
  // What is not named on the page comes by itself from a registry.
  const named = install.replaceAll(/@keepsake\/\w+/gu, (name) => tarballs.get(name) ?? name)
  sh(`${named} ${tarballs.get('@keepsake/domain')} --no-audit --no-fund --prefer-offline`, project)
  writeFileSync(join(project, 'server.mts'), server)
  const [start = '', ...questions] = asking.trim().split('\n')
  const [command = '', ...args] = start.split(' ')
  const child = spawn(command, args, { cwd: project, env, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve)
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}`)))
    })
    const answers = questions.map((question) => sh(question.replace('curl', 'curl -sS'), project))
    console.log(answers.join('\n'))
    if (answers.at(-1) !== '{"username":"zoe"}') throw new Error('The user is not signed in')
  } finally {
    child.kill()
  }
}

const runDemo = (tarballs: ReadonlyMap<string, string>, room: string): void => {
  const project = join(room, 'demo')
  mkdirSync(project)
  run('npm', ['init', '-y'], project)
  const files = [...tarballs].filter(([name]) => !name.endsWith('conformance')).map(([, file]) => file)
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...files], project)
  const shown = run('npx', ['--no-install', 'keepsake', 'demo'], project)
  console.log(shown.trim().split('\n').at(-1))
}

const room = mkdtempSync(join(tmpdir(), 'keepsake-newcomer-'))
try {
  const given = process.argv[2]
  const target = given ?? join(room, 'tarballs')
  if (given === undefined) mkdirSync(target)
  const tarballs = packed(target)
  await follow(readFileSync(join(root, 'docs', 'getting-started.md'), 'utf8'), tarballs, room)
  runDemo(tarballs, room)
  console.log('A newcomer gets there.')
} finally {
  rmSync(room, { recursive: true, force: true })
}
