/** How the bot is doing, as its operator is told: counts and causes, never a name, a reply or a token. Instants are epoch ms. */
export interface Status {
  startedAt: number
  /** At least one channel takes answers. */
  ready: boolean
  channels: ChannelStatus[]
  /** Learners who wrote to the bot today and in the seven days that end with it, on the operator's calendar. */
  active: { today: number; week: number }
}

/** Counts are since the start of the process. */
export interface ChannelStatus {
  name: string
  up: boolean
  /** While it is down: since when, why, and what can be done. */
  outage: { since: number; cause: string | undefined; fix: string | undefined } | undefined
  /** Messages to be sent that the network has not taken yet. */
  waiting: number
  /** Taken with a receipt, without one, never taken; why not. */
  sent: number
  unconfirmed: number
  failed: number
  reasons: Record<string, number>
  /** What the bot sent by itself at an hour: in time, late, never taken, of no use any more before it could go out. */
  pushes: { sent: number; late: number; failed: number; expired: number }
  /** Chats that take no messages until their owners write. */
  unreachable: number
}

/** What belongs to the machine the bot runs on. */
export interface Housekeeping {
  learners: number
  groups: number
  /** Bytes of DATA_DIR, backups included, and files in it. */
  store: { bytes: number; files: number }
  /** The last backup; null: none yet. `every`: whether there is one a day. */
  backup: { at: number | null; daily: boolean }
  banks: { id: string; title: string; questions: number; warnings: string[] }[]
}
