import type { Text } from './zh.ts'

/** Every word a learner sees, in English. Not a translation word for word: what zh.ts means, as one would say it. */

/** "1 day", "2 days". */
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

/** Month and day of the month, from a date such as 2026-11-27. */
function monthAndDay(day: string): [number, number] {
  return [Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

function spoken(seconds: number): string {
  const tens = Math.max(10, Math.round(seconds / 10) * 10)
  const [minutes, rest] = [Math.floor(tens / 60), tens % 60]
  return minutes === 0 ? `${rest} s` : rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const en: Text = {
  list: ', ',

  day: {
    today: 'today',
    tomorrow: 'tomorrow',
    date: (day) => `${monthAndDay(day)[1]} ${MONTHS[monthAndDay(day)[0] - 1]}`,
  },

  command: {
    start: 'Start, or carry on',
    help: 'What I can do',
    question: 'Get a question; add a topic, keyword or #id',
    answer: 'Answer the current question',
    hint: 'Get a hint',
    skip: 'Skip this question',
    reveal: 'Show the model answer',
    streak: 'Your streak',
    stats: 'How your practice is going',
    history: 'Your answers; add a word to find a question',
    time: 'When your daily question comes, e.g. /time 08:00',
    timezone: 'Your time zone, e.g. /timezone Europe/London',
    review: 'Questions due for review',
    mock: 'Mock interview, full or short',
    plan: 'Your interview day and plan, e.g. /plan 20 Dec',
    weak: 'What to work on most',
    pause: 'Take a few days off, e.g. /pause 7',
    resume: 'Turn daily questions back on',
    bank: 'Choose question banks',
    import: 'Bring your own document of questions',
    language: 'Switch language',
    settings: 'Reminders, rest days, self-check',
    link: 'Share one record between chats, or get it back',
    privacy: 'What I store about you',
    export: 'Export my data',
    delete: 'Delete my data',
    bookmarks: 'Bookmarked questions',
    cancel: 'Cancel what you’re in the middle of',
    board: 'A study group’s board: week, month, all time',
    group: 'Study group: settings for admins; in private, its question',
  },

  // On a channel without buttons these are typed, and commands are read first: none may be the plain word of another command.
  choice: {
    unlink: 'Undo linking',
    hint: '💡 Hint',
    skip: 'Skip',
    reveal: 'Show answer',
    later: 'In an hour',
    done: '✅ Done',
    add: '✍️ Add to my answer',
    bookmark: '⭐ Bookmark',
    unbookmark: 'Remove bookmark',
    report: 'Report a mistake',
    next: 'Next question',
    retry: '🔁 Answer again',
    mockShort: 'Short paper (5)',
    mockFull: 'Full paper (15)',
    mockShortTimed: 'Short, timed',
    mockFullTimed: 'Full, timed',
    mockPause: 'Pause',
    mockResume: 'Go on',
    mockEnd: 'Finish and score',
    reassess: 'Look again',
    noReason: 'No details',
    deleteYes: 'Yes, delete it all',
    deleteNo: 'Keep it',
    nudgeOn: 'Evening reminder: on',
    weeklyOn: 'Weekly summary: on',
    weeklyOff: 'Weekly summary: off',
    selfCheckOn: 'Self-check first: on',
    selfCheckOff: 'Self-check first: off',
    modelOn: 'Marked by a model: on',
    modelOff: 'Marked by a model: off',
    selfDone: '✅ Done, compare',
    followUp: '🎤 Follow-up',
    nudgeOff: 'Evening reminder: off',
    importIt: '✅ Yes, just for me',
    importSelf: 'Just for me',
    importAll: 'For everyone',
    importAllOver: (title) => `For everyone, replacing “${title}”`,
    importAllBeside: 'For everyone, as one more',
    importOver: (title) => `For me, replacing “${title}”`,
    importBeside: 'For me, as one more',
    importNo: 'No thanks',
    fromBank: 'Give me one of these',
    onlyBank: 'Practise only these',
    dropBank: (title) => `🗑 Remove “${title}”`,
    dropYes: 'Remove it',
    dropNo: 'Keep it',
    openPrivate: 'Answer in private',
    change: '🔄 Answer anew',
    myFeedback: 'See my feedback',
    nameShown: 'Name shown in groups: yes',
    nameHidden: 'Name shown in groups: no',
    quoteOn: 'Groups may quote me: yes',
    quoteOff: 'Groups may quote me: no',
    discard: 'Discard and skip',
    progressPage: '📈 Open my progress',
    groupPage: '📈 Open the group’s page',
    older: 'Older',
    newer: 'Newer',
  },

  start: {
    hello: 'Hi, I’m Interview Coach 👋',
    pitch:
      'One interview question a day. Answer in your own words, and I’ll show you which points you covered, which you missed, and a model answer.',
    guess: (zone, clock, time) =>
      `I’m guessing your time zone is ${zone} (now ${clock}). Your question will come every day at ${time}.`,
    otherTime: 'Pick another time below, or send one like /time 19:45. Wrong time zone? Send /timezone.',
    linkOffer: 'Practised here before? Send /link and your recovery code, and your streak and record come back.',
    firstQuestion: 'No need to wait for tomorrow. Here’s your first:',
    again: (time) => `Hello again! Your daily question comes at ${time}. For an extra one, send “next”.`,
  },

  link: {
    code: (code, minutes, chats) =>
      `To go on in another chat with the same record (say WeChat and Telegram), send me there:\n/link ${code}\nIt works once, within ${count(minutes, 'minute')}. Don’t share it.${chats > 1 ? `\n${chats} chats use this record now.` : ''}`,
    recovery: (code) =>
      `🔑 Your recovery code: ${code}\nAfter a new WeChat login, in another browser or with its data cleared I can’t recognise you. Keep this message safe; then send /link and the code, and your streak and record are back. It works once, and you get a new one after that. Don’t share it.`,
    joined: (current, total) =>
      `Linked 👋 Both chats now share one record: a streak of ${count(current, 'day')}, ${count(total, 'day')} of practice in all.\nNot what you wanted? You can undo it within 24 hours.`,
    undone: 'Undone: each chat has its own record again. What you practised since is kept.',
    nothingToUndo: 'There’s nothing to undo (linking can be undone for 24 hours).',
    newestFirst:
      'Another record was linked after this one. The newest comes out first: send /link undo, once for each.',
    wrong: 'I don’t know that code. Please check it: a one-time code lasts 10 minutes, and a recovery code works once.',
    expired: 'That code has just expired. Send /link in the other chat to get a new one.',
    malformed:
      'That doesn’t look like a code. Codes have 8 or 12 letters and digits, as in /link 7K3M-Q2XD. To get one, send /link by itself.',
    limited:
      'That’s too many tries. Please try again in an hour: the code is in your other chat, or in your favourites.',
    own: 'That code belongs to this very record. Send it to me in the other chat.',
    ofGroup: 'That’s a study group’s code: in that group, mention me with /link and the code.',
    groupCode: (code) =>
      `🔑 Recovery code of that study group: ${code}\nAfter WeChat logs in again I can’t recognise the group. Keep this message in your favourites; then, in the group, mention me with /link and the code, and its streak, board and settings are back. It works once, and you get a new one after that. Don’t share it.`,
  },

  access: {
    needInvite: 'You need an invite code here. Please send me the one the organiser gave you.',
    wrongInvite: 'That invite code isn’t right. Check it and send it again.',
    tooManyTries: 'Too many tries. Please come back in an hour.',
    notAllowed: 'This bot is only for people on its list. To join, contact the organiser.',
  },

  card: {
    heading: (category, points, minutes) =>
      [
        category,
        points === undefined ? undefined : `${points} ${points === '1' ? 'point' : 'points'}`,
        `about ${minutes} min`,
      ]
        .filter(Boolean)
        .join(' · '),
    daily: '📮 Today’s question',
    countdown: (days) => `📮 Today’s question · ${count(days, 'day')} to your interview`,
    again: '📮 You’ve met this one before',
    why: {
      again: (name) => `🎯 This one again: last time I didn’t hear “${name}”`,
      weak: (name) => `🎯 Some more “${name}”: you’ve shown it less so far`,
    },
    retry: '🔁 Once more: see which points you gain',
    followUp: '🎤 The interviewer asks on',
    snoozed: '⏰ An hour’s up, as promised',
    unchecked: '⚠️ Imported question: nobody has checked it',
    howTo: 'Just type your answer, in as many messages as you like.',
    keyHint: 'Reply with the letter, such as B.',
    numberHint: 'Reply with your result, ideally with the working.',
    words: 'Or reply: ',
  },

  hint: (hint) => `💡 ${hint}`,
  draft: {
    started: (seconds) =>
      `Got it. If there’s more, keep going; after ${count(seconds, 'quiet second')} I’ll start reading.`,
    startedOn: (question, seconds) =>
      `Got it, as an answer to “${question}”. After ${count(seconds, 'quiet second')} I’ll start reading; if it wasn’t meant for that one, send “cancel”.`,
    added: 'Added. If there’s more, keep going; when you’ve finished, choose “Done”.',
    reopened: 'Carry on. When you’ve finished, choose “Done”.',
    tooLong: (limit) =>
      `An answer can be up to ${limit.toLocaleString('en')} characters, so I left out the rest. Here’s how the first part did.`,
    edited: 'You edited your answer. Shall I look again?',
    takenBack: 'You took that back, so it doesn’t count. The question is still here: answer whenever you like.',
    cleared: 'Draft cleared. The question is still here: answer whenever you like.',
    skipWithDraft: 'You’ve already written something. Shall I look at it, or discard it and skip?',
    nothing: 'Nothing here yet. Just type your answer to me.',
  },

  feedback: {
    heading: {
      right: '👏 That’s right, and you explained it well. You can move on from this one with confidence.',
      rightAnd: (names) => `👏 That’s right, and you covered: ${names}`,
      rightOnly: '👏 That’s right! I didn’t hear how you got there. In the interview, think out loud.',
      noResult: 'I couldn’t tell what your answer is. Give the result first, then say why.',
      copied: 'These are nearly the words of the model answer or the points.',
      all: '👏 You covered every point. You can move on from this one with confidence.',
      some: (names) => `You covered: ${names}`,
      partly: (names) => `You touched on: ${names}. Now say a bit more.`,
      wrong: 'Not right this time. See below where it parted from the answer.',
      unheard: 'I couldn’t match the exam points.',
      unjudged: 'Got it. For this one only you can judge: tick the points you covered.',
      short: 'Too short to hear the points in. Take the list below and say a sentence or two on each.',
      none: 'None of the exam points yet. Look through the list below and pick one to work on first.',
    },
    mark: { covered: '✅', partly: '🟡', missed: '⬜', unjudged: '🔲' },
    verdict: { covered: 'covered', partly: 'touched on', missed: 'didn’t hear it', unjudged: 'you judge' },
    quote: (words) => `“${words}”`,
    ticked: ' (you ticked it)',
    unticked: ' (you unticked it)',
    redLine: (text) => `⛔ Red line: ${text}`,
    reading: 'Got it. Reading closely, one moment.',
    by: {
      model: '🤖 Marked by a model; every quotation is your own words.',
      local: 'The model didn’t respond this time, so I judged here.',
    },
    compared: 'Since last time',
    gained: (name, change) => `📈 ${name} ${change}`,
    lost: (name, change) => `📉 ${name} ${change}`,
    before: (words) => `Then: “${words}”`,
    now: (words) => `Now: “${words}”`,
    noChange: 'The same points as last time. Try another angle, or add the one below.',
    otherLanguage:
      'Your answer isn’t in the question’s language, so I may have missed things. Tick them yourself below, or answer again in that language.',
    stillAbove: 'The model answer is further up.',
    copied: 'Close it and tell it again in your own words, from your own experience.',
    part: { situation: 'situation', task: 'task', action: 'action', result: 'result', figure: 'a figure' },
    partsMissing: (parts) => `🧱 Not heard in the story yet: ${parts}`,
    tooShort: (seconds, wanted) => `⏱ About ${spoken(seconds)} aloud; you have ${spoken(wanted)}. Say a little more.`,
    tooLong: (seconds, wanted) => `⏱ About ${spoken(seconds)} aloud; try to keep it within ${spoken(wanted)}.`,
    next: (name) => `👉 Add this next time: ${name}`,
    tickHint: 'Did I get one wrong? Tap its number to change it. Your word counts.',
    tickTyped: 'Did I get one wrong? Reply with its number, or several like 1 3. Your word counts.',
    modelAnswer: 'Model answer',
    analysis: 'Why it works',
    criteria: 'Scoring',
    key: (key) => `Correct answer: ${key}`,
    sources: (titles, reviewed) => `Based on: ${titles}${reviewed === undefined ? '' : ` (checked ${reviewed})`}`,
    followUp: (question) => `They may follow up with: ${question}`,
    comesBack: (day, days) =>
      days <= 1
        ? 'From tomorrow, this one waits for you under “review”.'
        : `In ${days} days (from ${day}), this one waits for you under “review”.`,
    unanswered: 'No problem: what you can’t answer yet is just what to practise. Here’s how someone might answer it:',
    revealed: 'OK, here’s the answer. Read it, look away, and say it out loud in your own words.',
    notCounted: 'This doesn’t count towards your streak; answering any question does.',
    unchanged: 'Nothing new there, so my feedback above still stands.',
    skipped: (days) => `OK, skipped. It’ll be up for “review” in ${count(days, 'day')}.`,
    ticksSaved: (names) =>
      names === '' ? 'Changed. Nothing counts as covered now.' : `Changed. Covered now: ${names}`,
    outsideTime: 'It’s too late to add to that one. Want more practice? Send “next”.',
  },

  streakLine: {
    first: '🔥 Day 1. You’re off!',
    kept: (current, total) => `🔥 ${current}-day streak (${count(total, 'day')} in all)`,
    already: (current) => `🔥 Already counted. Streak: ${count(current, 'day')}`,
    restarted: (total) => `🔥 A fresh start: day 1 (${count(total, 'day')} in all)`,
    froze: (days, left) =>
      `🧊 ${count(days, 'streak freeze')} covered the ${days === 1 ? 'day' : 'days'} you missed. ${left === 0 ? 'None' : left} left.`,
    earned: (held) => `🎁 You earned a streak freeze. You have ${held} now.`,
    lapsed: (total) =>
      `🔥 That day counts (${count(total, 'day')} in all). Days were missed after it: answer one today to start again.`,
    late: (day) => `This answer counts for ${day}.`,
  },

  streak: {
    heading: (current) => (current > 0 ? `🔥 ${current}-day streak` : '🔥 Today is day 1'),
    numbers: (longest, total, freezes) =>
      `Longest: ${count(longest, 'day')} · In all: ${count(total, 'day')} · ${count(freezes, 'streak freeze')}`,
    recent: 'Last two weeks',
    mark: { kept: '🟩', frozen: '🧊', missed: '⬜', rest: '💤', pause: '💤', down: '🔧', zone: '✈️', open: '🔲' },
    legend: '🟩 answered 🧊 freeze ⬜ missed 💤 off 🔧 bot down ✈️ zone change 🔲 today',
    today: {
      kept: 'Today is done.',
      open: 'Nothing yet today. One answer is all it takes.',
      off: 'It’s a day off: no answer needed, and your streak is safe.',
    },
    forecast: (missed) =>
      `You missed ${count(missed, 'day')}. Your next answer will use ${count(missed, 'streak freeze')} to cover ${missed === 1 ? 'it' : 'them'}.`,
    lapsed: 'No harm done: the days you practised still count. One answer starts you at 1.',
    atRisk: {
      'uses-freeze': 'Without an answer today, a streak freeze goes.',
      breaks: 'Without an answer today, your streak ends.',
    },
    rule: 'Every 7 days in a row earns you a streak freeze (hold up to 2). Rest days and pauses don’t break your streak.',
  },

  stats: {
    heading: '📊 Your practice',
    none: 'No answers yet. Send “next” for your first question.',
    totals: (answered, questions, all) =>
      `${count(answered, 'try', 'tries')} so far, on ${questions} of ${count(all, 'question')}`,
    strongest: 'Strongest',
    weakest: 'Most worth practising',
    row: (name, covered, all) => `${name}: ${covered}/${all}`,
    due: (due, unseen) => `${due} due for review, ${unseen} not seen yet`,
  },

  week: {
    range: (from, to) => {
      const [month, day] = monthAndDay(from)
      const [toMonth, toDay] = monthAndDay(to)
      return month === toMonth
        ? `${day}–${toDay} ${MONTHS[toMonth - 1]}`
        : `${day} ${MONTHS[month - 1]} – ${toDay} ${MONTHS[toMonth - 1]}`
    },
    heading: (range) => `🗓 Your week (${range})`,
    kept: (kept, possible, answers) =>
      `${kept >= possible ? `${count(kept, 'day')} and not one missed` : `You practised on ${count(kept, 'day')}`}: ${count(answers, 'answer')}.`,
    none: 'We didn’t meet this week. No matter: one question is all it takes to begin again.',
    streak: (current) => `🔥 ${current}-day streak.`,
    open: 'Today is still open. Two minutes before bed will do.',
    stronger: (name) => `📈 Getting stronger: ${name}`,
    weakest: (name) => `🎯 Practise next: ${name}`,
    interview: (days) => `📅 ${count(days, 'day')} to your interview.`,
    off: 'A summary every Sunday evening. If you’d rather not have it, turn it off in /settings.',
    board: (range) => `🏆 This week’s board (${range})`,
  },

  picture: {
    brand: 'Interview Coach',
    day: (day) => `${monthAndDay(day)[1]} ${MONTHS[monthAndDay(day)[0] - 1]}`,
    months: MONTHS,
    weekday: (name) => name.slice(0, 1),
    inARow: (current) => (current === 1 ? 'day in a row' : 'days in a row'),
    noStreak: 'Today is day 1',
    longest: 'Longest',
    total: 'In all',
    freezes: 'Freezes',
    streak: 'Streak',
    answers: 'Answers',
    toInterview: 'Interview in',
    days: (days) => count(days, 'day'),
    freezeCount: (held) => String(held),
    answerCount: (answers) => String(answers),
    legend: { kept: 'answered', frozen: 'freeze', missed: 'missed', off: 'off' },
    strengths: { streak: 'Exam points, last 7 days', week: 'Exam points this week' },
    noStrengths: 'No answers yet. How about one now?',
    weekHeading: 'This week you practised on',
    daysKept: (kept) => (kept === 1 ? 'day' : 'days'),
    stronger: 'Getting stronger',
    weakest: 'Practise next',
    revealed: 'The reveal',
    covered: (answers) =>
      answers === 0 ? 'Nobody answered this time' : `${count(answers, 'answer')}: who covered what`,
    hardest: (name) => `Hardest: ${name}`,
    board: 'This week',
    possible: (days) => count(days, 'question day'),
    ofDays: (kept, possible) => `${kept}/${possible} days`,
    pointCount: (points) => `${points} pts`,
    hidden: 'A member',
    groupStreak: (current) => `Group streak: ${current}`,
    alt: {
      streak: (current, longest, total) =>
        `Streak calendar: ${count(current, 'day')} in a row, ${longest} at the longest, ${total} in all.`,
      week: (range, kept, answers) =>
        `Weekly summary, ${range}: practised on ${count(kept, 'day')}, ${count(answers, 'answer')}.`,
      reveal: (prompt, answers) =>
        `The reveal: ${prompt} ${count(answers, 'answer')}; the picture shows who covered what.`,
      board: (members) => `This week’s board: ${count(members, 'member')}.`,
    },
  },

  review: {
    heading: (due) => `🔁 ${count(due, 'question')} due for review`,
    open: 'The most urgent first. Pick one:',
    none: (day) => `Nothing is due now; the next one is due ${day}. For a new one, choose “Next question”.`,
    never: 'You haven’t practised any question yet. Start with a new one.',
  },

  weak: {
    heading: '🎯 Weak spots (weakest first)',
    none: 'No answers yet. After a few I can tell.',
    row: (name, percent, asked) => `${name} ${percent}% (${asked}×)`,
    train: (name, how) => `To train “${name}”: ${how}`,
    practise: (name) => `Practise “${name}”`,
  },

  selfCheck: {
    heading: 'Your own verdict first: which of these did you cover? Tick by number, then compare.',
    heardMore: (names) => `I also heard, though you didn’t tick it: ${names} 👂`,
  },

  followUp: {
    done: 'A follow-up has no model answer. Check for yourself: did you touch on these?',
  },

  mock: {
    choose:
      '📝 Mock interview: one question after another, no feedback in between, the result at the end. You can stop and go on later with /mock.',
    title: (n, all) => `📝 Mock interview, question ${n} of ${all}`,
    started: (seconds) =>
      `Got it. If there’s more, keep going; after ${count(seconds, 'quiet second')} this one is done.`,
    noHelp: 'No hints or answers in a mock interview, just like the real one. You can skip.',
    paused: 'OK, we stop here. Everything is kept.',
    result: (earned, points) => `📝 Mock interview: about ${earned} of ${points} points`,
    unscored: '📝 That’s the whole paper. Only you can judge its exam points, so there are no points to show.',
    unjudged: (n, prompt) => `${n}. ${prompt} 🔲 judge for yourself, not scored`,
    section: (name, earned, points) => `${name}: about ${earned} of ${points}`,
    line: (n, prompt, earned, points) => `${n}. ${prompt} · about ${earned}/${points}`,
    low: 'A low score is fine: finding the gaps is what a paper is for.',
    lost: (name, criterion) => `   Lacking ${name}: ${criterion}`,
    more: (n) => `   and ${n} more`,
    limit: (minutes) => `⏱ ${count(minutes, 'minute')}`,
    timeUp: '⏰ Time’s up.',
    nobodyThere: '⏰ Time’s up, and no answer came. We stop here; carry on when you’re back.',
    next: (names) => `👉 Practise next: ${names}`,
    nothingLost: '👏 You covered every point.',
    how: 'Points follow the exam points covered (half for a touch, none for a crossed red line). It’s an estimate; your answers are in /history.',
  },

  plan: {
    mockToday: {
      short:
        '📝 Today’s plan: a short mock paper, 5 questions, about a quarter of an hour. No time? Choose “Next question”.',
      full: '📝 Today’s plan: a full mock paper, 15 questions, in one go or several. No time? Choose “Next question”.',
    },
    ask: 'When is your interview? Send /plan 20 Dec and I’ll fit the practice into the days left.',
    heading: (day, left) =>
      left <= 1 ? `📅 Your interview is ${day}` : `📅 Interview on ${day}, ${count(left, 'day')} left`,
    questions: (days, unseen) =>
      `· ${count(days, 'day')} with a question each: ${unseen === 0 ? 'no new ones left, so reviews' : `three new ones (${unseen} left), then a review`}`,
    short: (dates, times) => `· ${count(times, 'short mock paper')}: ${dates}`,
    full: (dates, times) => `· ${count(times, 'full mock paper')}: ${dates}`,
    calmDay: (dates) => `· ${dates}: nothing new, just rest`,
    foot: 'Everything you’ve answered is up for review once more before the day. To change it send /plan again; to drop it, /plan off.',
    calm: '🍵 Your interview is tomorrow. No new question today: look through your bookmarks and sleep early. To keep your streak, send “next” and answer one you’re good at.',
    interview: '🌟 Today’s the day! Speak slowly, hear the question out. You’ve practised for this. Good luck!',
    over: 'Well done for getting through the interview! The plan ends here and daily questions go on. Another one coming? Send /plan.',
    cleared: 'OK, no interview day. We’ll practise at the usual pace.',
    bad: (given) => `I can’t read “${given}” as a day. Try /plan 2026-12-20 or /plan 20 Dec.`,
    past: (day) => `${day} has passed. Send a day from today on.`,
    far: 'That’s too far off to plan: up to a year works. Tell me when it’s closer.',
  },

  history: {
    heading: '🗂 Recent answers',
    found: (given) => `🗂 Your answers on “${given}”`,
    notFound: (given) => `You have no answers on “${given}”. Send /history for the recent ones.`,
    none: 'Nothing here yet. Send “next” for your first question.',
    open: 'Pick one to read in full:',
    page: (from, to, all) => `${from}–${to} of ${all}. To find a question, add a word: /history complaint`,
    outcome: { answered: '', 'no-answer': 'No answer', revealed: 'Answer shown', skipped: 'Skipped' },
    reply: 'Your answer',
    gone: 'I can’t find that answer any more. Send /history for the recent ones.',
  },

  time: {
    set: (time, next) => `OK, a question every day at ${time}.${next === undefined ? '' : ` Next: ${next}.`}`,
    quiet: (from, to) =>
      `\nBut from ${from} to ${to} I send nothing unasked: a question due then waits until ${to}, or is left out once its day is over. Another time is safer.`,
    ask: (time) => `Your question comes every day at ${time}. To change it, send a time like /time 08:00.`,
    bad: (given) => `I can’t read “${given}” as a time. Try /time 08:00 or /time 9pm.`,
  },

  timezone: {
    set: (zone, clock) =>
      `Time zone set to ${zone}, where it’s ${clock}. This applies from now on; days you’ve already earned stay as they are.`,
    ask: (zone, clock) =>
      `Your time zone is ${zone} (now ${clock}). To change it, send one like /timezone Europe/London.`,
    bad: (given) => `I don’t know the time zone “${given}”. Try a name like Europe/London or Asia/Shanghai.`,
  },

  pause: {
    days: (days, until) =>
      `OK, ${count(days, 'day')} off, up to the end of ${until}. Your streak is safe. To come back early, send “resume”.`,
    open: 'OK, pausing. Your streak is safe. To come back, send “resume”.',
    bad: (most) =>
      `Please give a number of days from 1 to ${most}, like /pause 7. With no number I’ll pause until you send “resume”.`,
    silent: (days) =>
      `The last ${count(days, 'daily question')} went unanswered, so I’ll stay quiet for now. Whenever you feel like it, send “next” and we’ll carry on.`,
    resumed: (next) =>
      `Welcome back! ${next === undefined ? '' : `Next question: ${next}. `}To practise right now, send “next”.`,
    notPaused: 'Your daily questions are on.',
  },

  bank: {
    heading: '📚 Question banks (choose one or more)',
    row: (title, questions) => `${title} (${count(questions, 'question')})`,
    hint: 'Choose one to add it or take it away.',
    last: 'Keep at least one bank.',
    changed: (titles) => `Now practising: ${titles}`,
    unknown: 'There’s no such bank. Send /bank to see them.',
  },

  library: {
    how: 'Just send me the document: .docx, .txt, .md, .html, .csv or .xlsx, up to 20 MB. I’ll tell you what’s in it first, and only if you say yes does it become a bank that nobody but you can see.',
    howElsewhere:
      'I can’t receive files here. On Telegram you can simply send me the document in our private chat. If the bot is yours, run this in its folder: npm run coach -- import FILE',
    reading: (name) => `Got ${name === '' ? 'your file' : `“${name}”`}. Give me a few seconds to read it.`,
    captionIgnored: 'I left out the text that came with it; to answer a question, send that by itself.',
    busy: 'I’m still busy with the last one. Send this again once I’ve answered.',
    enoughToday: (most) => `That’s ${count(most, 'document')} today, which is all I can read. See you tomorrow!`,
    interrupted: (name) =>
      `I was restarted while reading “${name}” and didn’t finish. Please send it again; if it still won’t work, try a smaller one.`,
    notFetched: 'I couldn’t fetch that file from the network. Please send it again.',
    cancelled: 'OK, I’ve stopped reading that document.',
    found: (title, questions, cutOff) =>
      `📄 “${title}”: ${count(questions, 'question')}${cutOff === 0 ? '' : `, ${cutOff} of them incomplete in the document`}`,
    more: (left) => `… and ${left} more`,
    remarks: 'Left out, or worth a look:',
    remark: (line, words) => `· line ${line}: ${words}`,
    moreRemarks: (left) => `… and ${left} more places`,
    alikeOwn: (title) => `You already have “${title}”; at least half of it is in here again.`,
    alikeShared: (title) => `Everyone already has “${title}”; at least half of it is in here again.`,
    foot: 'Only you will see these questions, marked as unchecked. No hurry: I’ll keep them until you decide.',
    footAdmin:
      '“For everyone” means every learner will practise them. They are marked as unchecked until somebody has gone over the bank’s file.',
    waiting: (title, questions) => `📄 “${title}” (${count(questions, 'question')}) is waiting for your decision:`,
    tooMuch: (questions, most) =>
      `That’s too much (${count(questions, 'question')}): banks of your own may hold ${most} questions and 1.5 million characters in all. Pick the part you want to practise and send me that.`,
    full: (banks, questions) =>
      `There’s no room left: at most ${count(banks, 'bank')} of your own with ${questions} questions in all. Remove one, then send /import to carry on:`,
    kept: (title, questions) =>
      `✅ Done: “${title}”, ${count(questions, 'question')}, is now part of your practice. /bank chooses between banks. If you have a newer version one day, just send it.`,
    declined: 'OK, nothing imported, and I haven’t kept the document.',
    decided: 'That document has already been dealt with. To import it again, send the file once more.',
    sharing: 'Adding it to everyone’s banks…',
    shared: (title, questions) =>
      `✅ “${title}” (${count(questions, 'question')}) is now in everyone’s banks and will come up from here on.`,
    shareFailed:
      'I couldn’t add it to everyone’s banks; the log says why. I’ve kept the questions: once that’s mended, send /import to try again.',
    shareWaits: (title) =>
      `“${title}” is saved but not in use yet, because another bank’s file has a mistake. The log says where; once that’s mended, it will be used by itself.`,
    askDrop: (title) =>
      `Remove “${title}”? Its questions and their review dates will go; the answers you’ve given stay in your record.`,
    dropped: (title) => `“${title}” is gone.`,
    undropped: 'OK, it stays.',
    lost: (titles) =>
      `⚠️ I can’t read “${titles}” any more, which you imported. The organiser has been told. Please send me the file again.`,
    operatorLost: (id) =>
      `Banks a learner imported can’t be read (learners/${id}.attachment.json…) and were set aside. The learner knows to send the file again; a backup would bring them back too.`,
    mistakeIsYours:
      'You imported this question yourself and only you can see it. Correct it in your document and send me that to replace it.',
  },

  languageSet: 'OK, English from now on.',
  languageUnknown: 'I only speak English and Chinese. To switch, send /language English or /language 中文.',

  settings: {
    heading: '⚙️ Settings',
    time: (time) => `Daily question: ${time}`,
    zone: (zone, clock) => `Time zone: ${zone} (now ${clock})`,
    banks: (titles) => `Question banks: ${titles}`,
    rest: (days) => `Rest days: ${days}`,
    noRest: 'none',
    paused: (until) =>
      `Daily question: paused${until === undefined ? '' : ` until ${until}`} (send “resume” to turn it on)`,
    modelOffer: (name) =>
      `The organiser has set up a model (${name}) that can read your answers more closely. If you turn it on, your answers are sent to it.`,
    modelAgreed: (name) =>
      `Done: ${name} reads your answers from now on, so they’re sent to it. Whenever it doesn’t respond, I judge here.`,
    restHint: 'Choose your rest days (from today on):',
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    others: 'Change the rest: /time · /timezone · /bank · /language',
  },

  privacy: {
    heading: '🔒 What I store',
    kept: 'On the organiser’s own machine: your chat ID (not your name), settings, progress, answers and how they were marked, and your streak.',
    keptByPage: (messages) =>
      `The last ${messages} messages of this chat are kept there too, so that you find them when you come back.`,
    nobodyElse:
      'Apart from the chat app you’re using, none of it goes to anyone else. Your answers are checked on that machine and never written to its logs.',
    groups: (groups) =>
      `You’ve answered in ${count(groups, 'study group')}. Each keeps the name it shows, your days and the points you covered; /delete removes those too.`,
    withModel: (name) =>
      `You agreed to have a model read your answers: answer and question go to the one the organiser set up (${name}), without your identity. Turn it off in /settings at any time. Logs never hold your answers.`,
    rights: 'Send /export to take everything with you, or /delete to erase it. Copies in backups go when those expire.',
    banks: (banks, questions) =>
      `Banks you imported: ${banks}, with ${count(questions, 'question')}. Only you can see them.`,
    backups: (days) => `Backups are kept for ${count(days, 'day')} at most.`,
  },

  exported: 'Here’s all your data (JSON).',
  exportFile: (day) => `interview-coach-${day}.json`,

  remove: {
    ask: 'Delete all your data? Your answers, streak, settings and the banks you imported will go, and you can’t get them back.',
    kept: 'OK, everything stays.',
    done: 'All deleted. To practise again, send /start. Good luck with your interviews!',
  },

  bookmarks: {
    heading: '⭐ Bookmarked questions',
    none: 'No bookmarks yet. You can add one below the feedback on any question.',
    open: 'Pick one to practise again:',
    added: 'Bookmarked. Find it under /bookmarks.',
    removed: 'Bookmark removed.',
  },

  report: {
    ask: 'What’s wrong with it? Send me a line and I’ll pass it on to the organiser.',
    thanks: 'Thank you, I’ve passed it on.',
    noted: 'Thank you, I’ve noted which question it is.',
    toOperator: (questionId, prompt) => `🚩 A learner reported a mistake in #${questionId}\n${prompt}`,
    reason: (text) => `They said: ${text}`,
  },

  cancel: {
    nothing: 'There’s nothing to cancel.',
    done: 'OK, cancelled.',
  },

  question: {
    noneOpen: 'No question is waiting for you. Send “next” to get one.',
    over: 'That question is over. Send “next” for a new one.',
    // The topics follow on a line of their own, or nothing does (in a group): it has to read well both ways.
    notFound: (given) => `I found no question on “${given}”. Try /question with another topic.`,
    quota: (limit) => `That’s ${count(limit, 'question')} today, plenty for one day! More tomorrow.`,
    empty: 'The question bank is empty. Please ask the organiser to check it.',
    later: 'OK, I’ll be back in an hour. If you’re ready sooner, just answer.',
  },

  round: {
    title: (hour) => `📣 Your study group’s question · revealed at ${hour}`,
    taken: (hour) =>
      `📣 Got it, your group has your answer. At ${hour} I’ll send you the model answer and your feedback; until then you can change it.`,
    changed: (hour) => `📣 Changed: this one counts. Revealed at ${hour}.`,
    unasked:
      'Your study group has your answer already. I’ve kept this: add it, or let it replace the other? If it’s neither, just leave it.',
    changing: 'OK, answer it anew. Until you do, your earlier answer stands.',
    notReal: (hour) => `A little more, please. Write whatever comes to mind; you can answer until ${hour}.`,
    sealed: (hour) => `🔒 Your study group is answering this one, so no answer before ${hour}. A “hint” is fine.`,
    already: (hour) => `📣 Your group has your answer; it’s revealed at ${hour}. You can still change it.`,
    revealed: (prompt) => `📣 Your group has revealed “${prompt}”. Here’s your feedback:`,
    late: (prompt) =>
      `“${prompt}” had been revealed already, so this was practice of your own. It counts for your streak:`,
    known: 'You’ve had the feedback on this one. It’s further up in this chat.',
    over: 'This one has been revealed. You can still practise it on your own:',
  },

  group: {
    hello: (time, reveal) =>
      [
        'Hello everyone, I’m Interview Coach 👋 One interview question a day: each of you answers alone, then all is revealed together.',
        `${time === undefined ? 'Anybody may send /question for a question' : `A question every day at ${time} (anybody may add one with /question)`}; at ${reveal} come the model answer and how many covered each point.`,
        'To answer, use the button under the question and write to me in private. Nobody sees anyone’s answer before the reveal.',
        'In this group I only see commands and replies to me, not your conversation. As an admin who may delete messages I’ll take away answers posted here at once; admins are sent every message, but I still handle only those to me, and keep nothing of the others.',
        'Admins change hour, banks and rules with /group.',
      ].join('\n'),
    title: {
      daily: (hour) => `📣 Today’s question · revealed at ${hour}`,
      asked: (hour) => `📣 One more question · revealed at ${hour}`,
    },
    howTo: {
      link: 'Answer in private below. Nobody else sees it before the reveal.',
      unseen: 'Answer in private below, or send /answer with your answer (only I will see it).',
      mention: 'Just mention me with your answer. To keep it private, add me and send me “group” in a direct chat.',
    },
    counter: (answers) => `✍️ ${answers} answered`,
    names: (names, answers, changed = '') =>
      [names === '' ? '✍️' : `✍️ Got ${names}. ${answers} answered so far.`, changed === '' ? '' : `Changed: ${changed}.`]
        .filter((part) => part !== '')
        .join(' '),
    pick: (name) => `${name}, just reply with a number.`,
    someone: 'Somebody here',
    taken: (hour) => `Got it. Revealed at ${hour}; send another before then to change it.`,
    notReal: 'A little more, please: write a few words and send it again.',
    keepPrivate: (name) => `${name}, I’ve got it. To keep an answer private, use the button under the question.`,
    noneOpen: 'No question is waiting for an answer. Send /question for one.',
    late: 'This one has been revealed, so that’s not part of the round. For your own feedback, write to me in private:',
    quota: 'That’s plenty of questions for now. Answer these first!',
    privateOnly: 'That one only works in a private chat with me.',
    boardInGroup: 'The board is for study groups: send /board there. No group yet? Add me to one.',
    inGroup:
      'No question of a study group is waiting for you. No group yet? Add me to one: board and settings live there.',
    anonymous: 'I can’t take an anonymous answer. Write as yourself, or use the button to answer in private.',
    adminOnly: 'Only admins of this group can do that.',
    adminUnknown: 'I can’t tell who is an admin just now. Please try again in a while.',
    silent: (rounds) =>
      `Nobody answered the last ${count(rounds, 'question')}, so I’ll stop asking. To go on, send /question.`,

    hint: 'I’m here 👋 For a question send /question, to see how I work send /help.',

    link: {
      offer:
        'Used me in this group before? Mention me with /link and the recovery code: streak, board and settings come back.',
      ask: '🔑 After WeChat logs in again I won’t recognise this group. Whoever runs it: add me as a friend, then mention me here with /link, and I’ll send you a recovery code in private.',
      befriend:
        'A recovery code is for you alone: add me, say something in a direct chat, then mention me here with /link.',
      given: 'I’ve sent you the recovery code in private. Keep it safe.',
      joined: (current, days) =>
        `Linked 👋 The group’s board and settings are back${current > 0 ? `, with a streak of ${count(current, 'question')}` : ''}${days > 0 ? `, ${count(days, 'day')} of questions in all` : ''}. For your own record, send me /link and your code in a direct chat.`,
      later: (hour) =>
        `That’s the code 🔑 Once this question is revealed at ${hour} I’ll bring the earlier record back.`,
      used: 'That code has been used already; the earlier record was not linked.',
      own: 'That code is this group’s own: nothing to link. Keep it for when WeChat has logged in again.',
      personal:
        'That’s your personal code, and everybody has seen it now. Send me /link with it in a direct chat at once: used, it is safe.',
    },

    revealed: (prompt) => `📖 Revealed: ${prompt}`,
    nobody: 'Nobody answered this time. Here’s the answer all the same; join in next time.',
    covered: (answers) => `${count(answers, 'answer')}; how many covered each point`,
    right: (right, all) => `${right}/${all} got it right`,
    point: (name, covered, all) =>
      covered === undefined ? `🔲 ${name} (judge for yourself)` : `${covered}/${all} ${name}`,
    hardest: (name, looksFor) => `🎯 The hardest point: ${name} (${looksFor})`,
    lines: '💬 Well said',
    quoted: (name, words) => `${name}: “${words}”`,
    tookPart: (names) => `🙌 Answered: ${names}`,
    andOthers: (names, others) =>
      names === '' ? count(others, 'person', 'people') : `${names} and ${count(others, 'other')}`,
    streakKept: (current) => `🔥 Group streak: ${count(current, 'question')} in a row`,
    streakMissed: (quorum) => `Fewer than ${quorum} answered, so the group’s streak starts over.`,
    invite: 'Everybody’s own feedback has gone out in private. If you’ve never written to me, get yours below.',

    streak: (current, longest, quorum) =>
      `🔥 ${current === 0 ? 'The group’s streak starts with the next question' : `Group streak: ${count(current, 'question')} in a row`}${longest === 0 ? '' : `, longest ${longest}`}. A question counts with at least ${count(quorum, 'answer')}; rest days, pauses and my own downtime don’t break it.`,

    board: {
      heading: { week: '🏆 This week', month: '🏆 This month', all: '🏆 All time' },
      period: { week: 'Week', month: 'Month', all: 'All time' },
      row: (place, name, kept, possible, points) =>
        `${place} ${name} · ${kept} of ${count(possible, 'day')} · ${count(points, 'point')}`,
      hidden: '(no name shown)',
      more: (others) => `and ${count(others, 'other')}`,
      none: 'Nobody here yet. One answer is all it takes.',
      foot: 'Days answered first, then exam points covered. Days are those with a question since you joined.',
      off: 'This group has no board.',
    },

    settings: {
      heading: '⚙️ Group settings',
      time: (time) => `Daily question: ${time ?? 'off'}`,
      reveal: (time, early) => `Reveal: ${time}${early ? ', or as soon as all active members have answered' : ''}`,
      zone: (zone, now) => `Time zone: ${zone} (now ${now})`,
      banks: (titles) => `Question banks: ${titles}`,
      rest: (days) => `Rest days: ${days}`,
      quorum: (quorum) => `Answers that keep the streak: ${quorum}`,
      quorumAuto: 'a third of the active members, at least 2',
      paused: (until) => `Paused${until === undefined ? '' : ` until ${until}`}`,
      how: 'To change: /group time 08:00 (or off) · /group reveal 20:00 · /group zone London · /group quorum 3 (or auto) · /group bank ID · /pause 7 · /resume',
      bankIds: (ids) => `Bank IDs: ${ids}`,
      restHint: 'Choose rest days:',
      earlyOn: 'Early reveal: on',
      earlyOff: 'Early reveal: off',
      boardOn: 'Board: on',
      boardOff: 'Board: off',
      saved: 'Changed.',
      bad: (given) => `I can’t read “${given}”. Send /group to see what can be changed.`,
      pausedFor: (days, until) =>
        `OK, ${count(days, 'day')} off, up to the end of ${until}. The group’s streak is safe.`,
      pausedOpen: 'OK, pausing. An admin can send /resume to go on.',
      resumed: 'OK, questions are back on.',
    },

    me: {
      heading: 'You in this group',
      name: (name) => `Name shown: ${name}`,
      counts: (days, points) => `${count(days, 'day')} answered, ${count(points, 'exam point')} covered`,
      nothing: 'No days of yours yet: they’re counted at the reveal.',
      note: 'Besides that, only your answers: they stay up to 7 days after the reveal, for your feedback. Send /delete to remove it all.',
      changed: 'OK, noted.',
      deleteAsk: (name) =>
        `${name}, delete your record in this group? Your name, your days and answers not yet revealed will go.`,
      deleted: 'Your record in this group is deleted. For your own practice, send me /delete in private.',
      notYours: 'That button is somebody else’s.',
    },
  },

  room: {
    hello: (time, reveal) =>
      [
        'Hello everyone, I’m Interview Coach 👋 One interview question a day: each of you answers alone, then all is revealed together.',
        `${time === undefined ? 'For a question, mention me with “question”' : `A question every day at ${time} (for one more, mention me with “question”)`}; at ${reveal} come the model answer and how many covered each point.`,
        'To answer, add me as a friend and send me “group” in a direct chat: nobody sees it before the reveal. Mentioning me with your answer works too, but everyone can read it.',
        'All that’s said here reaches me. I only handle what mentions me, and neither read nor keep the rest.',
        'The group’s owner, or whoever brought me in, can mention me with “group” to change hour, banks and rules.',
      ].join('\n'),
    keepPrivate: (name) => `${name}: to keep the next one private, add me and send me “group” in a direct chat.`,
    notReal: 'A little more, please: write a few words and mention me again.',
    noneOpen: 'No question is waiting for an answer. Mention me with “question” for one.',
    hint: 'I’m here 👋 For a question mention me with “question”, to see how I work with “help”.',
    late: 'This one has been revealed, so that’s your own practice, not part of the round. For feedback, add me and send me “group” in a direct chat.',
    privateOnly: 'That one only works in a direct chat: add me and send me the same there.',
    adminOnly:
      'Only the group’s owner, or whoever brought me in, can do that. To answer, send me “group” in a direct chat.',
    adminUnknown: 'I can’t tell who runs this group just now. Please try again in a while.',
    silent: (rounds) =>
      `Nobody answered the last ${count(rounds, 'question')}, so I’ll stop asking. To go on, mention me with “question”.`,
    invite:
      'Everybody’s own feedback has gone out in private. Haven’t had yours? Add me and send me “group” in a direct chat.',
    settings: {
      how: 'To change, mention me with: /group time 08:00 (or off) · /group reveal 20:00 · /group zone London · /group quorum 3 (or auto) · /group bank ID · /pause 7 · /resume',
      bad: (given) => `I can’t read “${given}”. Mention me with “group” to see what can be changed.`,
      pausedOpen: 'OK, pausing. To go on, mention me with “resume”.',
    },
    me: {
      note: 'Besides that, only your answers: they stay up to 7 days after the reveal, for your feedback. Mention me with “delete” to remove it all.',
      deleted: 'Your record in this group is deleted. For your own practice, send me “delete” in a direct chat.',
    },
  },

  nudge: {
    'uses-freeze': (current) =>
      `🌙 No answer yet today. One will save you a streak freeze (your streak is ${count(current, 'day')}).`,
    breaks: (current) => `🌙 Your ${current}-day streak needs one answer today. Two minutes will do.`,
    open: 'Just reply with your answer, or send “next” for a new question.',
  },

  attachment: {
    voice: 'I can’t understand voice messages yet 🙏 Tap the mic on your keyboard to dictate instead.',
    photo: 'I can’t read pictures yet. Please type instead.',
    sticker: '😄 Nice one. Answers come in words: please type.',
    document: 'I can’t receive files here. Please type your answer; to import a document of questions, send /import.',
    money: 'That’s kind of you 🙏 I can’t accept red packets or transfers; it will come back to you by itself.',
    other: 'I can’t read this kind of message yet. Please type instead.',
  },

  attachmentKept: ' Your question is waiting.',

  captionOnly: 'I can’t read the attachment, but I’ve taken the text with it.',
  unknownAfter:
    'That question is done. To add to it, choose “Add to my answer” first and send this again. For a new one, send “next”.',
  unasked:
    'That question is over, but I’ve kept this. To count it as an answer, choose below; if it wasn’t one, just carry on.',
  greeting: {
    open: (prompt) => `Hello 👋 This one is waiting for you: ${prompt} Just type your answer.`,
    idle: 'Hello 👋 Nothing is waiting for you. Send “next” for a question.',
  },
  unknown: 'No question is waiting for you. Send “next” to get one, or “help” to see what I can do.',
  courtesy: {
    open: '🙌 Your question is still here. Just type your answer when you’re ready.',
    idle: '🙌 For more, send “next”. If that’s it for today, see you tomorrow.',
  },
  unknownCommand: (given, nearest) =>
    `I don’t know ${given}. ${nearest === undefined ? 'Send /help to see what I can do.' : `Did you mean /${nearest}?`}`,
  help: {
    heading: 'What I can do',
    groups: {
      practice: 'Practice',
      progress: 'Progress',
      settings: 'Settings',
      group: 'Study groups',
      data: 'Your data',
    },
    row: (command, _alias, description) => `/${command} ${description}`,
    foot: 'Plain words work too, sent on their own: “next”, “hint”, “streak”. For a topic: /question teamwork',
  },

  imports: {
    title: 'Imported questions',
    description: (questions) => `${count(questions, 'question')} imported from a document, not checked.`,
    category: 'Imported',
    keyPoints: 'Key points',
    looksFor: (example) => `The document says: ${example}`,
    looksForAnswer: 'What else the model answer says.',
    looksForAll: 'What the model answer says.',
    looksForUnsaid: 'The document doesn’t say what this sounds like: judge for yourself.',
    hint: (names) => `Think about: ${names}`,
    hintPlain: 'Think of one real event, then say what you did and how it ended.',
    noAnswer: 'The document gives no model answer.',
    noAnalysis: 'The document gives no analysis.',
    noCriteria: 'The document gives no scoring',
    cutOff: '(The document breaks off here.)',
    refused: {
      empty: 'The file is empty.',
      'too-large': 'The file is too large: 20 MB at most.',
      'too-much-text': 'Too much text: divide it into several files.',
      'unpacks-too-large': 'The file unpacks to far too much and was not read.',
      'too-many-questions': 'Too many questions: divide it into several files.',
      unsupported: 'I can’t read this kind of file. Use .docx, .txt, .md, .html, .csv, .xlsx or a bank’s YAML.',
      'old-word': 'This is an old Word file (.doc). Save it as .docx and try again.',
      pdf: 'I can’t read PDF. Save it as .docx or .txt and try again.',
      binary: 'This is no text file.',
      encrypted: 'The file has a password. Remove it and try again.',
      broken: 'The file is damaged and can’t be opened. Save it anew and try again.',
      dtd: 'The file holds something unsafe and was not read.',
      'too-deep': 'The file is nested too deeply and was not read.',
      'too-slow': 'Reading this file took too long and was stopped. Try a smaller one.',
      'bad-yaml': 'The bank’s YAML has a mistake.',
      'no-questions': 'No questions found. Number them (1. 2. 3.) and try again.',
    },
    warning: {
      'cut-off': (words) => `This question is incomplete: ${words}`,
      'no-answer': (words) => `This question has no answer: ${words}`,
      'maybe-question': (words) => `Perhaps a question, not taken: ${words}`,
      'not-a-question': (words) => `Looks like no question, not taken: ${words}`,
      'missing-number': (words) => `Number ${words} is missing`,
      'answer-without-question': (words) => `An answer without a question: ${words}`,
      'other-sheet': (words) => `This sheet was not taken: ${words}`,
      'left-out': (words) => `Text not used: ${words}`,
    },
  },

  pages: {
    name: 'Interview Coach',
    title: 'My progress',
    subtitle: (today) => `As of ${today}`,
    calendar: 'This year',
    calendarLabel: (kept) => `Calendar: ${count(kept, 'day')} kept in the past year`,
    month: (month) => MONTHS[Number(month.slice(5)) - 1] ?? month,
    day: (day, what) => `${day}: ${what}`,
    kind: {
      kept: 'answered',
      frozen: 'streak freeze',
      missed: 'missed',
      rest: 'day off',
      pause: 'paused',
      down: 'bot down',
      zone: 'zone change',
      open: 'today',
      none: 'before you began',
    },
    answers: (n) => count(n, 'answer'),
    plan: 'Interview plan',
    planLabel: (day) => `What each day is for, from today to the interview on ${day}`,
    work: {
      question: 'one question',
      short: 'short mock',
      full: 'full mock',
      calm: 'take it easy',
      interview: 'interview',
      rest: 'day off',
    },
    competencies: 'What questions test',
    competenciesNote: 'Most worth practising first. Dark is covered, light is touched on.',
    competenciesNone: 'Answer a few questions and your strong and weak sides show here.',
    score: (percent, asked) => `${percent}% of ${asked}`,
    trend: { stronger: '↗ stronger these four weeks', weaker: '↘ weaker these four weeks', steady: '→ steady' },
    showAll: (n) => `All ${n}`,
    attempts: 'My answers',
    attemptsNone: 'No answers yet. Answer today’s question in the chat and it will be here.',
    attemptsPage: (from, to, all) => `${from}–${to} of ${all}`,
    marks: (covered, all) => `${covered} of ${count(all, 'point')} covered`,
    older: 'Older answers',
    newer: 'Newer answers',
    groups: 'My study groups',
    group: (current) => `Study group · ${current === 0 ? 'no streak yet' : `${count(current, 'question')} in a row`}`,
    export: 'Download all my data (JSON)',
    exportNote: 'Every answer, verdict, day and setting. To delete it all, send /delete in the chat.',
    linkNote:
      'Only you can see this page. The link from the chat works for 24 hours, so don’t pass it on; in this browser you can come back for 7 days.',

    groupTitle: 'Study group',
    groupStreak: (current) =>
      current === 0 ? 'The group’s streak starts with the next question' : `${count(current, 'question')} in a row`,
    groupNumbers: (longest, days) => `Longest: ${longest} · In all: ${count(days, 'day')}`,
    boards: 'Boards',
    boardHead: { place: 'Place', name: 'Member', days: 'Days', points: 'Points' },
    boardNone: 'Nobody on the board yet.',
    boardOff: 'The admins have turned the board off.',
    rounds: 'Lately revealed',
    roundsNone: 'Nothing was revealed in the past 7 days.',
    roundsNote: 'Only those who agreed are quoted; answers are cleared 7 days after the reveal.',
    roundCount: (n) => `${count(n, 'answer')}`,
    groupNote:
      'Members who hide their name and answers nobody agreed to have quoted are not shown here either. The link works for 24 hours and is for this group only.',

    expired: {
      title: 'This link doesn’t open any more',
      words:
        'Links work for 24 hours, or this one may be incomplete. Send /stats or /streak in the chat for a new one.',
    },
    groupExpired: {
      title: 'This link doesn’t open any more',
      words: 'Links work for 24 hours, or this one may be incomplete. Send /board in the group for a new one.',
    },
    stranger: {
      title: 'We haven’t met here yet',
      words: 'Your progress opens from the chat: send /stats or /streak and tap “Open my progress”.',
    },
    missing: { title: 'Nothing here', words: 'The address may be mistyped. Your practice is all safe in the chat.' },
    failed: {
      title: 'Something went wrong just now',
      words: 'Nothing of yours is lost. Try again in a moment; if it stays, tell whoever runs this bot.',
    },
  },

  operator: {
    title: 'Operations',
    ask: 'Enter the ADMIN_SECRET',
    enter: 'Let me in',
    leave: 'Log out',
    wrong: 'That isn’t it. Check it and try again.',
    wait: 'Too many tries. Come back in a minute.',
    since: (started) => `Counted since the start, ${started}`,
    ready: 'Taking answers',
    notReady: 'No channel takes answers',
    channels: 'Channels',
    up: 'up',
    down: (since) => `down since ${since}`,
    starting: 'connecting',
    fix: (fix) => `What to do: ${fix}`,
    waiting: 'Waiting to be sent',
    sent: 'Sent',
    unconfirmed: 'Sent (the network gives no receipts)',
    failed: 'Failed',
    pushes: 'Daily questions and reminders',
    pushCounts: (sent, late, failed, expired) =>
      `${sent} on time · ${late} late · ${failed} failed · ${expired} not sent, too late`,
    unreachable: 'Chats that take no messages',
    reason: { blocked: 'bot blocked', 'invalid-message': 'refused by the network', expired: 'too late' },
    learners: 'Learners',
    known: 'In all',
    groups: 'Study groups',
    today: 'Active today',
    week: 'Active in seven days',
    banks: 'Question banks',
    bank: (title, questions) => `${title} (${count(questions, 'question')})`,
    noWarnings: 'nothing to look at',
    warnings: (n) => `${n} to look at`,
    store: 'Data',
    disk: (megabytes, files) => `${megabytes} MB in ${count(files, 'file')}`,
    diskLabel: 'DATA_DIR (with backups)',
    backup: 'Last backup',
    noBackup: 'none yet',
    backupOff: 'Daily backups are off (BACKUP_AT=off)',
    note: 'Counts only: no names, replies or tokens. Reload for the latest; /metrics takes the same secret (Authorization: Bearer).',
  },

  fault: {
    notSaved: '⚠️ I couldn’t save that message (a disk problem on my side). Please send it again in a little while.',
    broken:
      '⚠️ Something went wrong and I didn’t handle that. Please try again; if it keeps happening, tell the organiser.',
    setAside:
      '⚠️ I can’t read the file with your earlier record. Nothing was thrown away: it’s set aside and the organiser has been told. Meanwhile you can practise on a new record.',
    tooFast:
      'That’s a bit fast for me: I’m not taking in any more messages this minute. Wait a moment, then send them again.',
    loggedOut: (channel, link) =>
      `⚠️ ${channel} is logged out and wants its code scanned. ${link === undefined ? 'Look at the bot’s terminal, or run coach doctor for a link to the code.' : `Scan this with the bot’s account:\n${link}\nIt expires in a few minutes; coach doctor has the latest.`}\nUntil then I can’t hear learners there; what I have for them is kept.`,
    channelDown: (channel) => `⚠️ I can’t reach ${channel} and keep trying. I’ll tell you when it’s back.`,
    channelBack: (channel, minutes) => `✅ ${channel} is back after ${count(minutes, 'minute')}.`,
    banksBroken: (problems) =>
      `⚠️ The changed question banks are not in use; the bot goes on with the last good ones. Please correct:\n${problems}`,
    banksMended: '✅ The question banks are in order again, and the new ones are in use.',
    operatorSetAside: (id) =>
      `A learner’s record can’t be read and was set aside (learners/${id}.json.corrupt-…). They are practising again: please restore it from a backup.`,
  },

  page: {
    tag: 'en',
    title: 'Interview Coach',
    tagline: 'One question a day',
    description:
      'One interview question a day: answer in your own words and see which points you covered, which you missed, and a model answer.',
    placeholder: 'Type your answer…',
    send: 'Send',
    menu: 'Commands',
    conversation: 'Conversation',
    coach: 'Coach: ',
    me: 'Me: ',
    unfold: 'Show',
    typing: 'Looking at it…',
    newest: 'New messages ↓',
    waiting: 'Not sent yet, trying again',
    failed: 'That didn’t go out. Please try again.',
    offline: 'Connection lost, reconnecting… Nothing you type is lost.',
    elsewhere: 'This conversation is open in another tab.',
    here: 'Continue here',
    tooLong: 'That’s too long: a message may have up to {n} characters. Send it in parts, or keep what matters most.',
    tooFast: 'That’s a bit fast. Wait a few seconds; your message is still in the field.',
    noFiles: 'I can’t take files here. Just type.',
    skip: 'Skip to the message field',
    download: 'Download: ',
    progress: 'My progress',
    otherLanguage: { tag: 'zh-CN', label: '中文', says: '/language zh' },
    demo: { note: 'Trying it out', tomorrow: 'Simulate tomorrow →', moving: 'Time passes…' },
    entry: {
      ask: 'This page needs a passphrase. The person who runs it will give it to you.',
      label: 'Passphrase',
      enter: 'Enter',
      wrong: 'That’s not the passphrase. Please check it and try again.',
      wait: 'Too many tries. Come back in a minute.',
    },
    noScript: 'This page needs JavaScript. Turn it on and reload to begin.',
  },
}
