import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const phpass = vectorOf('phpass')
const md5 = vectorOf('md5', /^[0-9a-f]{32}$/u)

/**
 * As WordPress 6.8 makes it: php -r 'echo "$wp", password_hash(base64_encode(hash_hmac("sha384", "nine geese", "wp-sha384",
 * true)), PASSWORD_BCRYPT, ["cost" => 4]);'
 */
const bcrypt = '$wp$2y$04$r78/5tJKeP9qFNywGehyPu9d.SJ3y5uGf7zmO.r5Kcj.EQmztxSg6'

const meta = (id: number, user: number, key: string, value: string): object => ({
  umeta_id: String(id),
  user_id: String(user),
  meta_key: key,
  meta_value: value,
})

/** Rows of `wp_users` and `wp_usermeta`. The values in PHP's form are as `serialize` of php-cli writes them. */
export const wordpressSample: Sample & { readonly known: readonly Known[] } = {
  source: 'wordpress',
  records: [
    {
      ID: '1',
      user_login: 'ada',
      user_pass: bcrypt,
      user_nicename: 'ada',
      user_email: 'ada@example.com',
      user_url: 'https://ada.example',
      user_registered: '2019-03-01 10:00:00',
      user_activation_key: '1700000000:$P$gone',
      user_status: '0',
      display_name: 'Ada Berg',
    },
    {
      ID: 2,
      user_login: 'bo@example.com',
      user_pass: phpass.encoded,
      user_email: 'Bo@example.com',
      user_registered: '0000-00-00 00:00:00',
      user_status: 1,
      display_name: 'Bo',
      spam: 1,
    },
    { ID: 3, user_login: 'cy', user_pass: md5.encoded, user_email: '' },
  ],
  files: {
    usermeta: [
      meta(1, 1, 'first_name', 'Ada'),
      meta(2, 1, 'last_name', 'Berg'),
      // php -r 'echo serialize(["editor" => true, "author" => false]);'
      meta(3, 1, 'wp_capabilities', 'a:2:{s:6:"editor";b:1;s:6:"author";b:0;}'),
      meta(4, 1, 'session_tokens', 'a:0:{}'),
      meta(5, 1, 'wp_user_level', '7'),
      meta(6, 1, 'plan', 'pro'),
      meta(7, 1, 'plugin_list', 'a:1:{i:0;s:1:"x";}'),
      meta(8, 1, '_two_factor_totp_key', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'),
      meta(9, 1, '_two_factor_backup_codes', 'a:0:{}'),
      meta(10, 2, 'wp_capabilities', 'a:1:{s:10:"subscriber";s:1:"1";}'),
    ],
  },
  known: [
    { login: 'ada', password: 'nine geese', totp: '3132333435363738393031323334353637383930' },
    { login: 'bo@example.com', password: phpass.password, blocked: true },
    { login: 'cy', password: md5.password },
  ],
}
