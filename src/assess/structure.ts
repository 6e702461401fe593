import type { AssessedQuestion, Structure } from '../ports/assessor.ts'
import { quote } from './quote.ts'
import type { ReadReply } from './read.ts'

/**
 * How an experience is told: situation, task, action, result (the STAR form interviewers are trained to listen for),
 * and a figure. Signs of each in everyday words; only for questions that ask for an experience.
 */

const asksExperience =
  /讲(一次|一个|一件|一段|讲你|你)|说(一次|一个|一件|说你)|举(一个|个)例|举一件|哪一次|你(曾经|以前|过去)|经历|tell me about|describe a|give (me )?an example|a time (when|you)|have you ever|walk me through a|the hardest|the toughest|use a real example/iu

/** Whether a question asks for something the learner went through. */
export function wantsExperience({ prompt }: AssessedQuestion): boolean {
  return asksExperience.test(prompt)
}

/** What people did, in the past, that answers tell of. Regular ones end in -ed and need no list after "I". */
const irregular =
  'let|called|rang|spoke|sat|went|set|wrote|built|took|made|gave|told|said|found|got|kept|met|put|held|sent|brought|drove|led|came|ran|drew|bought|cut|split|read|stood|stayed|chose|paid|taught|spent|stuck|dug|broke|laid|shut|fought|won|swapped|rode|caught|thought up|did|bit my|showed'

/** Verbs that open a sentence without "I" in speech ("Rang him back the same day."): only those a teller does. */
const told =
  'rang|phoned|called|asked|apologised|apologized|listened|checked|explained|emailed|texted|wrote|sat (?:him|her|them|down)|took|told|drove|walked|offered|logged|showed|gave|sent|went|spoke|put|made|let|kept|looked|arranged|organised|organized|spent|met|visited|set up|drew'

/** Said in the present or past of feelings and places, not of deeds: "I wanted", "I worked at". */
const noDeed =
  'need(?:ed)?|wanted|liked|loved|hated|enjoyed|hoped|wished|believed|lived|studied|learned|worried|feared|graduated|expected|preferred|joined|felt|used to|failed|missed|worked (?:at|in|for|as)|told you|said (?:before|above)'

