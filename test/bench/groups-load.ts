import { startBotApi } from '../support/bot-api-server.ts'
import { serve } from './child.ts'
import { userId } from './learners.ts'

/** Telegram with many groups in one process, and members who all answer in the same minute. */

export type GroupsRequest =
  /** Adds the bot to groups `0` to `groups` (exclusive); the answer comes when each was greeted. */
  | { join: { groups: number } }
  /** Waits until every group was shown so many messages in all. */
  | { shown: { groups: number; count: number } }
  /** Every member of every group answers for the bot alone. */
  | { answer: { groups: number; members: number } }
  /** How many updates the bot has not confirmed yet. */
  | { pending: true }
  | { judge: { groups: number; members: number } }
export interface GroupsAnswer {
  seconds: number
}
export interface GroupsVerdict {
  /** Groups whose reveal does not count every member's answer, or came more than once. */
  wrong: number
  /** The most messages and edits a group got in any minute, and on average in all. */
  most: number
  mean: number
  /** Requests refused for a group's limit. */
  refused: number
}

const api = await startBotApi({ username: 'groups_bot' })
api.delay('*', 20)
const chatId = (group: number) => -1_000_000_000_000 - group
const all = (groups: number) => Array.from({ length: groups }, (_, group) => chatId(group))
const TEXT = '/answer 我会先请客户把话说完，不打断，真诚道歉，再核实情况，当天答复，处理完回访一次。'

async function timed(work: () => Promise<unknown>): Promise<GroupsAnswer> {
  const start = performance.now()
  await work()
  return { seconds: (performance.now() - start) / 1000 }
}

function answer(groups: number, members: number): true {
  // All groups' first members, then all second ones: nobody waits for a whole group.
  for (let member = 0; member < members; member++)
    for (let group = 0; group < groups; group++)
      api.say(Number(userId(group * members + member)), TEXT, { chatId: chatId(group), unseen: true })
  return true
}

function judge(groups: number, members: number): GroupsVerdict {
  const counts = all(groups).map((id) => api.traffic(id))
  const wrong = all(groups).filter(
    (id) =>
      api
        .sent(id)
        .filter(({ text }) => text.includes(`\n${members} 人作答，`) || text.includes(`${members} 人作答，各`))
        .length !== 1,
  )
  return {
    wrong: wrong.length,
    most: Math.max(...counts.map(({ most }) => most)),
    mean: counts.reduce((sum, count) => sum + count.all, 0) / groups,
    refused: api.tooMany(),
  }
}

serve({ url: api.url, token: api.token }, (request: GroupsRequest) => {
  if ('join' in request)
    return timed(async () => {
      for (const id of all(request.join.groups)) api.join(1, id)
      await api.shownTo(all(request.join.groups), 1)
    })
  if ('shown' in request) return timed(() => api.shownTo(all(request.shown.groups), request.shown.count))
  if ('answer' in request) return answer(request.answer.groups, request.answer.members)
  if ('pending' in request) return api.pending()
  return judge(request.judge.groups, request.judge.members)
})
