import type { AssessedQuestion, Structure } from '../ports/assessor.ts'
import { quote, type ReadReply } from './read.ts'

/**
 * How an experience is told: situation, task, action, result (the STAR form interviewers are trained to listen for),
 * and a figure. Signs of each in everyday words; only for questions that ask for an experience.
 */

const asksExperience =
  /讲(一次|一个|一件|一段|讲你|你)|说(一次|一个|一件|说你)|举(一个|个)例|举一件|哪一次|你(曾经|以前|过去)|经历|tell me about|describe a|give (me )?an example|a time (when|you)|have you ever|walk me through a|the hardest|the toughest|use a real example/iu

const signs: Record<Exclude<keyof Structure, 'figure'>, RegExp> = {
  situation:
    /[去前今]年|上个?[月周]|有一[次回]|那次|当时|那时|之前|以前|实习|大学|刚入职|在[^，。]{1,10}(?:支行|银行|公司|网点|学校)|有[一]?位|有个|一位客户|\b(?:last (?:year|month|summer|winter|spring|week|job|bank|role)|ago|when i (?:was|worked)|in my|at my|while i|at university|at the time|one day|one of my|once|there was|we had a|a client|a customer|i had a)\b/u,
  task: /需要|要求|目标|任务|负责|必须|得在|希望我|让我|交给我|职责|难点|压力|\b(?:my (?:job|task|role)|responsible|had to|needed|wanted|the goal|target|asked (?:me|to)|expected|deadline|by (?:friday|monday|the end|noon))\b/u,
  action:
    /我(?:先|就|把|去|给|跟|向|请|又|马上|立刻|主动|做|找|查|打|带|拿|整理|建议|每|一边|都|也|还|陪|听|说|问|核)|于是|然后我?|接着我?|\bi (?:[a-z]+ed|called|rang|spoke|sat|went|set|wrote|built|took|made|gave|told|said|found|got|kept|met|put|held|sent|brought|drove|led)\b/u,
  result:
    /最后|最终|结果|后来|终于|完成了|达成|成功|签了|留下来|提升了|降低了|增加了|满意|感谢|谢谢|学到|体会|再没|没再|\b(?:in the end|as a result|the result|eventually|finally|(?:they|she|he|we) (?:stayed|kept|won|signed|thanked)|increased|reduced|learned|learnt|since then|later|afterwards|told me)\b/u,
}

const figure =
  /\d|[一二两三四五六七八九十百千](?:个|位|天|周|月|年|户|笔|家|万|亿|成|次|名|块|分)|百分之|半(?:年|个月|小时)|\b(?:two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|thousand|half|double|twice) /u

export function structureOf(question: AssessedQuestion, reply: ReadReply): Structure | undefined {
  if (!asksExperience.test(question.prompt)) return undefined
  const heard = (sign: RegExp) => {
    const found = sign.exec(reply.folded.text)
    return found === null ? undefined : quote(reply, { start: found.index, end: found.index + found[0].length })
  }
  return {
    situation: heard(signs.situation),
    task: heard(signs.task),
    action: heard(signs.action),
    result: heard(signs.result),
    figure: heard(figure),
  }
}

/** Spoken calmly: 240 Chinese characters or 140 English words a minute (common advice for speeches and interviews). */
const HAN_A_MINUTE = 240
const WORDS_A_MINUTE = 140

/** About how long it takes to say a reply aloud, seconds. */
export function spokenSeconds(reply: string): number {
  const han = reply.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  const words = reply.match(/[\p{Script=Latin}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0
  return Math.round((han / HAN_A_MINUTE + words / WORDS_A_MINUTE) * 60)
}