const signs: Record<Exclude<keyof Structure, 'figure'>, RegExp> = {
  situation: new RegExp(
    [
      '[去前今]年(?!龄)|上个?(?:月|周|星期|季度)|有[一那]?[次回]|有一?天|那[次回天]|那会儿?|那阵子?|那时|前[阵段](?:子|时间)|早些年|当时|之前|以前|实习|大学|大[一二三四](?!家|类)|社团|兼职|刚(?:入职|毕业|上班|转岗|来|调)|记得|在[^，。]{1,10}(?:支行|银行|公司|网点|学校)|我们(?:网点|支行|柜台|班|组|部门|店)|来了(?:一?[个位])|有[一]?[位个](?!好处|问题|道理)',
      '\\b(?:last (?:year|month|summer|winter|spring|autumn|week|job|bank|role|march|april|may|june|july|august|september|october|november|december|january|february)|the other (?:day|week)|ago|when i (?:was|worked|started|joined)|in my (?!opinion|view|experience|eyes|mind|head|heart)|at my|my (?:first|last|old|previous) (?:job|role|boss|branch|bank|year|week|employer)|while i|at (?:university|uni|college|school)|at the time|one (?:day|morning|evening|afternoon|friday|monday|saturday|of my)|i once|once (?:i (?:was|had)|when|at|in)|there was|there were|we had an?|i had (?:a|an|this) |on the counter|in the branch|back in|during my|in (?:19|20)\\d\\d|in (?:january|february|march|april|june|july|august|september|october|november|december)|(?:years|months) with us|i (?:was|got) (?:given|handed|told|put on))\\b',
      // The first words set a scene when they are in the past and of somebody else than the teller.
      "^(?!i\\b|if\\b|it\\b|this\\b|that\\b)[^.!?\\n]{2,60}?\\b(?:was|were|had|wanted|came|left|asked|needed|moved|ran|lost|got|kept|wasn't|weren't|didn't|worked)\\b",
      "(?<!\\b(?:if|unless|whenever) )\\b(?:a|an|one|this|our|my) (?:[\\w'-]+ ){0,3}(?:client|customer|chap|lad|lady|man|woman|bloke|guy|gentleman|owner|couple|colleague|landlord|farmer|builder|pensioner)(?: of (?:mine|ours|\\w+ years))?(?:,| (?:i|we) (?:had|liked|knew|looked)| who(?!ever)| whose| (?:had|came|was|wanted|rang|called|walked|phoned|asked|ran|turned up|lost|complained)\\b)",
    ].join('|'),
    'u',
  ),
  task: new RegExp(
    [
      '需要|要求|目标|指标|任务|负责|必须|得(?:在|赶|把|赶紧)|希望我|让我|叫我|派我|要我|交给我|轮到我|归我|该我|职责|难点|压力|截止|期限|急着|急用|等着用|领导(?:让|叫|要|交)|经理(?:让|叫|要|交)',
      '\\b(?:my (?:job|task|role|part|responsibility|brief)|(?:it was|fell|was) (?:up to|on|to) me|responsible|in charge of|i (?:ran|managed|looked after) the|had (?:to|until|till)|needed|wanted|meant to|supposed to|i had (?:a|an|one|two|three) (?:day|week|month|hour)s?|the question was|the (?:goal|aim|idea|plan|problem) was|target|quota|asked (?:me|to)|told me to|expected|deadline|due (?:by|on|at|in)|(?:by|before) (?:monday|tuesday|wednesday|thursday|friday|noon|lunch|christmas|the (?:end|weekend|deadline)|month end|year end))\\b',
    ].join('|'),
    'u',
  ),
  action: new RegExp(
    [
      '我(?:先|就(?!是|觉得|想|不|没|会|要)|把|去(?!年)|给|跟|向|请|马上|立刻|立马|赶紧|赶快|主动|直接|当场|当天就|做(?!事|人|柜|客户经理|销售)|找|查|打(?!算)|带|拿|整理|建议|决定|每(?:天|周|次|晚|隔|个)|一(?:边|步步|个个|家家|项项|条条|笔笔)|陪|听(?!说|见)|说|问|核|帮|替|让|用|拉着|跑|翻|掏|写|画|讲|告诉|解释|道歉|安抚|递|倒了?杯|坐|联系|约|列|算(?:了|给)|盯|催|特意|专门|回(?:访|电|复|拨)|接(?:过|待|了)|留(?:了|下)|提(?:出|醒|前)|劝|想了?个办法|[也都还又再才](?:去(?!年)|给|把|跟|向|请|找|查|打(?!算)|带|拿|做了|陪|帮|写|问|主动|专门|特意|联系))',
      '(?<=^|[，,。；;！!\\n])(?:第[一二三]步|就|便|又|再|先|马上|赶紧|立刻|当场|随后)?(?:打(?:了个?)?电话(?!来|过来|投诉|骂)|跟[他她](?:说|讲|道|解释|商量)|给[他她](?:看|讲|倒|说|算|画|写|打)|陪[他她]|带[他她]|帮[他她]|请[他她]|查了|问了|找了|拿出|掏出?手机|倒了?杯|联系了?|核对了?|核实了?|整理了?|安抚|道了?个?歉|汇报|上门|拜访|坐下来|画了?个?图)',
      '于是|然后我?|接着我?|紧接着',
      `\\bi (?:then |also |just |first |simply |immediately |quickly |personally |even |still |always |only |really |finally |never )?(?!(?:${noDeed})\\b)(?:[a-z]+ed|${irregular})\\b`,
      `(?<=^|[.!?\\n]\\s{0,3})(?:so |then |and |and then |first |next |anyway |straight away |the same day |that day )?,? ?(?:${told})\\b`,
    ].join('|'),
    'u',
  ),
  result: new RegExp(
    [
      '最后|最终|结果|后来|终于|完成了|达成|成功|签了|留下来|留住了?|提升了|降低了|增加了|减少了|翻了[一两]?[番倍]|满意|感谢|谢谢|道谢|锦旗|表扬|笑了|学到|体会|再没|没再|从那以后|从此|打那以后|至今|到现在|搞定|办好了|办成了?|办妥|解决了|批了|批下来|通过了|到账了|追回|还清|介绍了?(?:[^，。]{0,6})(?:朋友|客户|亲戚|同事)|拿了(?:奖|第)',
      "\\b(?:in the end|as a result|the result|result was|eventually|finally|(?:they|she|he|we|it) (?:stayed|kept|won|signed|thanked|agreed|accepted|came back|calmed down|got (?:it|the|her|his|their)|hit|beat|finished|completed|passed|worked out|paid off|went through|still|never came back|was (?:happy|pleased|delighted|relieved|grateful|fine|approved|released|fixed|sorted|paid|signed))|it worked(?! (?:at|in|for|like))|went through|ended (?:up|well|with)|turned out (?:well|fine)|paid off|sorted in|back the same day|still (?:with us|banks?|a client|a customer|my client|sends?|rings?|comes?)|hasn't happened|never happened again|not happened|no more complaints|increased|reduced|doubled|halved|saved (?:him|her|them|us|£|\\$|€|the)|learned|learnt|taught me|since then|from then on|ever since|these days (?:i|we|he|she|they)|(?:days?|weeks?|months?|years?|quarter|term|terms) (?:later|on|after)|later (?:i|we|he|she|they|that)|(?:next|following) (?:year|quarter|month) (?:i|we|he|she|they)|the (?:next year|year after|following (?:year|quarter|month))|afterwards|told me|(?:finished|completed|delivered|handed (?:it|in)) on time|under budget|handed in|drawn down|(?:were|was) (?:out|in|done|signed|back) (?:by|at|on)|settled it|came down to|still using|uses it|(?:haven't|not) lost (?:one|another|any)|sent (?:us|me) )(?![a-z])",
      '(?<=[.!?\\n]\\s{0,3})now (?:i|we|he|she|they|everyone|everybody)\\b',
    ].join('|'),
    'u',
  ),
}

const figure =
  /\d|(?<!第)[一二两三四五六七八九十百千](?:个|位|天|周|月|年|户|笔|家|万|亿|成|次|名|块|分)|百分之|半(?:年|个月|小时)|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|grand|half|double|twice)\b/u

export function structureOf(question: AssessedQuestion, reply: ReadReply): Structure | undefined {
  if (!wantsExperience(question)) return undefined
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

/** Seconds of speech, for a question of two minutes and more: below, a sketch; above, an answer that develops something. */
export const SPOKEN = { sketch: 17, developed: 40 }

/** About how long it takes to say a reply aloud, seconds. */
export function spokenSeconds(reply: string): number {
  const han = reply.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  const words = reply.match(/[\p{Script=Latin}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0
  return Math.round((han / HAN_A_MINUTE + words / WORDS_A_MINUTE) * 60)
}
