import type { PictureBox, PictureNode, PictureStyle, PictureText } from '../ports/painter.ts'

/** What all cards are made of: one width, few colours, large type. Sizes are pixels of a card 1080 wide. */

export const WIDTH = 1080
export const MARGIN = 64

export const colour = {
  paper: '#fbf7ef',
  panel: '#ffffff',
  line: '#ece4d6',
  ink: '#2a2722',
  soft: '#7d756a',
  accent: '#d9571e',
  accentSoft: '#fbe3d4',
  kept: ['#a9dcbb', '#56b882', '#1f8a57'],
  frozen: '#8fc4ee',
  missed: '#e6ddcd',
  off: '#f3ecdf',
} as const

export const column = (style: PictureStyle, ...children: (PictureNode | undefined)[]): PictureBox =>
  box({ flexDirection: 'column', ...style }, ...children)

export const row = (style: PictureStyle, ...children: (PictureNode | undefined)[]): PictureBox =>
  box({ flexDirection: 'row', alignItems: 'center', ...style }, ...children)

export function box(style: PictureStyle, ...children: (PictureNode | undefined)[]): PictureBox {
  return { kind: 'box', style, children: children.filter((child) => child !== undefined) }
}

export function words(text: string, fontSize: number, style: PictureStyle = {}, orElse?: string): PictureText {
  return {
    kind: 'text',
    text,
    ...(orElse !== undefined && { orElse }),
    style: { fontSize, lineHeight: 1.45, color: colour.ink, flexShrink: 0, ...style },
  }
}

/** The whole card: a line with the bot's name and what or when it is about, then the rest from top to bottom. */
export function sheet(height: number, head: { brand: string; about: string }, ...children: PictureNode[]) {
  return {
    width: WIDTH,
    height,
    root: column(
      { width: WIDTH, height, padding: `${MARGIN}px`, gap: 36, backgroundColor: colour.paper },
      row(
        { justifyContent: 'space-between' },
        words(head.brand, 36, { color: colour.accent, fontWeight: 700 }),
        words(head.about, 36, { color: colour.soft }),
      ),
      ...children,
    ),
  }
}

export const panel = (style: PictureStyle, ...children: (PictureNode | undefined)[]): PictureBox =>
  column({ backgroundColor: colour.panel, borderRadius: 28, padding: '32px 36px', gap: 22, ...style }, ...children)

/** A figure with what it counts above it. */
export const figure = (label: string, value: string): PictureBox =>
  panel(
    { flexGrow: 1, width: '30%', padding: '24px 28px', gap: 4 },
    words(label, 32, { color: colour.soft }),
    words(value, 46, { fontWeight: 700 }),
  )

/** Of a bar with the space below it. */
export const BAR_HEIGHT = 102

/** A name, a bar, and how much of it is full. */
export function bar(name: string, share: number, told: string, tint: string = colour.kept[1]): PictureBox {
  const full = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return column(
    { gap: 8 },
    row(
      { justifyContent: 'space-between', gap: 24 },
      words(name, 36, { flexShrink: 1 }),
      words(told, 36, { color: colour.soft, fontWeight: 600 }),
    ),
    row(
      { height: 18, borderRadius: 9, backgroundColor: colour.off },
      full === 0 ? undefined : box({ width: `${full}%`, height: 18, borderRadius: 9, backgroundColor: tint }),
    ),
  )
}
