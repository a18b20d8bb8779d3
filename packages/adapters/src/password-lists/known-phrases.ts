/** From this length on, the beginning of a saying is as well known as the whole. */
const shortestBeginning = 12

/** Passwords that guides and comics print as good examples. A part of one is as good as any words. */
const printed = ['correcthorsebatterystaple', 'tr0ub4dor&3', 'troubadour3', 'd0g.....................']

/** Texts that everybody knows by heart, and the digits of two numbers. */
const quoted = [
  'thequickbrownfoxjumpsoverthelazydog',
  'maryhadalittlelamb',
  'tobeornottobethatisthequestion',
  'purplemonkeydishwasher',
  'maytheforcebewithyou',
  'ilovemywifeandkids',
  'loremipsumdolorsitametconsectetur',
  'inthebeginningwastheword',
  'inthebeginninggodcreated',
  'ourfatherwhoartinheaven',
  'forgodsolovedtheworld',
  'thelordismyshepherd',
  'onceuponatimeinaland',
  'fourscoreandsevenyearsago',
  'twinkletwinklelittlestar',
  'happybirthdaytoyou',
  'portezcevieuxwhiskyaujugeblond',
  '3141592653589793238462643383279502',
  '2718281828459045235360287471352662',
]

/** The word for a password in other languages than English. */
const passwords = [
  'contraseña',
  'motdepasse',
  'passwort',
  'kennwort',
  'wachtwoord',
  'lösenord',
  'adgangskode',
  'passord',
  'salasana',
  'hasło',
  'heslo',
  'jelszó',
  'şifre',
  'parola',
  'senha',
  'пароль',
  'κωδικός',
  'סיסמה',
  'كلمةالسر',
  'パスワード',
  '비밀번호',
  'mậtkhẩu',
  'matkhau',
  'รหัสผ่าน',
]

/**
 * Words in pinyin, numbers that are chosen for their sound, and the most frequent names. Lists from English services
 * lack them, and users of Chinese services choose them most (Wang et al., "Birthday, Name and Bifacial-security",
 * USENIX Security 2019).
 */
const chinese = `
  woaini woaini1314 woaini520 woaini521 woaiwojia woaizhongguo woaiziji aini aini1314 wobuzhidao woshishui
  nishishui wojiushiwo woyongyuanaini wodemima mima nihao xiexie zhongguo beijing shanghai guangzhou shenzhen
  tiantian kuaile xingfu aiqing baobei baobao laopo laogong mingtian tiankong zhangwei wangwei wangfang wangjing
  wangyan wangli liwei lijing lina liqiang zhangmin zhangjing zhangli zhangyan zhangsan liuwei liuyang liuyan
  lijun chenchen xiaoming xiaohong xiaoxiao yangyang wangyang chenjing yangjie zhaowei huangwei 5201314 1314520
  1314521 5211314 520520 521521 1314 7758521 7758258 3344520
`
  .trim()
  .split(/\s+/u)

/** Passwords that everybody has heard of and that are in no list of leaked ones; separators and case do not count. */
export const knownPhrases: readonly string[] = [
  ...printed,
  ...quoted.flatMap((text) => [
    text,
    ...Array.from({ length: Math.max(0, text.length - shortestBeginning) }, (_, more) =>
      text.slice(0, shortestBeginning + more),
    ),
  ]),
  ...passwords,
  ...chinese,
]
