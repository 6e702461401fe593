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
  /** Messages to be sent that the network has not taken yet, pushes that wait for their turn included. */
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

/** What the store holds. */
export interface Stock {
  learners: number
  groups: number
  /** The last backup, null: none yet. `daily`: whether they are made by themselves. */
  backup: { at: number | null; daily: boolean }
}

/** What takes reading files to find out. */
export interface Survey {
  /** DATA_DIR, backups included. */
  disk: { bytes: number; files: number }
  banks: { title: string; questions: number; warnings: string[] }[]
}
