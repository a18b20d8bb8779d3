/**
 * Systems whose hashes do not say where they come from: names that may be given as a format, each with the format or
 * the expression that it means. A hash is stored under that; the names are only for callers that give a hash.
 */
export const systems: Readonly<Record<string, string>> = {
  meteor: 'bcrypt;prehash=sha256-hex',
  'rocket.chat': 'bcrypt;prehash=sha256-hex',
  nodebb: 'bcrypt;prehash=sha512-hex',
  'vbulletin-5': 'bcrypt;prehash=md5-hex',
  symfony: 'bcrypt;prehash=sha512-base64-over-72',
  joomla: 'md5-salt-suffix',
  oscommerce: 'md5-salt-prefix',
  'magento-1': 'md5-salt-prefix',
  ipb: 'mybb',
  ucenter: 'vbulletin',
  discuz: 'vbulletin',
  redmine: 'sha1(salt + sha1(password))',
  punbb: 'sha1(salt + sha1(password))',
  opencart: 'sha1(salt + sha1(salt + sha1(password)))',
  'wbb-3': 'sha1(salt + sha1(salt + sha1(password)))',
  smf: 'sha1(lower(username) + password)',
  ruoyi: 'md5(username + password + salt)',
  dedecms: 'slice(md5(password), 5, 20)',
  leancloud: 'repeat(512, sha512(salt + password), sha512(raw(previous)))',
}

/** The format that a caller means. */
export const formatOf = (said: string): string => (Object.hasOwn(systems, said) ? systems[said]! : said)
