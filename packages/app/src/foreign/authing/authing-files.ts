import type { ForeignSystem } from '../foreign-system.ts'
import { fieldOfHeading } from './authing-values.ts'

/** The files of Authing. */
export const authingFiles: Pick<ForeignSystem, 'users' | 'sides' | 'headings'> = {
  headings: fieldOfHeading,
  users: {
    name: 'users',
    about: 'the answers of list-users, or the spreadsheet of the console',
    at: ['', 'data.list', 'list', 'data'],
    signs: [
      {
        all: ['userId', 'status', 'emailVerified'],
        some: ['workStatus', 'userSourceType', 'phoneCountryCode', 'loginsCount', 'identities', 'customData'],
      },
      { all: ['userPoolId', 'arn'], some: ['id', 'registerSource', 'loginsCount', 'unionid'] },
      { all: ['用户名', '手机号'], some: ['邮箱', '姓名', '用户 ID', '用户ID', '昵称', '性别'] },
      { all: ['姓名', '手机号'], some: ['邮箱', '用户 ID', '用户ID', '手机区号', '性别', '状态'] },
      { all: ['用户 ID'], some: ['邮箱', '姓名', '手机号', '手机区号', '性别', '状态'] },
    ],
  },
  sides: [],
}
