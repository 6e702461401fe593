import { expect, it } from 'vitest'
import { localAssessor } from '../../src/assess/local.ts'
import { contentFolder } from '../../src/main.ts'
import { loadBanks } from '../../src/questions/bank.ts'

/** Replies that name every point and say that nothing of it was done, or ought to have been. */

const banks = loadBanks(contentFolder)

function verdictsOf(id: string, reply: string) {
  const question = banks.find(id)
  if (question === undefined) throw new Error(`no question ${id}`)
  return localAssessor.assess(question, reply).points.map(({ verdict }) => verdict)
}

it.each([
  [
    'am-zh-complaint',
    '那次我做得挺差的。客户一进门我就跟他讲流程，没让他把话说完，也没有道歉、没给他倒水。我没去查系统，也没核实，就说这是总行的事。后来也没给他回电话，更没做复盘。现在想想，当时应该先请他坐下，听他说完，再去查清楚原因的。',
  ],
  [
    'am-zh-retain-client',
    '客户说要走，我没去见他，也没问他为什么走，电话都没打。我不会去求他，也不会算他的贡献给领导看，更不会去申请利率。他走了以后我没有回访过，老客户名单也没排。本来应该先约他见一面，问清原因，把账算给他看的。',
  ],
  [
    'am-zh-elder-risky',
    '我不会拦她，也不会问她这笔钱什么时候用。风险我一般不讲，讲了就卖不掉了。她想重测我也不说不行。家里人我不叫，录音也不做。',
  ],
  [
    'am-zh-due-diligence',
    '这家企业我没去现场看，也没有核对流水和报表，纳税的单子没要。担保人我没查，征信也没拉。报告是照着老板说的写的，贷后也没去过。早知道应该两个人去厂里走一圈，看看机器开没开，再把账跟流水对一遍。',
  ],
  [
    'mistake-you-owned',
    "I didn't tell anyone. I never rang the client and I didn't own up to my manager. I should have called her the same day, said sorry and told her what I was doing to put it right. I didn't log it, I didn't check how it happened and I never changed the way I work.",
  ],
  [
    'difficult-client-complaint',
    "I wouldn't let him finish, and I wouldn't apologise. I never wrote anything down and I didn't look into what had gone wrong. I didn't call him back when I said I would. Looking back I ought to have sat him down, listened to him and given him a time. Nobody fixed the process either.",
  ],
  [
    'client-about-to-leave',
    "I wouldn't ask him why he's leaving. I don't call, I don't visit, and I won't look at his pricing or ask my manager for anything. I never follow up after somebody has gone. We could have met him and asked what went wrong, but no one did.",
  ],
  [
    'target-you-missed',
    "I missed it and I didn't look at why. I didn't tell my manager early, I didn't change my plan and I never counted my calls. I blamed the market. I should've broken it down by week, asked for help and gone back to old clients.",
  ],
])('%s: what was left undone covers nothing', (id, reply) => {
  expect(verdictsOf(id, reply)).not.toContain('covered')
})

it.each([
  [
    'am-zh-complaint',
    '我没急着解释，先请他坐下，给他倒了杯水，听他把话说完。我跟他说对不起，让您白跑一趟。然后查了系统，发现是我们漏录了，责任在我们。我没有不懂装懂，说下午五点前给他回电话，结果三点就打过去了。过了一周我又回访，他说满意。我还建议在换卡单上加一栏，以后这种事再没发生过。',
  ],
  [
    'mistake-you-owned',
    "I quoted a client half the fee he was really due to pay. I didn't hide it: I rang him straight away, said it was my mistake and that I'd fix it by two. I told my manager before he could hear it from anyone else. I asked for the difference to be waived and it was, at no cost to him, and I followed up on the next bill. What I changed is that I read the fee back to a colleague from the price list, and it hasn't happened again.",
  ],
])('%s: denials of bad habits take nothing away', (id, reply) => {
  expect(verdictsOf(id, reply)).not.toContain('missed')
})

const told =
  '大厅里来了个客户拍桌子，先请他坐下，倒了杯水，听他把话说完，跟他道歉。然后查了系统，是我们漏录了，责任在我们，当天就退了款，下午四点给他回电话。过了一周又回访，客户很满意，后来还介绍了朋友来。事后做了复盘，在单子上加了一栏，大家照着核对，以后再没发生过。'

it.each([
  ['我自己没碰到过投诉，讲我师傅的一件事。', false],
  ['说实话不是我的经历，是我同事的。', false],
  ['我从来没处理过这么急的事，那天我在前台。', true],
  ['去年我在网点。', true],
])('“%s”: what is told is one’s own: %s', (opening, own) => {
  expect(verdictsOf('am-zh-complaint', opening + told).includes('covered')).toBe(own)
})
