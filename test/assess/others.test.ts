import { describe, expect, it } from 'vitest'
import { fold } from '../../src/assess/fold.ts'
import { isOthersStory } from '../../src/assess/others.ts'

const isOthers = (opening: string) => isOthersStory(fold(opening).text)

describe('somebody else’s story', () => {
  it.each([
    '这个我没亲身经历过，我说说我们网点一个同事是怎么做的吧。',
    '我刚毕业，还没遇到过，就拿我表哥来讲，他在农商行。',
    '我旁边工位的小周有一次特别典型，她接了个客户。',
    '我们店长处理过一回，我在旁边看着。',
    '这事是我师傅干的，我就学学他怎么做。',
    '我没有客户投诉的经历，听主管说过一件。',
    '我爸以前在信用社，他跟我讲过一个案例。',
    '我见过我们组长怎么谈，那次客户要走。',
    '我个人还没带过团队，说一下我们班长吧。',
    '我朋友在保险公司，去年他丢了个大客户。',
    "There's a girl I sit next to who did this really well.",
    "I've not had that myself, but my team leader did.",
    "I haven't lost one yet, so I'll tell you about someone I work with.",
    'My manager had one of these last year and I watched how she did it.',
    "It's not my own story, it's my brother's.",
    "I can't claim this one, it was my mentor who handled it.",
    'A lad on our team, Jordan, had a customer like that.',
    'Not me personally, but a colleague of mine once missed a target.',
    "I've never been in that spot, my flatmate has though.",
    'My dad used to be a lender and he told me about one.',
    '我这方面没经验，就说说我哥吧，他在邮储。',
    '我们主任之前碰到过这样的客户，我跟着去的。',
    '讲个我室友的故事，他去年实习。',
    '我自己倒没有，我同桌那个柜员碰上过。',
    '这个例子是我姐的，她做保险。',
    "I don't have one of my own, so this is about my sister.",
    'I watched my manager do this once and it stuck with me.',
    'This happened to a friend of mine at another bank.',
    "I'll borrow a colleague's story here.",
  ])('%s', (opening) => {
    expect(isOthers(opening)).toBe(true)
  })

  it('is known by how the reply opens, not by what comes much later', () => {
    expect(isOthers(`${'去年我接了一个客户，跑了很多趟。'.repeat(8)}这个习惯我没学过，是听我师傅讲过的。`)).toBe(false)
  })
})

describe('one’s own story with others in it', () => {
  it.each([
    '我没带过团队，主管让我试试，我就接了。',
    '我听主管说过要先道歉，去年有个客户投诉，我先道歉。',
    '我们主管跟我说过别急，那次客户要走，我先问原因。',
    '我看过师傅怎么谈，后来我自己去谈了一家。',
    'I have never told my manager a lie, and last year I had to own up.',
    'I’ve never had a boss who shouted, but one client did.',
    'My manager had a target of forty for the branch and I missed mine.',
    'A man came in who had a case against us.',
    'A woman had a complaint about her card and I took it.',
    '去年我在网点，有个同事请假，我顶上去接待了一个客户。',
    '我师傅带我的时候，有个客户拍桌子，我先请他坐下。',
    '我们组长让我负责这一家，我跑了三个月。',
    '我没遇到过特别大的投诉，小的有一次，是我自己处理的。',
    '有个客户是我朋友介绍的，他要走，我去见了他。',
    '我和同事一起处理过一次投诉。',
    '我爸开小店，所以我特别理解客户，去年我在支行。',
    '我同事把单子录错了，客户找到我，我来处理。',
    'My colleague was off that day, so the client came to me.',
    'My manager asked me to look after a client who was leaving.',
    'A colleague and I fell out over a deadline last year.',
    "I've never had a bigger complaint than this one. My client was furious.",
    'My friend introduced a client to me two years ago.',
    'There was a girl I sat next to who disagreed with how I logged calls, and we fell out.',
    'A customer of mine had a brother who ran a shop.',
    "I had a customer who wasn't happy with me.",
    '我跟我们主任说了以后，他让我去处理。',
    '我看过师傅怎么做以后，去年自己接了一个客户。',
    '我们领导让我讲过一次课，那次客户来了。',
    '我同事小王请假，客户就归我了。',
    '我哥们介绍了一个客户给我，后来他要走。',
    'I watched the numbers all week and told my manager early.',
    'My boss told me about a client who wanted to leave, so I rang him.',
    'I asked a colleague for help and we won it.',
    'A friend had told me never to lie, and one day I made a mistake.',
  ])('%s', (opening) => {
    expect(isOthers(opening)).toBe(false)
  })
})
