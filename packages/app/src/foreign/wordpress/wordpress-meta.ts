import type { NewAuthenticator, NewUser } from '@keepsake/domain'
import type { CustomFieldsOfRow } from '../parts/custom-data.ts'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** What the rows of `wp_usermeta` of one user say. */
export type Meta = {
  readonly row: NewUser
  readonly roles: readonly string[]
  readonly authenticators?: readonly NewAuthenticator[]
}

const texts: Readonly<Record<string, keyof NewUser>> = {
  first_name: 'givenName',
  last_name: 'familyName',
  nickname: 'nickname',
  locale: 'locale',
  billing_phone: 'phone',
  billing_company: 'company',
  billing_city: 'city',
  billing_postcode: 'postalCode',
  billing_country: 'country',
  billing_address_1: 'streetAddress',
  billing_state: 'region',
}

/** Settings of the dashboard, sessions, and what roles say as well. */
const own =
  /^(?:session_tokens|rich_editing|syntax_highlighting|comment_shortcuts|admin_color|use_ssl|show_admin_bar_front|dismissed_wp_pointers|show_welcome_panel|default_password_nag|wporg_favorites|closedpostboxes_.*|metaboxhidden_.*|meta-box-order_.*|screen_layout_.*|managenav-.*|nav_menu_.*|community-events-location|last_update|_woocommerce_.*|\w*_?user_level|\w+_user-settings(?:-time)?|\w+_dashboard_quick_press_last_post_id|\w+_persisted_preferences)$/u

/** Reads the rows by their keys. Values of plugins are custom data if they are texts; lists of PHP are lost by name. */
export const readMeta = (records: readonly Fields[], custom: CustomFieldsOfRow): Meta => {
  const row: Partial<Record<keyof NewUser, string>> = {}
  const roles: string[] = []
  const authenticators: NewAuthenticator[] = []
  for (const record of records) {
    const [key, value] = [record.text('meta_key'), record.id('meta_value')]
    record.lose('derived', 'umeta_id', 'user_id')
    if (key === undefined) record.refuse('meta_key', 'string')
    if (key === undefined || value === undefined) continue
    const field = Object.hasOwn(texts, key) ? texts[key] : undefined
    if (field !== undefined && row[field] === undefined) row[field] = value
    else if (/(?:^|_)capabilities$/u.test(key)) roles.push(...rolesIn(value, record))
    else if (key === '_two_factor_totp_key') authenticators.push({ secret: value })
    else if (key.startsWith('_two_factor_')) record.lose('no_place', 'meta_key', 'meta_value')
    else if (own.test(key)) record.lose('short_lived', 'meta_key', 'meta_value')
    else if (/^(?:[aOs]:\d+:|b:[01];)/u.test(value)) record.lose('no_place', 'meta_key', 'meta_value')
    else if (custom.data()?.[key] !== undefined) record.lose('name_taken', 'meta_key', 'meta_value')
    else custom.put(key, value)
  }
  return given<Meta>({ row: row as NewUser, roles, authenticators })
}

/** `a:1:{s:10:"subscriber";b:1;}`: an array of PHP with a yes for each role. */
const rolesIn = (value: string, record: Fields): readonly string[] => {
  const inner = /^a:\d+:\{(.*)\}$/su.exec(value)?.[1]
  if (inner === undefined) {
    record.refuse('meta_value', 'array of PHP')
    return []
  }
  const pairs = [...inner.matchAll(/s:\d+:"([^"]*)";(?:b:([01]);|i:(\d+);|s:\d+:"([^"]*)";)/gu)]
  if (pairs.map(([text]) => text).join('') !== inner) record.refuse('meta_value', 'array of PHP')
  return pairs.flatMap(([, role = '', flag, number, text]) =>
    (flag ?? number ?? text) === '0' || text === '' ? [] : [role],
  )
}
