/**
 * Every word a learner sees, in Chinese: the source. `en.ts` has the same keys. Plain text only; the views decide
 * what is bold or folded. Written for a phone screen: short, warm, one thing at a time.
 */

/** Month and day of the month, from a date such as 2026-11-27. */
function monthAndDay(day: string): [number, number] {
  return [Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

/** "40 秒", "2 分钟", "1 分 50 秒": to ten seconds. */
function spoken(seconds: number): string {
  const tens = Math.max(10, Math.round(seconds / 10) * 10)
  const [minutes, rest] = [Math.floor(tens / 60), tens % 60]
  return minutes === 0 ? `${rest} 秒` : rest === 0 ? `${minutes} 分钟` : `${minutes} 分 ${rest} 秒`
}

export const zh = {
  /** Between the items of a list within a sentence. */
  list: '、',

  /** A day within a sentence; `date` from one such as 2026-11-27. */
  day: { today: '今天', tomorrow: '明天', date: (day: string) => `${monthAndDay(day).join('月')}日` },

  command: {
    start: '开始，或重新看介绍',
    help: '怎么用',
    question: '来一道题，可加主题、#编号或关键词',
    answer: '回答当前的题',
    hint: '给点提示',
    skip: '跳过这题',
    reveal: '看参考答案',
    streak: '连续打卡',
    stats: '练习统计',
    history: '我的回答，可加题目里的词',
    time: '每天几点出题，如 /time 08:00',
    timezone: '时区，如 /timezone Asia/Shanghai',
    review: '该复习的题',
    mock: '模拟面试：整卷或短卷',
    plan: '面试日期和计划，如 /plan 12-20',
    weak: '最该练的地方',
    pause: '暂停几天，如 /pause 7',
    resume: '恢复每日出题',
    bank: '选择题库',
    import: '导入自己的题目文档',
    language: '切换语言',
    settings: '提醒、休息日、先自评',
    link: '把别处的记录接过来，或接到别处去',
    privacy: '我存了你的什么',
    export: '导出我的数据',
    delete: '删除我的数据',
    bookmarks: '收藏的题',
    cancel: '取消进行中的事',
    board: '学习群的榜：本周、本月、总榜',
    group: '学习群：管理员改设置，私聊里答群里的题',
  },

  choice: {
    unlink: '撤销绑定',
    hint: '💡 提示',
    skip: '跳过',
    reveal: '看答案',
    later: '稍后',
    done: '✅ 完成',
    add: '✍️ 补充',
    bookmark: '⭐ 收藏',
    unbookmark: '取消收藏',
    report: '题目有误',
    next: '下一题',
    retry: '🔁 再答一次',
    mockShort: '短卷（5 题）',
    mockFull: '整卷（15 题）',
    mockShortTimed: '短卷限时',
    mockFullTimed: '整卷限时',
    mockPause: '先停一停',
    mockResume: '接着考',
    mockEnd: '交卷看成绩',
    reassess: '重新看看',
    noReason: '不说明',
    deleteYes: '确定删除',
    deleteNo: '算了',
    nudgeOn: '晚间提醒：开',
    nudgeOff: '晚间提醒：关',
    weeklyOn: '每周小结：开',
    weeklyOff: '每周小结：关',
    selfCheckOn: '先自评：开',
    selfCheckOff: '先自评：关',
    modelOn: '模型判分：开',
    modelOff: '模型判分：关',
    selfDone: '✅ 自评好了，对照看看',
    followUp: '🎤 追问',
    importIt: '✅ 导入，只给我自己',
    importSelf: '只给我自己',
    importAll: '给所有人',
    importAllOver: (title: string) => `给所有人，替换《${title}》`,
    importAllBeside: '给所有人，另存一份',
    importOver: (title: string) => `给我自己，替换《${title}》`,
    importBeside: '给我自己，另存一份',
    importNo: '不要',
    fromBank: '从它里面来一题',
    onlyBank: '只练这一个',
    dropBank: (title: string) => `🗑 删除《${title}》`,
    dropYes: '删掉',
    dropNo: '留着',
    openPrivate: '私聊作答',
    change: '🔄 重新作答',
    myFeedback: '看我的详细反馈',
    nameShown: '群里显示名字：是',
    nameHidden: '群里显示名字：否',
    quoteOn: '群里可引用我的话：是',
    quoteOff: '群里可引用我的话：否',
    discard: '不要了，跳过',
    progressPage: '📈 打开进度页',
    groupPage: '📈 打开本群页面',
    older: '更早的',
    newer: '更近的',
  },

  start: {
    hello: '你好，我是每日一面 👋',
    pitch: '每天一道面试题。你用自己的话回答，我再把答到的、漏掉的考察点和参考答案发给你。',
    guess: (zone: string, clock: string, time: string) =>
      `每天 ${time} 出题，想换个时间就选一个。你那边现在是 ${clock} 吧？（时区 ${zone}）`,
    otherTime: '别的时间也行，比如发「时间 19:45」；钟点不对就发「时区 东京」这样的城市名。',
    linkOffer: '以前在这里练过？发「绑定 」加上你的恢复码，连续天数和记录就都接回来。',
    firstQuestion: '不用等明天，先来第一题：',
    again: (time: string) => `我在呢。每天 ${time} 出题，想现在练就发「题目」。`,
  },

  link: {
    code: (code: string, minutes: number, chats: number) =>
      `想在另一个聊天里接着练（比如微信和 Telegram 共用一份记录），就在那边发给我：\n绑定 ${code}\n${minutes} 分钟内有效，只能用一次，别发给别人。${chats > 1 ? `\n这份记录现在有 ${chats} 个聊天在用。` : ''}`,
    recovery: (code: string) =>
      `🔑 你的恢复码：${code}\n微信重新登录、换了浏览器或清了它的数据，我就认不出你了。把这条存好，到时候发「绑定 」加上它，连续天数和记录都在。只能用一次，用完给你新的；别发给别人。`,
    joined: (current: number, total: number) =>
      `接上了 👋 两边现在是同一份记录：连续 ${current} 天，一共练了 ${total} 天。\n不是你想要的？24 小时内可以撤销。`,
    undone: '撤销了，两边的记录又各归各的。之后练的都留着。',
    nothingToUndo: '没有可以撤销的绑定（绑定后 24 小时内才能撤销）。',
    newestFirst: '这次绑定之后又接过别的记录，要从最近的撤起：发「绑定 撤销」，一次撤一份。',
    wrong: '没有找到这个码。核对一下再发：一次性的码 10 分钟就过期，恢复码只能用一次。',
    expired: '这个码刚刚过期了。到另一个聊天里发「绑定」再要一个。',
    malformed: '这不像一个码。码是 8 位或 12 位字母和数字，比如「绑定 7K3M-Q2XD」。想要一个码，就单发「绑定」。',
    limited: '试得太多了，过一小时再试吧。码在另一个聊天里，或者在你的收藏里。',
    own: '这个码就是这份记录自己的。请在另一个聊天里发给我。',
    ofGroup: '这是学习群的恢复码：到那个群里发「@我 绑定 」加上它就行。',
    groupCode: (code: string) =>
      `🔑 刚才那个学习群的恢复码：${code}\n微信重新登录后我会认不出那个群。把这条收藏起来，到时候在群里发「@我 绑定 」加上它，群里的连续、榜和设置都在。只能用一次，用完给你新的；别发给别人。`,
  },

  access: {
    needInvite: '这里需要邀请码。请把管理员给你的邀请码发给我。',
    wrongInvite: '这个邀请码不对，核对一下再发一次。',
    tooManyTries: '试得太多了，一小时后再来吧。',
    notAllowed: '这个机器人只对名单里的人开放。想加入请联系管理员。',
  },

  card: {
    heading: (category: string, points: string | undefined, minutes: string) =>
      [category, points === undefined ? undefined : `${points} 分`, `约 ${minutes} 分钟`].filter(Boolean).join(' · '),
    daily: '📮 今日一面',
    countdown: (days: number) => `📮 今日一面 · 距面试 ${days} 天`,
    again: '📮 再遇见这道题',
    why: {
      again: (name: string) => `🎯 再遇见这道题：上次「${name}」没答到`,
      weak: (name: string) => `🎯 多练一次「${name}」，之前答到得少`,
    },
    retry: '🔁 再答一次，看看能多答到哪几点',
    followUp: '🎤 面试官追问',
    snoozed: '⏰ 说好的一小时到了',
    unchecked: '⚠️ 导入的题，内容未经核对',
    howTo: '直接打字回答，可以分几条发。',
    keyHint: '回复选项字母，例如 B。',
    numberHint: '回复计算结果，写出过程更好。',
    words: '也可以回复：',
  },

  hint: (hint: string) => `💡 ${hint}`,
  draft: {
    started: (seconds: number) => `收到。还有要补的就接着发；${seconds} 秒没有新内容，我就开始看。`,
    startedOn: (question: string, seconds: number) =>
      `收到，记在「${question}」这题下面。${seconds} 秒没有新内容，我就开始看；不是这题就发「取消」。`,
    reopened: '接着写吧，写完点「完成」。',
    added: '补进上一题了。还有就接着发，写完点「完成」。',
    tooLong: (limit: number) => `一个回答最多收 ${limit} 字，后面的没有收下。先看看前面的吧。`,
    edited: '你改了回答，要我重新看看吗？',
    takenBack: '撤回的那条不算。题目还在，想好了再发给我。',
    cleared: '草稿清空了，题目还在，随时重新回答。',
    skipWithDraft: '你已经写了一部分。要我看看，还是不要了、跳过这题？',
    nothing: '还没有内容。直接把回答打给我就行。',
  },

  feedback: {
    heading: {
      right: '👏 答对了，道理也讲清楚了。这题可以放心往后走。',
      rightAnd: (names: string) => `👏 答对了，还讲到了：${names}`,
      rightOnly: '👏 答对了！过程还没听到，面试时边想边说出来，更有底气。',
      noResult: '没听出你的答案是哪个。先报结果，再讲道理，考官好跟上你。',
      copied: '这几乎就是参考答案或考察点的原话。',
      all: '👏 每个考察点都答到了。这题可以放心往后走。',
      some: (names: string) => `答到了：${names}`,
      partly: (names: string) => `提到了：${names}，再展开一点就好`,
      wrong: '这次没答对，对照下面看看差在哪一步。',
      unheard: '考察点我没对上。',
      unjudged: '收到。这题的考察点要你自己判断，答到的自己勾上。',
      short: '说得太短，还听不出考察点。照下面的清单，每点多说一两句。',
      none: '这次还没答到考察点。对照下面的清单，挑一个先练。',
    },
    mark: { covered: '✅', partly: '🟡', missed: '⬜', unjudged: '🔲' },
    verdict: { covered: '答到', partly: '提到一点', missed: '没答到', unjudged: '自己判断' },
    quote: (words: string) => `「${words}」`,
    ticked: '（你自己勾的）',
    unticked: '（你自己取消的）',
    redLine: (text: string) => `⛔ 红线：${text}`,
    reading: '收到，正在仔细看，稍等一下。',
    by: { model: '🤖 由模型判分，引文都出自你的原话。', local: '模型这次没回应，以下是本地判断。' },
    compared: '和上次比',
    gained: (name: string, change: string) => `📈 ${name} ${change}`,
    lost: (name: string, change: string) => `📉 ${name} ${change}`,
    before: (words: string) => `上次：「${words}」`,
    now: (words: string) => `这次：「${words}」`,
    noChange: '考察点和上次一样。换个角度，或补上下面这一点。',
    otherLanguage: '你的回答和题目不是同一种语言，我可能没听全。对照下面自己勾一下，或用题目的语言再答一次。',
    stillAbove: '参考答案和解析还在上面。',
    copied: '合上它，换成自己的话和经历再讲一遍，那才是你的。',
    part: { situation: '背景', task: '任务', action: '做法', result: '结果', figure: '数字' },
    partsMissing: (parts: string) => `🧱 故事里还没听到：${parts}`,
    tooShort: (seconds: number, wanted: number) =>
      `⏱ 说出来约 ${spoken(seconds)}，这题可以讲 ${spoken(wanted)}，再展开些。`,
    tooLong: (seconds: number, wanted: number) => `⏱ 说出来约 ${spoken(seconds)}，试着收到 ${spoken(wanted)}以内。`,
    next: (name: string) => `👉 下次先补：${name}`,
    tickHint: '觉得我判得不对？点编号改一下，以你为准。',
    tickTyped: '觉得我判得不对？回复编号改一下（可以几个一起，如 1 3），以你为准。',
    modelAnswer: '参考答案',
    analysis: '解析',
    criteria: '评分标准',
    key: (key: string) => `正确答案：${key}`,
    sources: (titles: string, reviewed: string | undefined) =>
      `依据：${titles}${reviewed === undefined ? '' : `（${reviewed} 核对）`}`,
    followUp: (question: string) => `面试官可能追问：${question}`,
    comesBack: (day: string, days: number) =>
      days <= 1 ? '明天起，这题在「复习」里等你。' : `${days} 天后（${day}）起，这题在「复习」里等你。`,
    unanswered: '没关系，不会的题正好是要练的题。先看看别人会怎么答：',
    revealed: '好，先看答案。看完合上，自己出声讲一遍，比再读一遍管用。',
    notCounted: '这次不算打卡，认真答一题就算。',
    unchanged: '没有新内容，刚才的反馈还在上面。',
    skipped: (days: number) => `好，跳过。${days <= 1 ? '明天' : `${days} 天后`}起，这题在「复习」里等你。`,
    ticksSaved: (names: string) => (names === '' ? '改好了。现在没有算答到的。' : `改好了。现在算答到的：${names}`),
    outsideTime: '这题已经过了补充时间。想再练发「题目」。',
  },

  streakLine: {
    first: '🔥 打卡第 1 天，开始了！',
    kept: (current: number, total: number) => `🔥 连续打卡 ${current} 天（共 ${total} 天）`,
    already: (current: number) => `🔥 今天已打卡，连续 ${current} 天`,
    restarted: (total: number) => `🔥 重新开始：连续第 1 天（共 ${total} 天）`,
    froze: (days: number, left: number) => `🧊 用了 ${days} 张补签卡接上了断开的日子，还剩 ${left} 张。`,
    earned: (held: number) => `🎁 得到一张补签卡，现在有 ${held} 张。`,
    lapsed: (total: number) => `🔥 这天算打卡（共 ${total} 天）。后来断了几天，今天再答一题就重新开始。`,
    late: (day: string) => `这次回答算在${day}。`,
  },

  streak: {
    heading: (current: number) => (current > 0 ? `🔥 连续打卡 ${current} 天` : '🔥 今天就是第 1 天'),
    numbers: (longest: number, total: number, freezes: number) =>
      `最长 ${longest} 天 · 共 ${total} 天 · 补签卡 ${freezes} 张`,
    recent: '最近两周',
    mark: { kept: '🟩', frozen: '🧊', missed: '⬜', rest: '💤', pause: '💤', down: '🔧', zone: '✈️', open: '🔲' },
    legend: '🟩 打卡 🧊 补签 ⬜ 缺 💤 休息 🔧 机器人故障 ✈️ 换时区 🔲 今天',
    today: { kept: '今天已经打卡。', open: '今天还没打卡，回答一题就算。', off: '今天休息，不打卡也不会断。' },
    forecast: (missed: number) => `之前缺了 ${missed} 天，下次回答时用 ${missed} 张补签卡接上。`,
    lapsed: '断了也没关系，练过的都算数。答一题，从 1 数起。',
    atRisk: { 'uses-freeze': '今天不答会用掉一张补签卡。', breaks: '今天不答，连续就断了。' },
    rule: '每连续 7 天得一张补签卡，最多存 2 张；休息日和暂停不影响。',
  },

  stats: {
    heading: '📊 练习统计',
    none: '还没有回答过题。发「题目」开始第一题。',
    totals: (answered: number, questions: number, all: number) => `回答 ${answered} 次，练过 ${questions} / ${all} 题`,
    strongest: '答得最稳',
    weakest: '最该练',
    row: (name: string, covered: number, all: number) => `${name}　${covered}/${all}`,
    due: (due: number, unseen: number) => `该复习 ${due} 题，没见过 ${unseen} 题`,
  },

  /** The summary of Sunday evening. */
  week: {
    range: (from: string, to: string) => {
      const [month, day] = monthAndDay(from)
      const [toMonth, toDay] = monthAndDay(to)
      return `${month}月${day}日–${month === toMonth ? '' : `${toMonth}月`}${toDay}日`
    },
    heading: (range: string) => `🗓 这一周（${range}）`,
    kept: (kept: number, possible: number, answers: number) =>
      `${kept >= possible ? `一天没落：${kept} 天` : `练了 ${kept} 天`}，回答 ${answers} 题。`,
    none: '这周没碰上面，没关系，从一题开始就好。',
    streak: (current: number) => `🔥 连续打卡 ${current} 天。`,
    open: '今天的还没答，睡前两分钟就够。',
    stronger: (name: string) => `📈 变强了：${name}`,
    weakest: (name: string) => `🎯 接下来先练：${name}`,
    interview: (days: number) => `📅 离面试还有 ${days} 天。`,
    off: '每周日晚上一份小结，不想要就在「设置」里关。',
    board: (range: string) => `🏆 本周榜（${range}）`,
  },

  /** Words on the pictures, and in their place for those who hear them. */
  picture: {
    brand: '每日一面',
    day: (day: string) => `${monthAndDay(day).join('月')}日`,
    months: ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
    /** As short as it gets, from "周一". */
    weekday: (name: string) => name.slice(-1),
    inARow: (_current: number) => '天连续打卡',
    noStreak: '今天就是第 1 天',
    longest: '最长',
    total: '一共',
    freezes: '补签卡',
    streak: '连续',
    answers: '回答',
    toInterview: '离面试',
    days: (days: number) => `${days} 天`,
    freezeCount: (held: number) => `${held} 张`,
    answerCount: (answers: number) => `${answers} 题`,
    legend: { kept: '打卡', frozen: '补签', missed: '缺', off: '休息' },
    strengths: { streak: '近 7 天的考察点', week: '这一周的考察点' },
    noStrengths: '还没有答题。来一道？',
    weekHeading: '这一周打卡',
    daysKept: (_kept: number) => '天',
    stronger: '变强了',
    weakest: '接下来先练',
    revealed: '揭晓',
    covered: (answers: number) => (answers === 0 ? '这次没有人作答' : `${answers} 人作答，各考察点答到的人数`),
    hardest: (name: string) => `最难：${name}`,
    board: '本周榜',
    possible: (days: number) => `出题 ${days} 天`,
    ofDays: (kept: number, possible: number) => `${kept}/${possible} 天`,
    pointCount: (points: number) => `${points} 点`,
    hidden: '一位同学',
    groupStreak: (current: number) => `本群连续 ${current} 题达标`,
    alt: {
      streak: (current: number, longest: number, total: number) =>
        `打卡日历：连续 ${current} 天，最长 ${longest} 天，一共 ${total} 天。`,
      week: (range: string, kept: number, answers: number) =>
        `每周小结，${range}：打卡 ${kept} 天，回答 ${answers} 题。`,
      reveal: (prompt: string, answers: number) => `揭晓：${prompt} ${answers} 人作答，各考察点答到的人数见图。`,
      board: (members: number) => `本周榜，${members} 人上榜。`,
    },
  },

  review: {
    heading: (count: number) => `🔁 该复习 ${count} 题`,
    open: '最该练的排在前面，选一题开始：',
    none: (day: string) => `现在没有到期的题，最近的一题${day}再见。想练新的就点「下一题」。`,
    never: '还没有练过题，先来一道新的吧。',
  },

  weak: {
    heading: '🎯 弱项（最弱的在前）',
    none: '还没有回答过题，答几题就能看出来了。',
    row: (name: string, percent: number, asked: number) => `${name} ${percent}%（${asked} 次）`,
    train: (name: string, how: string) => `练「${name}」的办法：${how}`,
    practise: (name: string) => `练一道「${name}」`,
  },

  selfCheck: {
    heading: '先自己评一评：下面哪些你答到了？点编号勾上，再对照。',
    heardMore: (names: string) => `我还听到了你没勾的：${names} 👂`,
  },

  followUp: {
    done: '追问没有标准答案。自己对照一下，刚才说到这几点了吗？',
  },

  mock: {
    choose: '📝 模拟面试：一题接一题，中间不给反馈，最后一起看成绩。可以中途停，再发「模拟」接着考。',
    title: (n: number, all: number) => `📝 模拟面试 第 ${n}/${all} 题`,
    started: (seconds: number) => `收到。还有要补的就接着发；${seconds} 秒没有新内容，这题就算答完。`,
    noHelp: '模拟面试里没有提示和答案，和真的一样。答不上来可以跳过。',
    paused: '好，先停在这里，题目都留着。',
    result: (earned: number, points: number) => `📝 模拟面试：约 ${earned} / ${points} 分`,
    unscored: '📝 模拟面试答完了。这份卷子的考察点要你自己判断，没有折算分数。',
    unjudged: (n: number, prompt: string) => `${n}. ${prompt}　🔲 自己判断，不计分`,
    section: (name: string, earned: number, points: number) => `${name}：约 ${earned} / ${points}`,
    line: (n: number, prompt: string, earned: number, points: number) => `${n}. ${prompt}　约 ${earned}/${points}`,
    low: '分数低不要紧，卷子就是用来找短板的。',
    lost: (name: string, criterion: string) => `　差在 ${name}：${criterion}`,
    more: (n: number) => `　还有 ${n} 处`,
    limit: (minutes: number) => `⏱ 限时 ${minutes} 分钟`,
    timeUp: '⏰ 时间到，收卷。',
    nobodyThere: '⏰ 时间到，这题没等到回答。先停在这里，回来了再接着考。',
    next: (names: string) => `👉 接下来先练：${names}`,
    nothingLost: '👏 每个考察点都答到了。',
    how: '分数按答到的考察点折算（提到一点算一半，踩红线不得分），只是估计；每题的回答在「记录」里。',
  },

  plan: {
    mockToday: {
      short: '📝 今天计划做一份短卷模拟，5 题，大约十几分钟。没空就点「下一题」做一题。',
      full: '📝 今天计划做一份整卷模拟，15 题。可以分几次做完。没空就点「下一题」做一题。',
    },
    ask: '哪天面试？发「面试日期 12-20」，我按剩下的天数安排练习。',
    heading: (day: string, left: number) => (left <= 1 ? `📅 ${day}面试` : `📅 ${day} 面试，还有 ${left} 天`),
    questions: (days: number, unseen: number) =>
      `· ${days} 天每天一题，${unseen === 0 ? '新题做完了，都是复习' : `三道新题（还有 ${unseen} 道）一道复习`}`,
    short: (dates: string, times: number) => `· 短卷模拟 ${times} 次：${dates}`,
    full: (dates: string, times: number) => `· 整卷模拟 ${times} 次：${dates}`,
    calmDay: (dates: string) => `· ${dates}只放松，不出新题`,
    foot: '答过的题，面试前都会再进一次「复习」。改日期再发一次就行，取消发「计划 取消」。',
    calm: '🍵 明天面试。今天不出新题：把收藏的题翻一遍，早点睡。想保持打卡，发「题目」答一道拿手的就好。',
    interview: '🌟 就是今天！慢一点说，先听清问题。你练过的都在，祝顺利。',
    over: '面试辛苦了！计划到此结束，每日一题照旧；有下一场就再发「面试日期」。',
    cleared: '好，面试日期去掉了，按平常的节奏练。',
    bad: (given: string) => `「${given}」我看不懂是哪天。试试「面试日期 2026-12-20」或「面试日期 12月20日」。`,
    past: (day: string) => `${day} 已经过去了。发一个今天以后的日期吧。`,
    far: '太远了，一年以内的面试我才好安排。近了再告诉我。',
  },

  history: {
    heading: '🗂 最近的回答',
    found: (given: string) => `🗂 「${given}」的回答`,
    notFound: (given: string) => `没有和「${given}」有关的回答。发「记录」看最近的。`,
    none: '还没有记录。发「题目」开始第一题。',
    open: '选一条看全文：',
    page: (from: number, to: number, all: number) =>
      `第 ${from}–${to} 条，共 ${all} 条。找某道题，就发「记录 关键词」。`,
    outcome: { answered: '', 'no-answer': '没答上', revealed: '看了答案', skipped: '跳过' },
    reply: '你的回答',
    gone: '这条记录找不到了。发「记录」看最近的。',
  },

  time: {
    set: (time: string, next: string | undefined) =>
      `好，每天 ${time} 出题。${next === undefined ? '' : `下一次：${next}。`}`,
    quiet: (from: string, to: string) =>
      `\n不过 ${from}–${to} 我不主动发消息，这个钟点的题要等到 ${to}，隔了天就不发了。换个时间更稳。`,
    ask: (time: string) => `现在每天 ${time} 出题。想换就发「时间 21:30」这样的一句。`,
    bad: (given: string) => `「${given}」我看不懂是几点。试试「时间 08:00」或「时间 晚上9点半」。`,
  },

  timezone: {
    set: (zone: string, clock: string) => `时区改成 ${zone}，你那边现在是 ${clock}。从现在起生效，以前的打卡不变。`,
    ask: (zone: string, clock: string) =>
      `现在的时区是 ${zone}，你那边 ${clock}。想换就发城市名，如「时区 东京」，或 /timezone Europe/London。`,
    bad: (given: string) => `我不认识「${given}」这个时区。试试「时区 上海」，或 Europe/London 这样的名字。`,
  },

  pause: {
    days: (days: number, until: string) => `好，休息 ${days} 天，到${until}为止。打卡不会断；想早点回来发「恢复」。`,
    open: '好，先停下，打卡不会断。想回来发「恢复」。',
    bad: (most: number) => `请写 1 到 ${most} 之间的天数，例如 /pause 7。不写天数就是一直停到你发「恢复」。`,
    silent: (days: number) => `已经 ${days} 天没有回答了，我先不打扰你。想练的时候发「题目」或「恢复」，我随时在。`,
    resumed: (next: string | undefined) =>
      `欢迎回来！${next === undefined ? '' : `下一题：${next}。`}想现在练就发「题目」。`,
    notPaused: '每日出题一直开着，不用恢复。',
  },

  bank: {
    heading: '📚 题库（可多选）',
    row: (title: string, count: number) => `${title}（${count} 题）`,
    hint: '点一下选上或去掉。',
    last: '至少留一个题库。',
    changed: (titles: string) => `现在练：${titles}`,
    unknown: '没有这个题库。发「题库」看有哪些。',
  },

  library: {
    how: '把题目文档直接发给我就行：.docx、.txt、.md、.html、.csv、.xlsx 都可以，最大 20 MB。我先说说里面找到了什么，你点头才导入，只有你自己看得到。',
    howElsewhere:
      '在这里我收不到文件。用 Telegram 的话，私聊里把文档发给我就能导入；机器人是你自己运行的，就在它的文件夹里执行：npm run coach -- import 文件名',
    reading: (name: string) => `收到${name === '' ? '文件' : `《${name}》`}，正在读，一般几秒钟就好。`,
    captionIgnored: '附带的文字没有收；要答题请单独发一条。',
    busy: '上一份还没处理完，等我回了话再发。',
    enoughToday: (most: number) => `今天已经读了 ${most} 份文档，明天再来吧。`,
    interrupted: (name: string) => `读《${name}》时我重启了，没读完。请再发一次；还是不行就拆小一些。`,
    notFetched: '没能从网络上取到这个文件，请再发一次。',
    cancelled: '好，那份文档不读了。',
    found: (title: string, questions: number, cutOff: number) =>
      `📄 《${title}》里找到 ${questions} 题${cutOff === 0 ? '' : `，其中 ${cutOff} 题原文不完整`}`,
    more: (count: number) => `……还有 ${count} 题`,
    remarks: '没收进来的，或要留意的：',
    remark: (line: number, words: string) => `· 第 ${line} 行：${words}`,
    moreRemarks: (count: number) => `……另有 ${count} 处`,
    alikeOwn: (title: string) => `你已经有《${title}》，大半的题和这份一样。`,
    alikeShared: (title: string) => `大家的题库里已有《${title}》，大半的题和这份一样。`,
    foot: '导入后只有你自己看得到，题目会标上“未经核对”。不急，想好再点，我给你留着。',
    footAdmin: '给所有人：每位学员都会练到。题目会标上“未经核对”，直到有人在题库文件里改好。',
    waiting: (title: string, questions: number) => `📄 《${title}》（${questions} 题）读好了，等你决定：`,
    tooMuch: (questions: number, most: number) =>
      `这份太大了（${questions} 题）：自己的题库一共最多 ${most} 题、150 万字。挑要练的部分，拆小了再发。`,
    full: (banks: number, questions: number) =>
      `自己的题库最多 ${banks} 个、一共 ${questions} 题，放不下了。先删一个，再发「导入」接着来：`,
    kept: (title: string, questions: number) =>
      `✅ 导入好了：《${title}》，${questions} 题，从现在起也练它。想选题库发「题库」；有了新版，直接发给我替换。`,
    declined: '好，没有导入，文档我也没留。',
    decided: '那份文档已经处理过了。要再导入，把文件再发一次。',
    sharing: '正在放进大家的题库……',
    shared: (title: string, questions: number) =>
      `✅ 《${title}》的 ${questions} 题已放进大家的题库，从现在起就会练到。`,
    shareFailed: '没能放进大家的题库，原因在日志里。题目还给你留着，修好后发「导入」再试。',
    shareWaits: (title: string) =>
      `《${title}》存好了，但别的题库文件有错，所以还没启用。原因在日志里，改好后会自动启用。`,
    askDrop: (title: string) => `删除《${title}》？它的题和复习安排会删掉，你答过的记录还在。`,
    dropped: (title: string) => `《${title}》删掉了。`,
    undropped: '好，留着。',
    lost: (titles: string) => `⚠️ 你导入的《${titles}》读不出来了，已告诉管理员。请把文件再发我一次。`,
    operatorLost: (id: string) =>
      `一位学员导入的题库读不出来（learners/${id}.attachment.json…），已封存。学员已知道要重发；也可以从备份恢复。`,
    mistakeIsYours: '这道题是你自己导入的，只有你看得到。在文档里改好，再发给我替换。',
  },

  languageSet: '好，从现在起用中文。',
  languageUnknown: '我只会中文和英文。想换就发「语言 英文」或「语言 中文」。',

  settings: {
    heading: '⚙️ 设置',
    time: (time: string) => `每日出题：${time}`,
    zone: (zone: string, clock: string) => `时区：${zone}（${clock}）`,
    banks: (titles: string) => `题库：${titles}`,
    rest: (days: string) => `休息日：${days}`,
    noRest: '没有',
    paused: (until: string | undefined) =>
      `每日出题：暂停${until === undefined ? '中' : `到${until}`}（发「恢复」打开）`,
    modelOffer: (name: string) => `管理员接了一个模型（${name}），可以请它判分，读得更细。打开后你的回答会发给它。`,
    modelAgreed: (name: string) => `好，以后由 ${name} 判分，你的回答会发给它。它没回应时就用本地判断。`,
    restHint: '点星期几设为休息日（从今天起算）：',
    weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
    others: '/time 改时间 · /timezone 改时区 · /bank 选题库 · /language 换语言',
  },

  privacy: {
    heading: '🔒 我存了什么',
    groups: (count: number) =>
      `你在 ${count} 个学习群里作答过，群里留着你的显示名、打卡天数和答到的考察点数；注销时一起删掉。`,
    kept: '存在运营者自己的机器上：你的聊天编号（名字不存）、设置、题目进度、你的回答和判定、打卡记录。',
    keptByPage: (count: number) => `这个聊天最近的 ${count} 条消息也存在那里，好让你下次打开还看得到。`,
    nobodyElse: '不发给任何第三方，日志里没有你的回答。对照考察点在本机完成。',
    withModel: (name: string) =>
      `你同意了模型判分：回答和题目会发给管理员设置的模型（${name}），不带你的身份。在「设置」里随时能关。日志里没有你的回答。`,
    rights: '发「导出」拿走全部，发「注销」全部删除。备份里的旧副本会在到期后清除。',
    banks: (banks: number, questions: number) => `你导入的题库：${banks} 个，共 ${questions} 题，只有你看得到。`,
    backups: (days: number) => `备份最多保留 ${days} 天。`,
  },

  exported: '这是你的全部数据（JSON）。',
  exportFile: (day: string) => `每日一面-${day}.json`,

  remove: {
    ask: '要删除你的全部数据吗？回答、打卡、设置、自己导入的题库都会删掉，找不回来。',
    kept: '好，都留着。',
    done: '已全部删除。想再练的时候发 /start，祝面试顺利！',
  },

  bookmarks: {
    heading: '⭐ 收藏的题',
    none: '还没有收藏。每题反馈下面可以收藏。',
    open: '选一题再练：',
    added: '收藏好了，发「收藏」能找到。',
    removed: '已取消收藏。',
  },

  report: {
    ask: '哪里不对？写一句发给我，我转给管理员。',
    thanks: '谢谢，已转给管理员。',
    noted: '谢谢，记下是哪一题了。',
    toOperator: (questionId: string, prompt: string) => `🚩 有学员反映题目有误：#${questionId}\n${prompt}`,
    reason: (text: string) => `说明：${text}`,
  },

  cancel: {
    nothing: '现在没有要取消的。',
    done: '好，取消了。',
  },

  question: {
    noneOpen: '现在没有等你回答的题。发「题目」来一道。',
    over: '那道题已经过去了。发「题目」来一道新的。',
    notFound: (given: string) => `没找到和「${given}」有关的题。试试「题目」加一个主题，例如：`,
    quota: (limit: number) => `今天已经练了 ${limit} 题，够多了，明天再来。`,
    empty: '题库是空的。请管理员检查题库。',
    later: '好，一小时后再来找你。这段时间想答随时答。',
  },

  /** A member's own chat with the bot, about a round of a group. */
  round: {
    title: (hour: string) => `📣 学习群的题 · ${hour} 揭晓`,
    taken: (hour: string) => `📣 收到，已交给学习群。${hour} 揭晓，参考答案和你的反馈那时一起发；之前随时可以改。`,
    changed: (hour: string) => `📣 改好了，以这次的为准。${hour} 揭晓。`,
    unasked: '学习群那题你交过了。这段我先收着：补进去，还是换成这段？不是就不用管。',
    changing: '好，重新答一遍。新的答案交上来之前，原来的还算数。',
    notReal: (hour: string) => `还差一点内容。想到什么先写什么，${hour} 揭晓前都能答。`,
    sealed: (hour: string) => `🔒 学习群正在答这题，${hour} 揭晓前先不看答案。想要「提示」可以有。`,
    already: (hour: string) => `📣 这题你已经交了，${hour} 揭晓。想改就重新答一遍。`,
    revealed: (prompt: string) => `📣 学习群揭晓了「${prompt}」，这是你的反馈：`,
    late: (prompt: string) => `「${prompt}」已经揭晓，这次算你自己的练习，打卡照样算：`,
    known: '这题的反馈已经发过你了，往上翻翻就有。',
    over: '这题已经揭晓了。想自己练一遍，现在答也行：',
  },

  group: {
    hello: (time: string | undefined, reveal: string) =>
      [
        '大家好，我是每日一面 👋 一天一道面试题，各答各的，到点一起揭晓。',
        `${time === undefined ? '谁都可以发 /question 出题' : `每天 ${time} 出题（谁都可以用 /question 加一道）`}，${reveal} 公布参考答案、每个考察点几个人答到。`,
        '答题点卡片下面的按钮私聊我；揭晓前谁也看不到别人的答案。',
        '在群里我只看得到发给我的命令和对我消息的回复，看不到你们聊天。把我设为管理员（可删消息），公开发的答案我会马上收走；管理员会收到全部消息，我还是只处理发给我的，别的不看也不存。',
        '管理员发 /group 改时间、题库、揭晓规则。',
      ].join('\n'),
    title: {
      daily: (hour: string) => `📣 今日一面 · ${hour} 揭晓`,
      asked: (hour: string) => `📣 加一道题 · ${hour} 揭晓`,
    },
    howTo: {
      link: '点下面私聊作答，揭晓前只有你自己看得到。',
      unseen: '点下面私聊作答，或发 /answer 加上你的回答（别人看不到）。',
      mention: '@我 加上你的回答就行；想保密，就加我好友，私聊发「群题」来答。',
    },
    counter: (count: number) => `✍️ 已答 ${count} 人`,
    names: (names: string, count: number, changed = '') =>
      [
        names === '' ? '✍️' : `✍️ 收到 ${names}，共 ${count} 人已答。`,
        changed === '' ? '' : `${changed} 的回答改好了。`,
      ].join(names === '' ? ' ' : ''),
    pick: (name: string) => `${name}，回复编号就行。`,
    someone: '一位同学',
    taken: (hour: string) => `收到，${hour} 揭晓。之前再发一次就算改。`,
    notReal: '还差一点内容，多写几句再发。',
    keepPrivate: (name: string) => `${name}，收到了。下次想保密，点题目下面的按钮私聊我作答。`,
    noneOpen: '现在没有等大家回答的题。发 /question 出一道。',
    late: '这题已经揭晓啦，这次不算进本轮。想看自己的反馈，点下面私聊我：',
    quota: '题已经够多了，先答完这些吧。',
    privateOnly: '这个要在私聊里用，点下面打开。',
    boardInGroup: '榜在学习群里看：在群里发「榜」。还没有群？把我拉进去就行。',
    inGroup: '你的学习群现在没有等你答的题。还没有群？把我拉进去就行，榜和设置都在群里看。',
    anonymous: '匿名身份没法作答。换成自己的身份，或点按钮私聊我。',
    adminOnly: '这个只有群管理员能用。',
    adminUnknown: '暂时查不到谁是管理员，过一会儿再试。',
    silent: (rounds: number) => `连着 ${rounds} 题没有人答，我先不出题了。想接着练，发 /question 就好。`,

    hint: '我在 👋 想要题，发「题目」；想看怎么用，发「帮助」。',

    /** A group whose id changes when the network logs in again. */
    link: {
      offer: '以前在这个群里用过我？发「@我 绑定 」加上恢复码，本群的连续、榜和设置就都接回来。',
      ask: '🔑 微信重新登录后我会认不出这个群。管群的人加我好友，再在群里发「@我 绑定」，我把恢复码私聊给你。',
      befriend: '恢复码只能私聊给你：先加我好友，私聊跟我说句话，再来发「@我 绑定」。',
      given: '恢复码私聊发你了，收藏好。',
      joined: (current: number, days: number) =>
        `接上了 👋 本群的榜和设置都在${current > 0 ? `，连续 ${current} 题` : ''}${days > 0 ? `，一共揭晓过 ${days} 天` : ''}。各位自己的记录，私聊我发「绑定 」加恢复码就接上。`,
      later: (hour: string) => `码对了 🔑 等 ${hour} 揭晓完这道题，我就把以前的记录接回来。`,
      used: '这个码已经用过了，以前的记录没有接上。',
      own: '这个码就是本群自己的，不用绑定。先收好，微信重新登录后再用。',
      personal: '这是你个人的恢复码，大家都看到了。快私聊我发「绑定 」加上它，用掉就安全了。',
    },

    revealed: (prompt: string) => `📖 揭晓：${prompt}`,
    nobody: '这次没有人作答。答案先放这里，下次一起来。',
    covered: (count: number) => `${count} 人作答，各考察点答到的人数`,
    right: (right: number, all: number) => `${right}/${all}　答对`,
    point: (name: string, covered: number | undefined, all: number) =>
      covered === undefined ? `🔲　${name}（自己判断）` : `${covered}/${all}　${name}`,
    hardest: (name: string, looksFor: string) => `🎯 最难的一点：${name}（${looksFor}）`,
    lines: '💬 说得好的',
    quoted: (name: string, words: string) => `${name}：「${words}」`,
    tookPart: (names: string) => `🙌 作答：${names}`,
    andOthers: (names: string, others: number) => (names === '' ? `${others} 人` : `${names} 和另外 ${others} 人`),
    streakKept: (current: number) => `🔥 本群连续 ${current} 题达标`,
    streakMissed: (quorum: number) => `这次不到 ${quorum} 人，本群连续从头数起。`,
    invite: '每个人的详细反馈已私聊发出；还没私聊过我的，点下面看。',

    streak: (current: number, longest: number, quorum: number) =>
      `🔥 ${current === 0 ? '本群连续从下一题数起' : `本群连续 ${current} 题达标`}${longest === 0 ? '' : `，最长 ${longest} 题`}。每题至少 ${quorum} 人作答算达标；休息日、暂停和机器人故障都不算断。`,

    board: {
      heading: { week: '🏆 本周榜', month: '🏆 本月榜', all: '🏆 总榜' },
      period: { week: '本周', month: '本月', all: '总榜' },
      row: (place: string, name: string, kept: number, possible: number, points: number) =>
        `${place} ${name}　${kept}/${possible} 天 · ${points} 点`,
      hidden: '（没显示名字）',
      more: (count: number) => `还有 ${count} 人`,
      none: '这段时间还没有人上榜。答一题就有了。',
      foot: '先比打卡天数，再比答到的考察点；斜线后面是你加入以来出过题的天数。',
      off: '本群没有开榜。',
    },

    settings: {
      heading: '⚙️ 群设置',
      time: (time: string | undefined) => `每日出题：${time ?? '关'}`,
      reveal: (time: string, early: boolean) => `揭晓：${time}${early ? '，活跃成员都答完就提前' : ''}`,
      zone: (zone: string, now: string) => `时区：${zone}（现在 ${now}）`,
      banks: (titles: string) => `题库：${titles}`,
      rest: (days: string) => `休息日：${days}`,
      quorum: (count: string) => `达标人数：${count}`,
      quorumAuto: '活跃成员的三分之一，至少 2 人',
      paused: (until: string | undefined) => `暂停${until === undefined ? '中' : `到${until}`}`,
      how: '改法：/group 出题 08:00（或 关）· /group 揭晓 20:00 · /group 时区 上海 · /group 达标 3（或 自动）· /group 题库 编号 · /pause 7 · /resume',
      bankIds: (ids: string) => `题库编号：${ids}`,
      restHint: '点星期几设为休息日：',
      earlyOn: '提前揭晓：开',
      earlyOff: '提前揭晓：关',
      boardOn: '榜：开',
      boardOff: '榜：关',
      saved: '改好了。',
      bad: (given: string) => `「${given}」我看不懂。发 /group 看能改什么。`,
      pausedFor: (days: number, until: string) => `好，休息 ${days} 天，到${until}为止，不影响本群连续。`,
      pausedOpen: '好，先停下。管理员发 /resume 恢复。',
      resumed: '好，恢复出题。',
    },

    me: {
      heading: '你在本群',
      name: (name: string) => `显示名：${name}`,
      counts: (days: number, points: number) => `打卡 ${days} 天，答到 ${points} 个考察点`,
      nothing: '还没有你的打卡记录，第一次揭晓后才有。',
      note: '另外只有你的答案：揭晓后最多保留 7 天，供你来看反馈。发 /delete 全部删掉。',
      changed: '好，记下了。',
      deleteAsk: (name: string) => `${name}，要删掉你在本群的记录吗？名字、天数、没揭晓的答案都会删掉。`,
      deleted: '已删掉你在本群的记录。私聊里的练习要删，请私聊我发 /delete。',
      notYours: '这个按钮是给别人的。',
    },
  },

  /** What reads otherwise in a group where I am spoken to by a mention, and there are no links: keys as in `group`. */
  room: {
    hello: (time: string | undefined, reveal: string) =>
      [
        '大家好，我是每日一面 👋 一天一道面试题，各答各的，到点一起揭晓。',
        `${time === undefined ? '想要题就发「@我 题目」' : `每天 ${time} 出题（想加一道，发「@我 题目」）`}，${reveal} 公布参考答案、每个考察点几个人答到。`,
        '答题：加我好友，私聊发「群题」，揭晓前谁也看不到。直接 @我 加上回答也行，不过大家都看得见。',
        '群里说的话都会传到我这儿，我只处理 @我 的，别的不看也不存。',
        '群主，或拉我进来的人，发「@我 群设置」改时间、题库、揭晓规则。',
      ].join('\n'),
    keepPrivate: (name: string) => `${name}：下次想保密，就加我好友，私聊发「群题」来答。`,
    notReal: '还差一点内容，多写几句，再 @我 发一次。',
    noneOpen: '现在没有等大家回答的题。发「@我 题目」出一道。',
    hint: '我在 👋 想要题，发「@我 题目」；想看怎么用，发「@我 帮助」。',
    late: '这题已经揭晓啦，这次算自己的练习，不算进本轮。想看反馈，加我好友，私聊发「群题」。',
    privateOnly: '这个要私聊我才行：加我好友，私聊发同样的话。',
    adminOnly: '这个只有群主，或拉我进群的人能用。要答题，私聊我发「群题」。',
    adminUnknown: '暂时查不到谁管这个群，过一会儿再试。',
    silent: (rounds: number) => `连着 ${rounds} 题没有人答，我先不出题了。想接着练，发「@我 题目」就好。`,
    invite: '每个人的详细反馈已私聊发出；还没收到的，加我好友，私聊发「群题」就能看。',
    settings: {
      how: '改法：@我 群设置 出题 08:00（或 关）· @我 群设置 揭晓 20:00 · @我 群设置 时区 上海 · @我 群设置 达标 3（或 自动）· @我 群设置 题库 编号 · @我 暂停 7 · @我 恢复',
      bad: (given: string) => `「${given}」我看不懂。发「@我 群设置」看能改什么。`,
      pausedOpen: '好，先停下。想接着来，发「@我 恢复」。',
    },
    me: {
      note: '另外只有你的答案：揭晓后最多保留 7 天，供你来看反馈。发「@我 注销」全部删掉。',
      deleted: '已删掉你在本群的记录。私聊里的练习要删，请私聊我发「注销」。',
    },
  },

  nudge: {
    'uses-freeze': (current: number) => `🌙 今天还没练。不答会用掉一张补签卡（现在连续 ${current} 天）。`,
    breaks: (current: number) => `🌙 已经连续 ${current} 天了，今天还差一题。两分钟就够。`,
    open: '题目在上面，直接回复就行；或发「题目」换一道。',
  },

  attachment: {
    voice: '语音我还听不懂 🙏 用键盘上的麦克风转成文字发给我就行。',
    photo: '图片我还看不懂，请打字发给我。',
    sticker: '😄 收到表情。回答请打字发给我。',
    document: '这里我收不到文件。回答请打字发给我；想导入题目文档，发「导入」看怎么做。',
    money: '心意领了 🙏 红包和转账我收不了，会自动退回给你。',
    other: '这种消息我还看不懂，请打字发给我。',
  },

  /** After one of these, while a question waits. */
  attachmentKept: '题目给你留着。',

  captionOnly: '附件我还看不懂，先收下了文字部分。',
  unknownAfter: '上一题已经答完了。想接着补，先选「补充」再发；想练新的，发「题目」。',
  unasked: '上一题已经结束了，这段我先收着。想算作它的回答，就选下面的；不是就不用管。',
  greeting: {
    open: (prompt: string) => `在呢 👋 等你答这题：${prompt} 直接打字回答就行。`,
    idle: '在呢 👋 现在没有等你答的题，发「题目」来一道。',
  },
  /** To thanks, an "ok", an emoji. */
  courtesy: {
    open: '🙌 题目给你留着，想好了直接打字回答。',
    idle: '🙌 还想练就发「下一题」，不练就明天见。',
  },
  unknown: '没有等你回答的题。发「题目」来一道，发「帮助」看我会什么。',
  unknownCommand: (given: string, nearest: string | undefined) =>
    nearest === undefined
      ? `没有 ${given} 这个命令。发 /help 看我会什么。`
      : `没有 ${given} 这个命令。是想发 /${nearest} 吗？`,
  help: {
    heading: '我会这些',
    groups: { practice: '练习', progress: '进度', settings: '设置', group: '学习群', data: '你的数据' },
    row: (command: string, alias: string, description: string) => `/${command}（${alias}）${description}`,
    foot: '括号里的词直接发就行，后面可以加内容，例如「题目 合规」「暂停 7」。',
  },

  imports: {
    title: '导入的题库',
    description: (count: number) => `从文档导入的 ${count} 道题，内容未经核对。`,
    category: '导入的题',
    keyPoints: '答案要点',
    looksFor: (example: string) => `原文提到：${example}`,
    looksForAnswer: '参考答案里的其他要点。',
    looksForAll: '参考答案里的要点。',
    looksForUnsaid: '原文没写这一点要听到什么，自己判断。',
    hint: (names: string) => `围绕这几点想一想：${names}`,
    hintPlain: '先想一件具体的事，再说你做了什么、结果怎样。',
    noAnswer: '原文没有给出参考答案。',
    noAnalysis: '原文没有解析。',
    noCriteria: '原文没有评分标准',
    cutOff: '（原文到这里中断）',
    refused: {
      empty: '文件是空的。',
      'too-large': '文件太大，最多 20 MB。',
      'too-much-text': '文字太多，拆成几个文件再导入。',
      'unpacks-too-large': '文件解开以后太大，没有读。',
      'too-many-questions': '题太多了，拆成几个文件再导入。',
      unsupported: '这种文件读不了。可以用 .docx、.txt、.md、.html、.csv、.xlsx 或题库 YAML。',
      'old-word': '这是旧版 Word（.doc）。请另存为 .docx 再导入。',
      pdf: 'PDF 读不了。请另存为 .docx 或 .txt 再导入。',
      binary: '这不是文字文件。',
      encrypted: '文件有密码，去掉密码再导入。',
      broken: '文件坏了，打不开。请重新保存一份再试。',
      dtd: '文件里有不安全的内容，没有读。',
      'too-deep': '文件结构太复杂，没有读。',
      'too-slow': '这个文件读得太久，停下了。拆小一些再试。',
      'bad-yaml': '题库 YAML 有错。',
      'no-questions': '没有找到题目。题目前面加上编号（1. 2. 3.）再试。',
    },
    warning: {
      'cut-off': (words: string) => `这题的内容不完整：${words}`,
      'no-answer': (words: string) => `这题没有答案：${words}`,
      'maybe-question': (words: string) => `可能是一道题，没有收：${words}`,
      'not-a-question': (words: string) => `看起来不是题，没有收：${words}`,
      'missing-number': (words: string) => `编号里缺了第 ${words} 题`,
      'answer-without-question': (words: string) => `这个答案找不到题目：${words}`,
      'other-sheet': (words: string) => `这张表没有收：${words}`,
      'left-out': (words: string) => `没有用到的文字：${words}`,
    },
  },

  /** The pages in a browser: a learner's progress, a group's boards. */
  pages: {
    name: '每日一面',
    title: '我的进度',
    subtitle: (today: string) => `截至 ${today}`,
    calendar: '这一年',
    calendarLabel: (kept: number) => `打卡日历：最近一年打卡 ${kept} 天`,
    month: (month: string) => `${Number(month.slice(5))}月`,
    day: (day: string, what: string) => `${day} ${what}`,
    kind: {
      kept: '打卡',
      frozen: '补签',
      missed: '缺',
      rest: '休息',
      pause: '暂停',
      down: '机器人故障',
      zone: '换时区',
      open: '今天',
      none: '还没开始',
    },
    answers: (count: number) => `打卡，答了 ${count} 题`,
    plan: '面试计划',
    planLabel: (day: string) => `从今天到 ${day} 面试，每天做什么`,
    work: { question: '一题', short: '短卷模拟', full: '整卷模拟', calm: '放松', interview: '面试', rest: '休息' },
    competencies: '考察点',
    competenciesNote: '最该练的在前。深色是答到，浅色是提到一点。',
    competenciesNone: '答几题，这里就看得出强弱了。',
    score: (percent: number, asked: number) => `${percent}% · ${asked} 次`,
    trend: { stronger: '↗ 近四周变强', weaker: '↘ 近四周变弱', steady: '→ 近四周持平' },
    showAll: (count: number) => `全部 ${count} 个考察点`,
    attempts: '我的回答',
    attemptsNone: '还没有回答。到聊天里答今天这题，这里就有了。',
    attemptsPage: (from: number, to: number, all: number) => `第 ${from}–${to} 条，共 ${all} 条`,
    marks: (covered: number, all: number) => `答到 ${covered} / ${all} 个考察点`,
    older: '更早的回答',
    newer: '更近的回答',
    groups: '我的学习群',
    group: (current: number) => `学习群 · ${current === 0 ? '还没有连续达标' : `连续 ${current} 题达标`}`,
    export: '下载全部数据（JSON）',
    exportNote: '所有回答、判定、打卡和设置。要全部删除，在聊天里发「注销」。',
    linkNote: '这一页只有你能看。聊天里的链接 24 小时内有效，别转发给别人；在这个浏览器里 7 天内可以直接回来。',

    groupTitle: '学习群',
    groupStreak: (current: number) => (current === 0 ? '本群连续从下一题数起' : `连续 ${current} 题达标`),
    groupNumbers: (longest: number, days: number) => `最长 ${longest} 题 · 共 ${days} 天`,
    boards: '榜',
    boardHead: { place: '名次', name: '成员', days: '天数', points: '考察点' },
    boardNone: '这段时间还没有人上榜。',
    boardOff: '管理员没有开榜。',
    rounds: '最近揭晓的题',
    roundsNone: '最近 7 天没有揭晓的题。',
    roundsNote: '只引用同意被引用的人；答案揭晓 7 天后清除。',
    roundCount: (count: number) => `${count} 人作答`,
    groupNote: '没显示名字的成员和没同意引用的回答，这里也看不到。链接 24 小时内有效，只在群里用。',

    expired: {
      title: '这个链接打不开了',
      words: '链接 24 小时内有效，也可能没有复制完整。回到聊天里发「统计」或「打卡」，我给你一个新的。',
    },
    groupExpired: {
      title: '这个链接打不开了',
      words: '链接 24 小时内有效，也可能没有复制完整。回到群里发「榜」，我给你一个新的。',
    },
    stranger: {
      title: '还不认识你',
      words: '你的进度页从聊天里打开：发「统计」或「打卡」，点「打开进度页」。',
    },
    missing: { title: '这里没有东西', words: '地址可能打错了。你的练习都在聊天里，一条没少。' },
    failed: { title: '刚才出了点差错', words: '你的记录没有丢。过一会儿刷新试试；还不行请告诉管理员。' },
  },

  /** The operator's page. */
  operator: {
    title: '运维',
    ask: '请输入 ADMIN_SECRET',
    enter: '进去',
    leave: '退出',
    wrong: '口令不对，再核对一下。',
    wait: '试得太多了，过一分钟再来。',
    since: (started: string) => `自 ${started} 启动以来`,
    ready: '正常接收回答',
    notReady: '没有一个通道在接收回答',
    channels: '通道',
    up: '正常',
    down: (since: string) => `断开，自 ${since}`,
    starting: '正在连接',
    fix: (fix: string) => `怎么办：${fix}`,
    waiting: '待发',
    sent: '已发',
    unconfirmed: '已发（网络不给回执）',
    failed: '没发出',
    pushes: '每日出题和提醒',
    pushCounts: (sent: number, late: number, failed: number, expired: number) =>
      `准时 ${sent} · 晚到 ${late} · 没发出 ${failed} · 过时未发 ${expired}`,
    unreachable: '收不到消息的聊天',
    reason: { blocked: '对方停用了机器人', 'invalid-message': '网络不收这条', expired: '过时' },
    learners: '学员',
    known: '学员总数',
    groups: '学习群',
    today: '今天来过',
    week: '七天来过',
    banks: '题库',
    bank: (title: string, questions: number) => `${title}（${questions} 题）`,
    noWarnings: '没有要看的',
    warnings: (count: number) => `${count} 处要看`,
    store: '数据',
    disk: (megabytes: string, files: number) => `${megabytes} MB，${files} 个文件`,
    diskLabel: 'DATA_DIR（含备份）',
    backup: '上次备份',
    noBackup: '还没有',
    backupOff: '自动备份关着（BACKUP_AT=off）',
    note: '只有计数，没有名字、回答和令牌。刷新看最新；/metrics 用同一个口令（Authorization: Bearer）。',
  },

  fault: {
    notSaved: '⚠️ 刚才这条没有存下来（机器人的硬盘出了问题），我不会假装存了。请过一会儿再发一次。',
    broken: '⚠️ 刚才出了点差错，这条没有处理。再发一次试试；还不行请告诉管理员。',
    setAside: '⚠️ 你以前的记录文件读不出来，已原样封存并通知管理员，没有丢弃。可以先从新的记录练起。',
    tooFast: '发得太快了，这一分钟后面的消息没有收下。歇一会儿再发。',
    loggedOut: (channel: string, link?: string) =>
      `⚠️ ${channel} 掉线了，要重新扫码登录。${link === undefined ? '请看机器人的终端，或运行 coach doctor 拿二维码链接。' : `用机器人的账号扫这个码：\n${link}\n几分钟后失效，coach doctor 里有最新的。`}\n登录之前，学员的消息我收不到，该发的都留着。`,
    channelDown: (channel: string) => `⚠️ 连不上 ${channel}，我在不断重试。恢复了告诉你。`,
    channelBack: (channel: string, minutes: number) => `✅ ${channel} 恢复了，中断约 ${minutes} 分钟。`,
    banksBroken: (problems: string) => `⚠️ 改动的题库没有启用，机器人继续用上一版。请改好：\n${problems}`,
    banksMended: '✅ 题库改好了，新版已启用。',
    operatorSetAside: (id: string) =>
      `一份学员记录读不出来，已封存（learners/${id}.json.corrupt-…）。学员已回来练习，请从备份恢复。`,
  },

  /** The local page's own words; `{n}` is filled in there. */
  page: {
    tag: 'zh-CN',
    title: '每日一面',
    tagline: '每天一道面试题',
    description: '每天一道面试题：你用自己的话回答，我把答到的、漏掉的考察点和参考答案发给你。',
    placeholder: '用自己的话回答…',
    send: '发送',
    menu: '命令菜单',
    conversation: '对话',
    coach: '教练：',
    me: '我：',
    unfold: '展开',
    typing: '正在看…',
    newest: '新消息 ↓',
    waiting: '还没送到，正在重试',
    failed: '没有发出去，请再试一次。',
    offline: '连接断了，正在重连…你打的字不会丢。',
    elsewhere: '这个对话在别的标签页里打开了。',
    here: '在这里继续',
    tooLong: '太长了：一条最多 {n} 字。先分几条发，或者留下最要紧的。',
    tooFast: '发得有点快，歇几秒再发；刚才那条还在输入框里。',
    noFiles: '这里收不了文件，直接打字就行。',
    skip: '跳到输入框',
    download: '下载：',
    progress: '我的进度',
    otherLanguage: { tag: 'en', label: 'English', says: '/language en' },
    demo: { note: '试用', tomorrow: '模拟明天 →', moving: '时间流过…' },
    entry: {
      ask: '这个页面需要口令，由架设它的人给你。',
      label: '口令',
      enter: '进入',
      wrong: '口令不对，核对一下再试。',
      wait: '试得太多了，一分钟后再来。',
    },
    noScript: '这个页面需要 JavaScript。打开它再刷新，就能开始。',
  },
}

/** The words of one language; `en.ts` has to have every key with the same arguments. */
export type Text = typeof zh
