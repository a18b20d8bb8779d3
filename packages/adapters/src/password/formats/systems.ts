/**
 * Systems whose hashes do not say whose they are: what may be given as a format in their place, as a format's name or as an
 * expression. A hash rests under that; these names are for whoever brings one.
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

/** What a caller's word for a format means. */
export const formatOf = (said: string): string => (Object.hasOwn(systems, said) ? systems[said]! : said)
