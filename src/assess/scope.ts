/**
 * Whether words are said or denied: a cue after "没有先" or "should have" was not done. Works on folded text (fold.ts).
 * What is between a denying word and the cue must be words that let the denial through (adverbs, pronouns,
 * prepositions): "没有先跟客户道歉" denies the apology, "没打断就道歉了" does not.
 */

/** Characters looked at before a cue. */
const REACH = 60

/** Words that look like a denial and are none. Replaced by as many neutral signs, so that offsets hold. */
const harmless =
  /不仅仅?|不但|不光|不只|不单|不管|不论|不得不|不能不|不会不|不可不|不断|不错|不久|不一会儿?|不一定|不由得|不止|不妨|不厌其烦|不慌不忙|不卑不亢|没多久|没过多?久|没过几天?|没想到|没关系|没事|没问题|无论|无非|无微不至|别人|别的|特别|分别|区别|类别|个别|级别|差别|识别|辨别|甄别|莫名|未来|是不是|能不能|会不会|有没有|要不要|可不可以|对不起|好不好|行不行|要不是|要不|不说(?=假话)|(?<![做办想听看找等得达见料碰])不到(?=[\d一二两三四五六七八九十百千半几])|来不及了|not only|not just|not merely|no doubt|no matter|no problem|not to mention|can't wait to|cannot wait to|not until|no later/gu

const deniers =
  /不能|不会|不可以|不可能|不要|不应该?|不该|不必|不用|不想|不愿意?|不敢|不肯|不准|不许|不允许|不再|不是|并非|并不|并没有?|从来?不|从来?没有?|绝不|决不|绝对不|不|没有|没能|没法|没来得及|来不及|没|未能|未曾|尚未|未|无法|无需|勿|别|甭|莫|禁止|严禁|拒绝|避免|防止|杜绝|忘了|忘记|懒得|岂能|哪能|哪敢|怎么能|怎么敢|怎么可以|谈不上|算不上|本该|本应该?|本来应该|本来该|本可以|本来可以|早该|早就该|早应该|当时应该|当时就应该|要是当时|如果当时|差一?点|差点儿/gu

const through =
  /先|再|就|马上|立刻|立即|及时|主动|直接|当场|当面|随便|轻易|盲目|一味|私下|偷偷|擅自|急着|着急|忙着|急于|给|向|跟|对|和|同|与|为|替|帮忙?|把|将|让|去|来|过|到|他们|她们|他|她|它|客户|对方|顾客|老人家?|您|你们|你|自己|我们|我|任何|什么|一个|这个|那个|这种|那种|这样|那样|的|地|得|了|着|要|会|能|可以|应该|应当|敢|想|愿意|必要|需要|好好|认真|仔细|真诚|诚恳|耐心|随意|真的|真正|完全|根本|压根|从来|一直|都|也|还|又|有|做出?|进行|说|讲|谈|提|承认|打算|准备|选择|用|拿|对于|关于|跟着|一上来|一开始|第一时间|太|很|过多|过度|口头|个人|银行|同事|领导|[a-z0-9 ]/y

