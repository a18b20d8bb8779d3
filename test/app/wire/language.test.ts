import { expect, it } from 'vitest'
import { languageOf } from '../../../packages/app/src/wire/language.ts'

it.each([
  [undefined, undefined, 'zh-CN'],
  ['en-US', undefined, 'en-US'],
  ['zh-CN', 'en-US', 'zh-CN'],
  ['en-GB', 'zh-CN', 'en-US'],
  ['ja-JP', 'en', 'en-US'],
  ['', 'en', 'en-US'],
  [undefined, 'en', 'en-US'],
  [undefined, 'EN-us', 'en-US'],
  [undefined, 'en-GB,en;q=0.9', 'en-US'],
  [undefined, 'zh-Hans-CN', 'zh-CN'],
  [undefined, 'zh_TW', 'zh-CN'],
  [undefined, 'en;q=0.8, zh-Hant-HK;q=0.9', 'zh-CN'],
  [undefined, 'zh;q=0.1,en;q=0.2', 'en-US'],
  [undefined, 'zh;q=0.5,en;q=0.5', 'zh-CN'],
  [undefined, 'en;q=0.5,zh;q=0.5', 'en-US'],
  [undefined, 'fr-FR, de;q=0.9, en;q=0.1', 'en-US'],
  [undefined, 'fr-FR', 'zh-CN'],
  [undefined, '*', 'zh-CN'],
  [undefined, 'en, *;q=0.5', 'en-US'],
  [undefined, 'fr, *;q=0.5', 'zh-CN'],
  [undefined, 'zh;q=0, *', 'en-US'],
  [undefined, 'zh;q=0', 'zh-CN'],
  [undefined, 'en;q=0, fr', 'zh-CN'],
  [undefined, 'en ; q=1.0', 'en-US'],
  [undefined, 'zh;q=0.4;level=1, en;Q=0.6', 'en-US'],
  [undefined, 'en;q=nonsense, zh;q=0.2', 'zh-CN'],
  [undefined, 'en;q=2, zh;q=0.2', 'zh-CN'],
  [undefined, ', ,;q=1,en', 'en-US'],
  [undefined, 'english', 'zh-CN'],
  [undefined, `${'fr,'.repeat(5000)}en`, 'zh-CN'],
])('x-authing-lang %j and Accept-Language %j are answered in %s', (named, accepted, language) => {
  expect(languageOf(named, accepted)).toBe(language)
})
