import type { Command } from 'commander'

/** Adds the flags for the options of a batch of users. They go over those of the file. */
export const addBatchOptions = (command: Command): Command =>
  command
    .option('--keep-password', 'passwords are hashes of another system, and stay')
    .option('--password-format <id>', 'of these hashes, if their shape does not tell it')
    .option('--password-prehash <name>', 'what passwords were turned into before they were hashed')
    .option('--password-encoding <name>', 'of the text that was hashed')
    .option('--password-encrypt-type <name>', 'none, rsa or sm2')
    .option('--auto-generate-password', 'make a password for each user')
    .option('--reset-password-on-first-login', 'each user must change the password')
    .option('--department-id-type <name>', 'department_id or open_department_id')
    .option('--date-zone <zone>', 'of birthdates that are written as times, such as Asia/Shanghai')
    .option('--options <file>', 'JSON with options of create-users-batch; flags go over it')
