import type { Command } from 'commander'

/** Adds the flags for the options of a batch of users. They go over those of the file. */
export const addBatchOptions = (command: Command): Command =>
  command
    .option('--keep-password', 'the passwords are hashes of another system, and are stored as they are')
    .option('--password-format <id>', 'the format of these hashes, if their shape does not show it')
    .option('--password-prehash <name>', 'the digest of the password that the other system hashed')
    .option('--password-encoding <name>', 'the encoding of the text that the other system hashed')
    .option('--password-encrypt-type <name>', 'how the passwords are encrypted: none, rsa or sm2')
    .option('--auto-generate-password', 'generate a password for each user')
    .option('--reset-password-on-first-login', 'each user must change the password at the first sign-in')
    .option('--department-id-type <name>', 'what departmentIds contains: department_id or open_department_id')
    .option(
      '--date-zone <zone>',
      'the time zone of birthdates that are written as times, such as Asia/Shanghai',
    )
    .option('--options <file>', 'a JSON file with the options of create-users-batch; flags have precedence')
