import type { NoticeOptions } from '../notice/notice-options.ts'
import type { BatchPasswordFields } from '../password/batch-password-fields.ts'

/** The options of a whole batch. */
export type CreateUsersOptions = BatchPasswordFields &
  NoticeOptions & {
    /** The time zone, such as `Asia/Shanghai`, of birthdates that are written as times. */
    readonly dateZone?: string
    /** Empty texts count as absent. */
    readonly emptyIsAbsent?: boolean
    /** What `departmentIds` hold: `department_id` (the default) or `open_department_id`. */
    readonly departmentIdType?: string
  }