const englishDeniers =
  /\b(?:not|never|no|without|hardly|rarely|nobody|cannot|refus(?:e|ed|ing) to|fail(?:s|ed|ing)? to|forg[eo]t(?:ting)? to|avoid(?:ed|ing)?|instead of|rather than|hesitat(?:e|ed|ing) to|neglect(?:ed|ing)? to|(?:should|could|ought to)(?: \w+)?(?: have|'ve)|wish(?:ed)? i had|if only i had|meant to|was going to|[a-z]+n't)\b/g

const englishThrough =
  /^(?:[\s"']|\b(?:to|be|been|being|have|has|had|having|is|was|did|do|does|doing|done|would|will|could|can|should|must|need|needed|really|even|actually|ever|always|just|simply|first|immediately|quickly|straight|away|then|also|properly|fully|directly|sincerely|honestly|personally|the|a|an|any|my|our|his|her|their|its|him|them|me|us|i|we|he|she|they|you|your|it|that|client|clients|client's|customer|customers|customer's|with|for|of|on|at|in|about|make|made|making|give|gave|giving|given|offer|offered|offering|take|took|taking|get|got|getting|try|tried|trying|want|wanted|say|said|saying|tell|told|telling|go|went|going|by|so|too|much|enough|one|anything|something|single|suggest|think|promise to|let|set|bother|bothered)\b)*$/

/** "不能因为有抵押就……", "不会为了业绩……": whatever the reason, it is denied. */
const forNoReason =
  /(?:不会|不能|不可以|不可|不应该?|不该|不要|不得|绝不|决不|从不|从来不|别)(?:再|仅仅?|只)?(?:因为|为了|图|凭|靠|看)[^，,。]{0,18}$/u

/** "道歉我不会": named first, denied after. */
const deniedAfter = new RegExp(
  [
    String.raw`(?:的话)?[我他她]?(?:是|可|也|还)?(?:不会|不能|没有?|不可能|就免了)(?=[，,。！!；;\s]|$)`,
    // "流水没看", "合同和录音我不调", "回访、复盘这些，一样都没弄".
    String.raw`(?:和[^，,。！!；;\s]{1,4}|(?:、[^，,。！!；;、\s]{1,6}){1,3})?(?:表|单|书|渠道|报告)?(?:的(?:单子|材料|东西|事|规定|要求)|(?:这些|这一步|什么的)[，,]?)?我?们?(?:一般|根本|从来|压根|一样|图省事|也|都|又|就|更|全)*(?:没有?|不(?:会|能|敢|肯|想)?)(?:去|做|查|看|要|讲|说|叫|管|打|问|写|拉|给|提|办|报|留|回|排|记|弄|调|打听|告诉|当回事)(?:过|了|[他她]们?)?(?=[，,。！!；;\s]|$)`,
    String.raw`(?:这一步)?我?(?:更是|也|都|就|直接|全|给|更)*(?:谈不上|省了|免了|跳过了?|忘到脑后|抛到脑后)(?=[，,。！!；;\s]|$)`,
  ]
    .map((one) => `^(?:${one})`)
    .join('|'),
  'u',
)

/** What ought to have been done and was not: "当时应该先……，再……", "I should have called her, said sorry …". */
const counterfactual =
  /本来?就?(?:应该|应当|该|可以)|早就?(?:应该|该)(?!说明)|早知道|(?:当时|那时候?|那会儿)就?(?:应该|该|要是|如果)|\b(?:(?:should|could)(?:n't| not)?|ought to)(?: \w+)? ?(?:have|'ve)\b|\bshould've\b|\bcould've\b|\b(?:wish|if only) (?:i|we)(?: had|'d)\b/gu
/** From here on the sentence tells what was done after all. */
const turnsReal =
  /所以|于是|后来|但|不过|可是|现在(?!想)|从那|打那|这[次回]|下次|以后|\b(?:but|so|instead|now|since then|next time|which is why|these days)\b/u
/** The end of a sentence that says that nobody did what it named. */
const nobodyDid =
  /(?:当时|可惜?|但|结果|[我他她们])(?:是|都|却|也)?没有?人?(?:这么|那么|这样)?(?:去)?(?:做|办|管)(?:过|到|成)?[。！!]?$|\b(?:no one|nobody|none of us|i|we) (?:ever )?(?:did|never did|didn't)\.?$/u

/** Whether the sentence up to a place, or its end, makes what stands there a thing that was left undone. */
function isUndone(folded: string, start: number, end: number): boolean {
  const lead = folded.slice(Math.max(0, start - LONG_REACH), start)
  const sentence = lead.slice(Math.max(...[...lead.matchAll(sentenceEnds)].map(({ index }) => index + 1), 0))
  const last = [...sentence.matchAll(counterfactual)].at(-1)
  if (last !== undefined && !turnsReal.test(sentence.slice(last.index + last[0].length))) return true
  const rest = folded.slice(end, end + LONG_REACH)
  const close = rest.search(sentenceEnds)
  return nobodyDid.test(close < 0 ? rest : rest.slice(0, close))
}

/** "I won't look at his price or ask my manager": the denial reaches over "or". */
const orElse = /\b(?:not|no|never|[a-z]+n't)\b[^.,;]*\bor (?:[a-z']+ ){0,2}$/

/** The longest sentence looked through. */
const LONG_REACH = 160
const sentenceEnds = /[。！？!?；;\n]|[.](?=\s|$)/gu

/** True when the words from `start` to `end` are said of what was, is or would be done; false when they are denied. */
export function isSaid(folded: string, start: number, end: number): boolean {
  return (
    denials(folded, start, 3) % 2 === 0 &&
    !forNoReason.test(before(folded, start)) &&
    !deniedAfter.test(folded.slice(end, end + 16)) &&
    !isUndone(folded, start, end) &&
    !orElse.test(folded.slice(Math.max(0, start - REACH), start))
  )
}

/** Denials in a row that reach this place: two cancel each other ("不得不", "never failed to"). */
function denials(folded: string, start: number, depth: number): number {
  if (depth === 0) return 0
  const clause = before(folded, start)
  const denier = lastDenier(clause)
  if (denier === undefined) return 0
  return 1 + denials(folded, start - clause.length + denier, depth - 1)
}

/** The text of the clause before a place, harmless look-alikes blanked out. */
function before(folded: string, start: number): string {
  const text = folded.slice(Math.max(0, start - REACH), start)
  const border = Math.max(
    ...[
      ...text.matchAll(/[，,。！？!?；;：:\n、]|[.](?=\s|$)|\b(?:but|and|then|so|because|until|before|after)\b/g),
    ].map((match) => match.index + match[0].length),
    0,
  )
  // With the first sign of what follows: "不到" before a number denies nothing.
  const next = folded.slice(start, start + 1)
  const clause = (text.slice(border) + next).replace(harmless, (words) => '○'.repeat(words.length))
  return clause.slice(0, clause.length - next.length)
}

/** Of what happened: "没让人把话讲完", "I never told credit". It reaches to the end of its clause, whatever the verb is. */
const undone =
  /(?<![有从来])(?:没有?|并没有?|从没有?|从来没有?|更没有?|也没有?)(?=[^人谁什么哪事关错想])(?!问题)|(?<=我们?[也更又都才]?|肯定|一般|绝对)不(?:会|肯|愿意?|想)(?=[陪给请找查问听打调去看写])|更别[说提]|更不用说|用不着|犯不着|没必要|懒得|\b(?:skipped|let alone|nobody|no one|no idea|was(?:n't| not) the one who)\b|\b(?:i|we) (?:(?:do|would|will)(?:n't| not)|won't)\b|\b(?:did not|didn't|never|had not|hadn't|have not|haven't)\b|\b(?:i|we|he|she|they)'(?:d|ve) not\b/gu
/** … unless the clause turns, or what was not done is itself a failure. */
const turns =
  /就|而是|却|但|才|反而|直接|先|马上|立刻|打断|插嘴|推|躲|逃|放弃|忘|漏|耽误|解释|辩|争|顶|急|怪|骂|瞒|骗|停|断|只|光|^[^a-z]{13}|\b(?:just|only|merely|stop|stopped|miss|missed|hesitate|fail|failed|forget|forgot|lose|lost|hide|hid|rush|rushed|interrupt|interrupted|argue|argued|blame|blamed|avoid|avoided|mind|need|want|have to|until|unless|without|before|instead|but|because|so)\b|^(?:\s+\S+){8}/u

/** Where the denial that reaches the end of a clause begins. */
function lastDenier(clause: string): number | undefined {
  let found: number | undefined
  for (const match of clause.matchAll(deniers))
    if (reaches(clause, match.index + match[0].length)) found = Math.max(found ?? 0, match.index)
  for (const match of clause.matchAll(englishDeniers))
    if (englishThrough.test(clause.slice(match.index + match[0].length))) found = Math.max(found ?? 0, match.index)
  for (const match of clause.matchAll(undone))
    if (!turns.test(clause.slice(match.index + match[0].length))) found = Math.max(found ?? 0, match.index)
  return found
}

/**
 * "不会的都来问我", "不愿意填的我就……": the denial says who or what is spoken of; "申请不到我就直说": or on what condition.
 * Neither says that nothing was done.
 */
const aboutOthers = /的(?:话)?(?:我们?|你们?|您|他们?|她们?|咱们?|大家|都|就|地方|时候|人)|我们?(?:就|便|再|才)/u

/** Whether only words that let a denial through stand between `from` and the end. */
function reaches(clause: string, from: number): boolean {
  if (aboutOthers.test(clause.slice(from))) return false
  let at = from
  while (at < clause.length) {
    through.lastIndex = at
    const word = through.exec(clause)
    if (word === null) return false
    at += word[0].length
  }
  return true
}

const others =
  /(?:同事|有人|别人|他们|她们|对方|客户|有的|有些|某些|个别|中介|骗子|同行|经理|领导|主管|老板|前任|朋友|他|她|人家)(?:[^，,。！？!?；;\n我]{0,10})$|(?:要我|让我|叫我|求我|逼我|劝我|希望我|想让我|要求我|暗示我|说要|提出要?|问我(?:能不能|可不可以)?)[^，,。！？!?；;\n]{0,10}$|\b(?:colleague|someone|some people|others|they|he|she|client|customer|manager|boss|competitor|bank|banker|lender|adviser|people)(?:s)?\b[^.,;!?\n]{0,40}$|\b(?:ask(?:ed|s|ing)? (?:me to|if|whether)|told me to|want(?:ed|s)? me to|press(?:ed|ing|ure[d]?) me)\b[^.,;!?\n]{0,30}$/u
/** "He asked if I could …": somebody's wish, whoever is its subject. */
const requested = /\b(?:asked|asks|wanted|told) (?:me (?:to|if|whether)|if i|whether i)\b[^.,;!?\n]{0,30}$/u
const supposed =
  /(?:如果|假如|要是|万一|哪怕|即使|就算|若是?|一旦)[^。！？!?\n]{0,24}$|\b(?:if|even if|suppose|whoever|anyone who)\b[^.!?\n]{0,50}$/u
const condemned =
  /违规|违法|违反|犯法|犯罪|红线|底线|不合规|不允许|不可以|(?<!实在|要是|还是|若是)不行|不对|不能做|不能干|绝对不|禁止|严禁|后果|开除|处罚|坚决|拒绝|我不做|我不干|我不会做|我都不做|我没做|没答应|不答应|我没有|风险很大|害[了他她人]|害客户|泄密|躲报告|against the rules|illegal|breach|misconduct|forbidden|not allowed|unethical|is wrong|be wrong|was wrong|a crime|an offence|an offense|prison|refus|red line|lose my job|sacked/u

const refused =
  /^\s*(?:不可能|不行|不能|不成|不会|不干|当然不|绝对不|怎么可能|哪行|哪能|没门|那(?:是|可|就)|这(?:是|可)|no\b|never\b|of course not)/u

/**
 * True when the writer says of themselves that they do or would do this: not denied, not told of somebody else, not
 * a supposition, not called wrong in the same sentence. In doubt false: to accuse wrongly is worse than to miss.
 */
export function isOwned(folded: string, start: number, end: number): boolean {
  if (!isSaid(folded, start, end)) return false
  const text = folded.slice(Math.max(0, start - REACH), start)
  const sentenceStart = Math.max(...['。', '！', '？', '!', '?', '\n'].map((sign) => text.lastIndexOf(sign)), -1) + 1
  const lead = text.slice(sentenceStart)
  const clause = lead.slice(Math.max(lead.lastIndexOf('，'), lead.lastIndexOf(','), lead.lastIndexOf('；')) + 1)
  // "我" nearest to the words is the subject again: "客户很急，我就帮他……".
  const own =
    /(?:^|[^让叫要求逼劝给跟对向帮替望示托请催使派])我们?(?:[^他她]{0,6})$|\b(?:i|we)(?:'d|'ll| would| will| could| can|'ve| have)?\b[^.,;]{0,20}$/u.test(
      clause,
    )
  if (requested.test(clause) || (!own && others.test(clause))) return false
  if (supposed.test(lead) && !own) return false
  const rest = folded.slice(end, end + REACH)
  const close = rest.search(/[。！？!?\n]|[.](?=\s|$)/u)
  // "我先垫上？那是要开除的": asked only to be refused.
  if (/^[?？]/u.test(rest.slice(close)) && refused.test(rest.slice(close + 1))) return false
  return !condemned.test(rest.slice(0, close < 0 ? rest.length : close)) && !condemned.test(lead)
}
