/** Whose experience a reply tells. Works on folded text (fold.ts). */

const people =
  '(?:表|堂)?[哥姐弟妹]|师[傅父兄姐弟妹]|同事|朋友|同学|室友|老公|老婆|爱人|爸|妈|舅|叔|姑|邻居|领导|前辈|学[长姐]'
const anybody = `(?:${people}|[店组班队]长|主管|主任|经理)`
const peopleEnglish =
  'colleague|friend|mate|brother|sister|cousin|flatmate|husband|wife|dad|mum|mother|father|uncle|aunt'
/** Those who also give orders and advice, so that naming them alone says little. */
const anybodyEnglish = `(?:${peopleEnglish}|manager|boss|mentor|supervisor|team leader)`
const stranger = '(?:girl|lad|guy|woman|man|chap|bloke)'

/** "我自己没碰到过，讲我师傅的一件事": the story that follows is somebody else's. */
const othersStory = new RegExp(
  [
    `(?:我|还|都)(?:自己|个人|本人)?(?:真的?|倒|还|从来|都|也)?没有?(?:怎么|真正|亲身|亲自)?(?:碰|遇|经历|处理|做|办)(?:到|上|见)?过(?!特别|这么|那么|太|更|比)[^。！？\\n]{0,16}(?:${people})`,
    `我没有?[^。！？\\n]{0,12}的(?:经历|经验)[^。！？\\n]{0,8}[讲说听拿借看][^。！？\\n]{0,6}${anybody}`,
    '我自己倒?没有过?[，,][^。！？\\n]{0,10}(?:碰|遇|处理)(?:到|上|见)?过',
    '不是我(?:自己)?的(?:事|经历)',
    `(?:讲|说|听)(?:一?个|一下|说|过)?(?:的?是)?我?(?:的|们)?(?:${people})(?:的(?:一件)?(?:事|例子|经历|故事)|(?:说|讲|跟我(?:说|讲))过)`,
    `(?:说说|讲讲|说一下|讲一下|讲个|说个|借|拿)我们?${anybody}(?:吧|的|来)`,
    `[这那](?:件|个)?(?:例子|事|故事|案例|单)是我们?${anybody}(?:的|(?:干|做|办|处理|谈|碰到|遇到)的)`,
    `我们?${anybody}[^。！？\\n]{0,24}[跟给和]我[讲说]过一?[个件]`,
    `我们?${anybody}[^。！？\\n]{0,20}我(?:就|只)?(?:在(?:旁边|边上|一旁)[看听]|跟(?:着|在旁边|在后面)[去看学])`,
    `我(?:亲眼)?[看见]到?过我们?${anybody}怎么[^。！？\\n]{1,6}[，,](?![^。！？\\n]{0,8}我)`,
    '我(?:旁边|隔壁|对面)(?:工位|座位|柜台|柜员|桌)?的?[^。！？\\n我]{1,6}有(?:一次|一回|个客户)',
    `我(?:${people})在[^。！？\\n我]{2,12}[，,](?:去年|前年|上个?月|有一?[次回])[他她]`,
    `(?:\\bhaven't|\\bhave not|'ve not|\\bnever|\\bnot me)\\b[^.!?\\n]{0,40}\\b(?:(?:my|a) (?:${peopleEnglish})\\b|someone i (?:know|work)|but my ${anybodyEnglish} (?:did|had|has)\\b)`,
    "\\b(?:don't|do not) have one of my own\\b",
    `\\b(?:wasn't|not) (?:actually |really )?(?:me|my own)\\b[^.!?\\n]{0,20}\\bmy ${anybodyEnglish}\\b`,
    `\\b(?:it|this|that) (?:was|is) my ${anybodyEnglish} who\\b`,
    `\\b(?:my|a) (?:${peopleEnglish})\\b[^.!?\\n]{0,20}\\bhad (?:a|an|this|one) (?:client|customer|case|manager|target)\\b`,
    `\\b(?:my|a) ${anybodyEnglish} had one of (?:these|those|them)\\b`,
    `\\ba ${stranger} (?:i (?:know|sit|sat|work|worked)\\b|[io]n (?:my|our) (?:team|branch|office)\\b)[^.!?\\n]{0,30}\\b(?:who (?:did|had|handled|dealt with|lost)|had a (?:client|customer))\\b`,
    `\\b(?:i (?:watched|saw)|happened to|borrow|use) (?:my|a) ${anybodyEnglish}(?:'s (?:story|example)\\b| (?:do|handle|deal with)\\b| of mine\\b)`,
    `\\bmy ${anybodyEnglish}\\b[^.!?\\n]{0,40}\\btold me about (?:one|it|this|that)\\b`,
  ].join('|'),
  'u',
)

/** Whether a reply (folded) tells, within its first sentences, that what it tells is somebody else's experience. */
export function isOthersStory(folded: string): boolean {
  return othersStory.test(folded.slice(0, OPENING))
}

/** Where a teller says whose story it is. */
const OPENING = 90
