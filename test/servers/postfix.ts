import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { makeRoom, type ServerUser } from './server-user.ts'

/** A Postfix that was started for a test, and delivers everything for `domains` into one mailbox. */
export type Postfix = {
  /** Where it takes mail with SMTPUTF8, and where it takes none. */
  readonly ports: { readonly international: number; readonly ascii: number }
  /** The mails in the mailbox, as files, in the order of their arrival. */
  readonly delivered: () => readonly string[]
  readonly stop: () => void
}

const environment = {
  ...process.env,
  PATH: [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].filter(Boolean).join(delimiter),
}

const ask = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

/** Why this machine cannot run it; nothing where it can. Its processes are of several users, so only the superuser starts it. */
export const lackOfPostfix = (): string | undefined => {
  if (process.geteuid?.() !== 0) return 'only the superuser starts it'
  try {
    ask('postconf', '-d', '-h', 'mail_version')
    return undefined
  } catch {
    return 'there is no `postfix` (`apt-get install postfix`)'
  }
}

/** How long it may take until it answers, in ms. */
const startTimeout = 60_000

/** Starts the machine's Postfix with a configuration, a queue and a mailbox of its own. */
export const startPostfix = async (domains: readonly string[]): Promise<Postfix> => {
  const user = userOfPostfix()
  const room = makeRoom('keepsake-postfix-', user)
  const ports = { international: await freePort(), ascii: await freePort() }
  const conf = writeConfiguration(room, user, domains, ports)
  const stop = (): void => {
    process.off('exit', stop)
    // It fails where nothing runs.
    spawnSync('postfix', ['-c', conf, 'stop'], { env: environment, stdio: 'ignore' })
    rmSync(room, { recursive: true, force: true })
  }
  process.once('exit', stop)
  try {
    await promisify(execFile)('postfix', ['-c', conf, 'start'], { env: environment })
    await untilGreeted([ports.international, ports.ascii])
    return { ports, delivered: () => filesIn(join(room, 'mail', 'inbox', 'new')), stop }
  } catch (cause) {
    const log = join(room, 'log')
    const said = existsSync(log) ? readFileSync(log, 'utf8').slice(-3000) : ''
    stop()
    throw new Error(`Postfix did not start: ${said}`, { cause })
  }
}

const untilGreeted = async (ports: readonly number[]): Promise<void> => {
  const giveUpAt = Date.now() + startTimeout
  for (;;) {
    try {
      await Promise.all(ports.map(greets))
      return
    } catch (cause) {
      if (Date.now() > giveUpAt) throw cause
    }
    await pause(100)
  }
}

const userOfPostfix = (): NonNullable<ServerUser> => {
  const name = ask('postconf', '-h', 'mail_owner')
  return { uid: Number(ask('id', '-u', name)), gid: Number(ask('id', '-g', name)) }
}

const writeConfiguration = (
  room: string,
  { uid, gid }: NonNullable<ServerUser>,
  domains: readonly string[],
  ports: Postfix['ports'],
): string => {
  const [conf, queue, data, mail] = ['conf', 'queue', 'data', 'mail'].map((name) => join(room, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const folder of [conf, queue, data, mail]) mkdirSync(folder, { mode: 0o755 })
  for (const folder of [data, mail]) chownSync(folder, uid, gid)
  const settings = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    daemon_directory: ask('postconf', '-h', 'daemon_directory'),
    command_directory: ask('postconf', '-h', 'command_directory'),
    mail_owner: ask('postconf', '-h', 'mail_owner'),
    setgid_group: ask('postconf', '-h', 'setgid_group'),
    maillog_file: join(room, 'log'),
    maillog_file_prefixes: room,
    myhostname: 'mx.example.org',
    mydestination: '',
    alias_maps: '',
    alias_database: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    virtual_mailbox_domains: domains.join(', '),
    virtual_mailbox_base: mail,
    virtual_mailbox_maps: 'static:inbox/',
    virtual_uid_maps: `static:${uid}`,
    virtual_gid_maps: `static:${gid}`,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  writeFileSync(join(conf, 'main.cf'), lines.join(''))
  writeFileSync(join(conf, 'master.cf'), services(ports))
  return conf
}

/** Name, type, private, unprivileged, chroot, wakeup, most processes, command: what a mail passes on its way to a mailbox. */
const services = ({ international, ascii }: Postfix['ports']): string => `
${international} inet n - n - - smtpd -o smtputf8_enable=yes
${ascii} inet n - n - - smtpd -o smtputf8_enable=no
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

const greets = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('error', reject).once('data', () => {
      socket.end('QUIT\r\n')
      resolve()
    })
  })

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .toSorted()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
    : []
