import type { AssessedQuestion, Structure } from '../ports/assessor.ts'
import { findCue } from './cues.ts'
import { quote, type ReadReply } from './read.ts'

/**
 * How an experience is told: situation, task, action, result (the STAR form interviewers are trained to listen for),
 * and a figure. Signs of each in everyday words; only for questions that ask for an experience.
 */

const asksExperience =
  /讲(一次|一个|一件|一段|讲你|你)|说(一次|一个|一件|说你)|举(一个|个)例|举一件|哪一次|你(曾经|以前|过去)|经历|tell me about|describe a|give (me )?an example|a time (when|you)|have you ever|walk me through a/iu

const signs: Record<Exclude<keyof Structure, 'figure'>, string> = {
  situation:
    '去年|前年|今年|上个月|上周|有一次|有一回|那次|当时|那时|之前|以前|实习|大学|刚入职|在…支行|在…银行|在…公司|有位|有个客户|有一位|一位客户|last year|last month|last summer|years ago|months ago|when i was|when i worked|in my last|in my previous|at university|at the time|one day|there was|a client of|at my|in my|while i|one of my|ago|once',
  task: '需要|要求|目标|任务|负责|必须|得在|希望我|让我|交给我|我的职责|难点|压力是|my job was|my task|i was responsible|i had to|needed to|we had to|the goal|the target|was asked to|deadline|had to|needed|wanted|responsible|target|goal|asked me|expected|my role|by friday|promised',
  action:
    '我先|我就|我把|我去|我给|我跟|我向|我请|我又|我马上|我立刻|我主动|我做|我找|我查|我打|我带|我拿|我整理|我建议|于是我|然后我|接着我|我每|我一|i called|i rang|i spoke|i asked|i sat down|i went|i set up|i wrote|i built|i checked|i explained|i suggested|i decided|i offered|i took|i made|i started|i organised|i organized|so i',
  result:
    '最后|最终|结果|后来|终于|完成了|达成|成功|签了|留下来|提升了|降低了|增加了|满意|感谢|学到|体会|in the end|as a result|the result|eventually|finally|they stayed|she stayed|he stayed|we kept|increased|reduced|won|signed|learned|learnt|since then',
}

export function structureOf(question: AssessedQuestion, reply: ReadReply): Structure | undefined {
  if (!asksExperience.test(question.prompt)) return undefined
  const heard = (cue: string) => {
    const [place] = findCue(reply, cue)
    return place === undefined ? undefined : quote(reply, place)
  }
  const figure = /\d|[一二两三四五六七八九十百千][个位天周月年户笔家万亿成次名]|百分之|半(?:年|个月|小时)/u.exec(
    reply.folded.text,
  )
  return {
    situation: heard(signs.situation),
    task: heard(signs.task),
    action: heard(signs.action),
    result: heard(signs.result),
    figure: figure === null ? undefined : quote(reply, { start: figure.index, end: figure.index + figure[0].length }),
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
