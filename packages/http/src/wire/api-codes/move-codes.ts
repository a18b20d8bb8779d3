import type { MoveCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Moves and their rows. */
export const moveCodes: Readonly<Record<MoveCode, ApiCode>> = {
  'move.source_malformed': {
    statusCode: 400,
    en: 'must be one line of 1 to {max} characters',
    zh: '必须是 1 至 {max} 个字符的单行文本',
  },
  'move.source_unknown': { statusCode: 404, en: 'has no moves', zh: '没有任何迁移' },
  'move.source_busy': {
    statusCode: 409,
    en: 'cannot begin: another move of the same source is being written',
    zh: '无法开始：同一来源的另一次迁移正在进行',
  },
  'move.source_moved_on': {
    statusCode: 409,
    en: 'cannot be run any more, because {later} of the same source has been run since. Plan again',
    zh: '不能再执行：同一来源的 {later} 已经执行，请重新计划',
  },
  'move.later_first': {
    statusCode: 409,
    en: 'cannot be undone before {later}, a later move of the same source',
    zh: '必须先撤销同一来源之后的迁移 {later}',
  },
  'move.unknown': { statusCode: 404, en: 'is not the id of a move', zh: '对应的迁移不存在' },
  'move.chunk_unknown': { statusCode: 404, en: 'is not a chunk of the move', zh: '不是该迁移的分块' },
  'move.wrong_state': {
    statusCode: 409,
    en: 'is {state}, so this cannot be done',
    zh: '处于 {state} 状态，不能执行此操作',
  },
  'move.input_changed': {
    statusCode: 409,
    en: 'is not what was planned: it has changed since. Plan again',
    zh: '与计划时不同，请重新计划',
  },
  'move.settings_changed': {
    statusCode: 409,
    en: 'was planned under other settings of the pool. Plan again',
    zh: '是在不同的用户池设置下计划的，请重新计划',
  },
  'move.field_lost': {
    statusCode: 409,
    en: 'cannot come along, in {rows} rows. Map it, or plan again with --drop',
    zh: '无法迁移（{rows} 行），请映射该字段，或使用 --drop 重新计划',
  },
  'move.too_many_missing': {
    statusCode: 409,
    en: 'are {missing} of {of} users ({percent} %). A file that was cut off looks like that. If it is right, allow it with --missing-at-most {percent}',
    zh: '共 {of} 个用户中缺少 {missing} 个（{percent}%），文件可能不完整。如果确认无误，请使用 --missing-at-most {percent}',
  },
  'move.key_missing': {
    statusCode: 400,
    en: 'has no key: neither externalId nor the field that is named as key',
    zh: '没有键：既没有 externalId，也没有指定的键字段',
  },
  'move.key_malformed': {
    statusCode: 400,
    en: 'has a key that is not one line of at most {max} characters',
    zh: '的键不是至多 {max} 个字符的单行文本',
  },
  'move.key_repeated': { statusCode: 409, en: 'has the same key as row {row}', zh: '与第 {row} 行的键重复' },
  'move.key_repeated_before': {
    statusCode: 409,
    en: 'has the same key as a row before it',
    zh: '与之前某一行的键重复',
  },
  'move.user_repeated': {
    statusCode: 409,
    en: 'is about the same user as row {row}. Move again to join it',
    zh: '与第 {row} 行是同一用户，请再次迁移以合并',
  },
  'move.row_contested': {
    statusCode: 409,
    en: 'has identifiers of several users, so it is not known whose row it is',
    zh: '的标识属于多个用户，无法确定归属',
  },
}
