/** Which notices the options of a batch ask for, as their caller gives them. */
export type NoticeOptions = {
  readonly sendNotification?: {
    readonly sendEmailNotification?: boolean
    readonly sendPhoneNotification?: boolean
    /** The app whose login address is in the notice, unless the notice has a link; the pool's own if absent. */
    readonly appId?: string
  }
}
