import { normalise } from '../assess/reply.ts'

/** Thanks, assent, laughter and goodbyes, one or several, whole message. Nothing reads in two ways: it stays linear. */
const courteous =
  /^(?:(?:(?:非常|太|十分)?(?:谢谢|多谢|感谢)(?:你|您|老师|教练|大家)?|谢啦|好(?:的|嘞|滴|吧)?|嗯|收到|明白|知道|了解|懂|辛苦|没问题|可以|行|哈|再见|拜拜|晚安|明天见|thanks?(?: you)?(?: (?:a lot|so much|very much))?|thx|ok(?:ay)?|got it|great|cool|nice|sure|fine|(?:good)?bye|good night|see you(?: tomorrow)?|ha|lol)[了啦呀啊呢哦]? ?)+$/u

/** "稍后", "等会儿再答", "later", whole message. */
const putsOff =
  /^我?(?:先)?(?:稍后|稍等|等一?会儿?|等一?下|待会儿?|一会儿?|晚点儿?|晚些时候|回头)(?:再?(?:答|说|练|来|回|回答))?(?:吧|啊|哈)?$|^(?:(?:i(?: wi| )ll (?:do|answer) (?:it|this) )?later(?: please| on)?|in an hour|not now|in a bit|give me a (?:minute|moment))$/u

/**
 * True when the whole message is a courtesy ("谢谢", "ok"), or has no letter or digit at all (an emoji, "……"): people
 * say such things to whoever talks with them. It is no answer, and no giving up either.
 */
export function isCourtesy(text: string): boolean {
  const bare = bareWords(text)
  return bare === '' || (bare.length <= 40 && courteous.test(bare))
}

/** True when the whole message says that the question has to wait, as the button under its card does. */
export function isPuttingOff(text: string): boolean {
  return putsOff.test(bareWords(text))
}

function bareWords(text: string): string {
  return normalise(text)
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
