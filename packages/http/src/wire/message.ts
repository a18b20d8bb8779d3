import { formatPath, type Issue } from '@keepsake/domain'
import { apiCodes } from './api-codes/api-codes.ts'

/** The languages of messages. */
export type Language = 'zh-CN' | 'en-US'

/** Writes an issue in words, with its place first: `list.3.email is not an email address`, `参数 list.3.email 格式错误`. */
export const describe = (issue: Issue, language: Language): string => {
  const { en, zh } = apiCodes[issue.code]
  const place = formatPath(issue.path)
  const sentence = (language === 'zh-CN' ? zh : en).replaceAll(/\{(\w+)\}/gu, (_, name: string) =>
    String(issue.params?.[name] ?? ''),
  )
  if (language === 'zh-CN') return place === '' ? `请求${sentence}` : `参数 ${place} ${sentence}`
  return `${place === '' ? 'The request' : place} ${sentence}`
}
