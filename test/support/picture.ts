import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadBanks } from '../../src/questions/bank.ts'
import { escapeHtml } from '../../src/render/html.ts'
import { startBot } from './bot.ts'

/** Draws the README's picture from a conversation that takes place here and now: `npm run picture`. */

interface Bubble {
  from: 'bot' | 'learner'
  text: string
  buttons?: string[][]
}

const WIDTH = 390
const FONT = 14
const LINE = 21

const bubbles: Bubble[] = []
const bot = await startBot({ banks: loadBanks(resolve(import.meta.dirname, '../../content')), locale: 'zh-hans' })
const lin = bot.learner()
const shownButtons = () =>
  bot.channel.shown.slice(-4).map((shown) => shown.message.choices?.map((row) => row.map((choice) => choice.label)))

async function scene(
  said: string | undefined,
  work: () => Promise<string[]>,
  pick: (shown: string[]) => (string | undefined)[],
): Promise<void> {
  if (said !== undefined) bubbles.push({ from: 'learner', text: said })
  const shown = await work()
  const buttons = shownButtons().slice(-shown.length)
  for (const [index, text] of pick(shown).entries())
    if (text !== undefined) bubbles.push({ from: 'bot', text, ...(buttons[index] && { buttons: buttons[index] }) })
}

await scene(
  undefined,
  () => lin.says('/start'),
  ([, card]) => [undefined, card],
)
await scene(
  '我先请他坐下，耐心听他说完，再道歉。查清是我们漏录了账号，当天下班前给他答复，三天后又回访了一次。',
  async () => {
    await lin.says('我先请他坐下，耐心听他说完，再道歉。查清是我们漏录了账号，当天下班前给他答复，三天后又回访了一次。')
    return lin.presses('完成')
  },
  ([checklist, answer = '']) => {
    const folded = ['▸ 参考答案', '▸ 解析', '▸ 评分标准'].join('\n')
    const after = answer.split('\n\n').filter((part) => part.startsWith('🔥') || part.startsWith('这题'))
    return [checklist, [folded, ...after].join('\n\n')]
  },
)

writeFileSync(resolve(import.meta.dirname, '../../.github/first-day.svg'), draw(bubbles))
process.exit()

function draw(all: Bubble[]): string {
  let y = 64
  const parts: string[] = []
  for (const { from, text, buttons } of all) {
    const lines = wrap(text, from === 'bot' ? 21.5 : 18)
    const width = from === 'bot' ? 340 : Math.min(290, Math.max(...lines.map(widthOf)) * FONT + 28)
    const height = lines.length * LINE + 18
    const x = from === 'bot' ? 12 : WIDTH - 12 - width
    parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="${from === 'bot' ? '#ffffff' : '#d6f5c8'}"/>`,
    )
    for (const [index, line] of lines.entries())
      parts.push(`<text x="${x + 14}" y="${y + 9 + (index + 0.72) * LINE}">${escapeHtml(line)}</text>`)
    y += height + 6
    for (const row of buttons ?? []) {
      const each = (340 - (row.length - 1) * 6) / row.length
      for (const [index, label] of row.entries()) {
        const left = 12 + index * (each + 6)
        parts.push(`<rect x="${left}" y="${y}" width="${each}" height="32" rx="10" fill="#5b7a99" opacity="0.85"/>`)
        parts.push(
          `<text x="${left + each / 2}" y="${y + 21}" text-anchor="middle" fill="#ffffff">${escapeHtml(label)}</text>`,
        )
      }
      y += 38
    }
    y += 8
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 8}" width="${WIDTH}" font-family="-apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="${FONT}" fill="#1b1b1b">
<title>每日一面</title>
<rect width="${WIDTH}" height="${y + 8}" rx="22" fill="#b9cfdf"/>
<rect width="${WIDTH}" height="52" rx="22" fill="#ffffff" opacity="0.9"/>
<text x="${WIDTH / 2}" y="32" text-anchor="middle" font-weight="bold">每日一面</text>
${parts.join('\n')}
</svg>
`
}

/** Width in em: Han and emoji one, the rest about half. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, sign) => sum + (/[\p{Script=Han}\p{Extended_Pictographic}\u3000-\u303f\uff00-\uffef]/u.test(sign) ? 1 : 0.56),
    0,
  )
}

function wrap(text: string, most: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const sign of paragraph) {
      if (widthOf(line + sign) > most && !/[，。、！？：；」）]/.test(sign)) {
        lines.push(line)
        line = ''
      }
      line += sign
    }
    return [...lines, line]
  })
}
