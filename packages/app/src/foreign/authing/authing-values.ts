import type { Fields } from '../record/open-record.ts'

const statuses: Readonly<Record<string, string>> = {
  正常: 'Activated',
  已激活: 'Activated',
  启用: 'Activated',
  停用: 'Suspended',
  已停用: 'Suspended',
  禁用: 'Deactivated',
  已禁用: 'Deactivated',
  离职: 'Resigned',
  已离职: 'Resigned',
  归档: 'Archived',
  已归档: 'Archived',
}

/** The status of a user. The present API names it, the console writes it in Chinese, and the old API has `blocked`. */
export const statusOf = (user: Fields): string | undefined => {
  const status = user.text('status')
  if (user.flag('blocked') === true && (status === undefined || status === 'Activated')) return 'Suspended'
  return status === undefined ? undefined : Object.hasOwn(statuses, status) ? statuses[status] : status
}

/** The headings of the console's spreadsheet, in Chinese and English, with the fields that they stand for. */
const headings: Readonly<Record<string, readonly string[]>> = {
  userId: ['用户 ID', '用户ID', 'ID', 'User ID', 'user_id'],
  externalId: ['原系统 ID', '原系统ID', '外部 ID', '外部ID', 'External ID', 'externalID'],
  username: ['用户名', '账号', 'Username', 'User name'],
  name: ['姓名', '名称', 'Name', 'Full name'],
  nickname: ['昵称', 'Nickname'],
  email: ['邮箱', '邮箱地址', '电子邮箱', 'Email', 'E-mail'],
  emailVerified: ['邮箱是否验证', '邮箱已验证', '邮箱是否已验证', 'Email verified'],
  phone: ['手机号', '手机号码', '手机', '电话', 'Phone', 'Phone number'],
  phoneCountryCode: ['手机区号', '国际区号', '手机号国际区号', '区号', 'Phone country code', 'Country code'],
  phoneVerified: ['手机号是否验证', '手机号已验证', '手机号是否已验证', 'Phone verified'],
  gender: ['性别', 'Gender'],
  birthdate: ['生日', '出生日期', '出生年月', 'Birthdate', 'Birthday'],
  photo: ['头像', '头像链接', 'Photo', 'Avatar'],
  status: ['状态', '账号状态', '用户状态', 'Status'],
  company: ['公司', 'Company'],
  country: ['国家', '国家代码', '国家或地区', 'Country'],
  province: ['省份', '省', '省/区', 'Province'],
  city: ['城市', 'City'],
  address: ['地址', '所处地址', '详细地址', 'Address'],
  streetAddress: ['街道地址', '街道', 'Street address'],
  postalCode: ['邮编', '邮政编码', '邮政编码号', 'Postal code', 'Zip code'],
  website: ['个人网站', '网站', 'Website'],
  identityNumber: ['身份证号', '身份证号码', '证件号', 'ID number'],
  departmentIds: ['部门 ID', '部门ID', '所属部门 ID', 'Department IDs', 'Department ID'],
  createdAt: ['创建时间', '注册时间', 'Created at', 'Creation time'],
  updatedAt: ['更新时间', '修改时间', 'Updated at'],
  lastLogin: ['最后登录时间', '上次登录时间', '最近登录时间', 'Last login', 'Last login time'],
  lastIp: ['最后登录 IP', '最后登录IP', '上次登录 IP', 'Last IP'],
  loginsCount: ['登录次数', 'Logins count', 'Number of logins'],
  password: ['密码', '密码密文', 'Password'],
}

const plain = (heading: string): string =>
  heading.replaceAll(/[*＊\s]|[（(](?:必填|选填|required|optional)[)）]/giu, '').toLowerCase()

const fieldsByHeading = new Map(
  Object.entries(headings).flatMap(([field, names]) =>
    [field, ...names].map((name): [string, string] => [plain(name), field]),
  ),
)

/** The field that a heading stands for, if it is one of a spreadsheet and not itself the name of a field. */
export const fieldOfHeading = (heading: string): string | undefined => {
  const field = fieldsByHeading.get(plain(heading))
  return field === heading ? undefined : field
}
