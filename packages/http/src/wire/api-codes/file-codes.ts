import type { FileCode } from '@keepsake/domain'
import type { ApiCode } from './api-code.ts'

/** Files of records that cannot be read. */
export const fileCodes: Readonly<Record<FileCode, ApiCode>> = {
  'file.unreadable': { statusCode: 400, en: 'cannot be read: {reason}', zh: '无法读取：{reason}' },
  'file.of_other_kind': {
    statusCode: 400,
    en: 'is no {format} that can be read here. It looks like {kind}',
    zh: '不是可读取的 {format}，看起来是 {kind}',
  },
  'file.kind_unclear': {
    statusCode: 400,
    en: 'does not show its format: name it as one of {formats}',
    zh: '的格式无法识别，请指定 {formats} 之一',
  },
  'file.of_other_system': {
    statusCode: 400,
    en: 'is no file of {system}. It looks like the file {file} of {other}: give --from {source}',
    zh: '不是 {system} 的文件，看起来是 {other} 的 {file} 文件，请使用 --from {source}',
  },
  'file.of_no_system': {
    statusCode: 400,
    en: 'does not look like a file of {system}. Say which one it is: --with NAME=FILE, where NAME is one of {names}',
    zh: '看起来不是 {system} 的文件，请用 --with NAME=FILE 指明，NAME 可以是 {names}',
  },
  'file.users_missing': {
    statusCode: 400,
    en: 'has no users of {system}, and no other file has',
    zh: '没有 {system} 的用户，其他文件也没有',
  },
  'file.side_unknown': {
    statusCode: 400,
    en: 'cannot be given as {name}. Allowed: {allowed}',
    zh: '不能作为 {name} 提供，允许的名称：{allowed}',
  },
  'file.syntax_broken': { statusCode: 400, en: 'is no {format}', zh: '不是合法的 {format}' },
  'file.ends_early': {
    statusCode: 400,
    en: 'ends before its {format} is complete',
    zh: '不完整，{format} 提前结束',
  },
  'file.encoding_wrong': {
    statusCode: 400,
    en: 'holds bytes that are not {encoding}. Name the encoding that it has',
    zh: '含有不属于 {encoding} 编码的字节，请指定正确的编码',
  },
  'file.compression_broken': {
    statusCode: 400,
    en: 'holds {compression} data that is damaged or cut off',
    zh: '的 {compression} 数据已损坏或不完整',
  },
  'file.compression_suspicious': {
    statusCode: 400,
    en: 'unpacks to more than {max} times its size',
    zh: '解压后超过原大小的 {max} 倍',
  },
  'file.too_large': { statusCode: 400, en: 'is larger than {max} {unit}', zh: '超过 {max} {unit}' },
  'file.record_too_large': { statusCode: 400, en: 'is larger than {max} bytes', zh: '超过 {max} 字节' },
  'file.list_missing': {
    statusCode: 400,
    en: 'has no list at {places}. It has lists at: {others}',
    zh: '在 {places} 处没有列表，其中的列表位于：{others}',
  },
  'file.delimiter_unclear': {
    statusCode: 400,
    en: 'has more than one possible delimiter in its first line: name one',
    zh: '的首行含有多种可能的分隔符，请指定其一',
  },
  'file.sheet_unclear': {
    statusCode: 400,
    en: 'has {count} sheets: name one',
    zh: '含有 {count} 个工作表，请指定其一',
  },
  'file.sheet_unknown': { statusCode: 400, en: 'has no sheet of this name', zh: '没有该名称的工作表' },
  'file.cell_without_value': {
    statusCode: 400,
    en: 'has no value in cell {cell}, but a formula that was not computed or an error',
    zh: '的单元格 {cell} 没有值，只有未计算的公式或错误',
  },
  'file.header_missing': { statusCode: 400, en: 'has no line of column names', zh: '缺少列名行' },
  'file.column_unnamed': {
    statusCode: 400,
    en: 'has values in column {number}, which has no name',
    zh: '第 {number} 列有值但没有列名',
  },
  'file.column_repeated': { statusCode: 400, en: 'is a column that is there twice', zh: '是重复的列名' },
  'file.column_contradicted': {
    statusCode: 400,
    en: 'is a column that another column stands inside of',
    zh: '与另一列的列名冲突',
  },
  'file.cells_unlike_header': {
    statusCode: 400,
    en: 'has {count} cells, and its header has {expected}',
    zh: '有 {count} 个单元格，而表头有 {expected} 个',
  },
  'file.cell_not_of_type': {
    statusCode: 400,
    en: 'must be written as {expected} in a cell',
    zh: '的单元格应写作 {expected}',
  },
  'file.cell_rounded': {
    statusCode: 400,
    en: 'is a number of so many digits that the spreadsheet has rounded it: make it a text',
    zh: '位数过多，已被电子表格四舍五入，请改为文本',
  },
}
