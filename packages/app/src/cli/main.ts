#!/usr/bin/env node
import { noticeKinds, type NoticeKind, type NoticeState } from '@keepsake/domain'
import { Argument, Command, Option } from 'commander'
import { loadConfig, type Config } from '../composition/config.ts'
import type { BatchMode } from '../use-cases/batch.ts'
import { explainHashes, verifyHashes } from './commands/hash.ts'
import { importOtpFile, importUsersFile, type OtpFlags } from './commands/import-file.ts'
import { init } from './commands/init.ts'
import { migrate } from './commands/migrate.ts'
import {
  listNotices,
  previewNoticeOf,
  redriveNotices,
  relay,
  reportNotices,
  type PreviewFlags,
} from './commands/notices.ts'
import { list, type ListFlags } from './commands/list.ts'
import { reportOtps, rotateSealing, showQr } from './commands/otp.ts'
import { reportPasswords, requirePasswordChange, resetPassword, unlockUser } from './commands/password.ts'
import { serve } from './commands/serve.ts'
import { show } from './commands/show.ts'
import { signIn } from './commands/sign-in.ts'
import { otpFileSources } from './otp-file.ts'
import { reportFailure } from './report.ts'
import { processTerminal } from './terminal.ts'

const terminal = processTerminal()

/** Runs a command with the configuration, and leaves its exit code to the process. */
const withConfig = async (run: (config: Config) => Promise<number>): Promise<void> => {
  const config = await loadConfig(configFile(), process.env)
  process.exitCode = config.isOk() ? await run(config.value) : reportFailure(config.error, terminal)
}

const configFile = (): string => program.opts<{ config: string }>().config

const modeOption = (): Option =>
  new Option(
    '--mode <mode>',
    'each: take the good rows and report the others; all: all rows or none, as one batch',
  )
    .choices(['each', 'all'])
    .default('each')

const program = new Command('keepsake')
  .description('Brings users in with the passwords and one-time passwords they have, and signs them in.')
  .option('-c, --config <file>', 'configuration; the environment goes over it', 'keepsake.config.json')

program
  .command('init')
  .description('write a configuration with fresh keys')
  .option('--database-url <url>', 'where users are kept', 'sqlite:./keepsake.db')
  .action(async ({ databaseUrl }: { databaseUrl: string }) => {
    process.exitCode = await init(configFile(), databaseUrl, terminal)
  })

program
  .command('migrate')
  .description("make the database's tables, or bring them to this release")
  .action(() => withConfig((config) => migrate(config, terminal)))

program
  .command('serve')
  .description('serve the HTTP facade')
  .action(() => withConfig((config) => serve(config, terminal)))

program
  .command('import')
  .description('bring users in from a file')
  .command('users <file>')
  .description('JSON as create-users-batch takes it')
  .addOption(modeOption())
  .option('--report <file>', 'write what became of every row, a line of JSON each')
  .option(
    '--canaries <file>',
    '{"login","password"} lines of known users, who must all be right before anything is written',
  )
  .action((file: string, flags: { mode: BatchMode; report?: string; canaries?: string }) =>
    withConfig((config) => importUsersFile(file, flags, config, terminal)),
  )

program
  .command('show <login>')
  .description('print the user whom an email, phone number or username leads to')
  .action((login: string) => withConfig((config) => show(login, config, terminal)))

program
  .command('list')
  .description('print users, the oldest first, a line of JSON each')
  .option('--search <text>', 'the beginning of an identifier, or of a word of a name')
  .option('--status <status...>', 'Activated, Suspended, ...')
  .option('--department <id>')
  .option('--tenant <id>')
  .option('--count', 'print how many there are', false)
  .action((flags: ListFlags) => withConfig((config) => list(flags, config, terminal)))

program
  .command('sign-in')
  .description('read {"login","password","code"?,"recoveryCode"?} lines and answer a verdict each')
  .action(() => withConfig((config) => signIn(config, terminal)))

const passwords = program.command('password').description("look after the passwords of the pool's users")

passwords
  .command('report')
  .description('count users by the strength, format and cost of their hashes, a line of JSON each')
  .action(() => withConfig((config) => reportPasswords(config, terminal)))

passwords
  .command('reset <login>')
  .description('have a new password generated, which a notice tells the user')
  .action((login: string) => withConfig((config) => resetPassword(login, config, terminal)))

passwords
  .command('require-change <login>')
  .description('demand a new password at the next sign-in')
  .action((login: string) => withConfig((config) => requirePasswordChange(login, config, terminal)))

program
  .command('unlock <login>')
  .description('let a user try again whose codes were wrong too often')
  .action((login: string) => withConfig((config) => unlockUser(login, config, terminal)))

const otps = program
  .command('otp')
  .description("bring the authenticators of the pool's users in, and look after them")

otps
  .command('import <file>')
  .description('JSON as import-otp takes it, or as other systems and apps write it')
  .addOption(
    new Option('--from <system>', 'who has written the file').choices(otpFileSources).default('keepsake'),
  )
  .addOption(modeOption())
  .addOption(
    new Option(
      '--existing <what>',
      'what becomes of users who have something else already: refuse them; replace it; add these to it',
    )
      .choices(['refuse', 'replace', 'add'])
      .default('refuse'),
  )
  .addOption(new Option('--replace', 'the same as --existing replace').conflicts('existing').default(false))
  .option('--report <file>', 'write what became of every refused row, a line of JSON each')
  .action((file: string, { replace, existing, ...flags }: OtpFlags & { replace: boolean }) =>
    withConfig((config) =>
      importOtpFile(file, { ...flags, existing: replace ? 'replace' : existing }, config, terminal),
    ),
  )

otps
  .command('report')
  .description('count authenticators, and those to be looked at, as a line of JSON')
  .action(() => withConfig((config) => reportOtps(config, terminal)))

otps
  .command('show-qr <login>')
  .description("show a user's first authenticator as a QR code: whoever sees it can make every code")
  .action((login: string) => withConfig((config) => showQr(login, config, terminal)))

otps
  .command('rotate-keys')
  .description('seal every secret under the current key; it may be stopped and started again')
  .action(() => withConfig((config) => rotateSealing(config, terminal)))

const notices = program.command('notices').description('look at what users are told, and send it')

notices
  .command('report')
  .description('count those that wait, were sent, and are dead, as a line of JSON')
  .action(() => withConfig((config) => reportNotices(config, terminal)))

notices
  .command('list')
  .description('print notices, a line of JSON each')
  .addOption(
    new Option('--state <state>', 'waiting, sent or dead')
      .choices(['waiting', 'sent', 'dead'])
      .default('dead'),
  )
  .action(({ state }: { state: NoticeState }) => withConfig((config) => listNotices(state, config, terminal)))

notices
  .command('redrive [ids...]')
  .description('let dead notices wait again: those of the ids, or all')
  .action((ids: string[]) => withConfig((config) => redriveNotices(ids, config, terminal)))

notices
  .command('relay')
  .description('send notices as they fall due, until it is stopped; several may share the work')
  .action(() => withConfig((config) => relay(config, terminal)))

notices
  .command('preview')
  .description('print how a notice reads, made of samples; nothing is sent')
  .addArgument(new Argument('<kind>', 'what it tells').choices(noticeKinds))
  .option('--language <tag>', "the reader's language, such as en-US; the pool's where absent")
  .addOption(
    new Option('--as <form>', 'as text, HTML or a text message')
      .choices(['text', 'html', 'sms'])
      .default('text'),
  )
  .action((kind: NoticeKind, flags: PreviewFlags) =>
    withConfig((config) => previewNoticeOf(kind, flags, config, terminal)),
  )

const hashes = program.command('hash').description('look at password hashes before they are moved')

hashes
  .command('explain')
  .description('read {"encoded"} lines and answer what each hash may be')
  .action(async () => {
    process.exitCode = await explainHashes(terminal)
  })

hashes
  .command('verify')
  .description('read {"encoded","password","format"?} lines and answer a verdict each')
  .action(async () => {
    process.exitCode = await verifyHashes(terminal)
  })

await program.parseAsync()
