import type { Node, Renderer } from '@takumi-rs/core'
import type { Picture, PictureNode } from '../../src/ports/painter.ts'
import { FAMILIES, type FontFile, Fonts } from './fonts.ts'

/** The painter's process: draws one picture after the other. The only place that loads the drawing library. */

/** What it is asked, and what it answers. */
export interface Order {
  id: number
  picture: Picture
}
export type Answer = { id: number; png: Uint8Array } | { id: number; failed: string }

interface Tools {
  fonts: Fonts
  renderer: Renderer
  registered: Set<FontFile>
}

/** Loaded with the first picture, so that what is missing is that picture's failure, and told as such. */
let tools: Promise<Tools> | undefined

async function load(): Promise<Tools> {
  const { Renderer } = await import('@takumi-rs/core')
  // No two pictures are the same: what it keeps of one would serve no other.
  return { fonts: new Fonts(), renderer: new Renderer({ cacheMaxBytes: 0 }), registered: new Set() }
}

async function draw({ width, height, root }: Picture): Promise<Uint8Array> {
  tools ??= load()
  const { fonts, renderer, registered } = await tools
  const words: string[] = []
  const node = toNode(root, fonts, words)
  for (const file of fonts.filesFor(words.join(''))) {
    if (registered.has(file)) continue
    await renderer.registerFont({ name: file.family, data: file.data, unicodeRange: file.ranges })
    registered.add(file)
  }
  return renderer.render(node, { width, height, format: 'png' })
}

const fontFamily = FAMILIES.map((family) => `"${family}"`).join(', ')

/** The same in the library's terms, with all that can be written of its words. */
function toNode(node: PictureNode, fonts: Fonts, words: string[]): Node {
  if (node.kind === 'box')
    return {
      type: 'container',
      style: { display: 'flex', fontFamily, ...node.style },
      children: node.children.map((child) => toNode(child, fonts, words)),
    }
  const { lineClamp, ...style } = node.style
  const text = fonts.legible(plainQuotes(node.text)) || fonts.legible(node.orElse ?? '')
  words.push(text, '…')
  return { type: 'text', text, style: { ...style, ...oneLine, ...(lineClamp !== undefined && clamped(lineClamp)) } }
}

/** The font's curly quotes are as wide as a Han letter: out of place in a text without any. */
function plainQuotes(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text : text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"')
}

const oneLine = { whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' } as const
const clamped = (lines: number) => ({ whiteSpace: 'normal', lineClamp: lines }) as const

// A signal to the whole group is the bot's to obey: it ends this process when nothing waits for a picture any more.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})

// Without the bot there is nobody to draw for.
process.on('disconnect', () => process.exit())
process.on('message', async ({ id, picture }: Order) => {
  const answer: Answer = await draw(picture).then(
    (png) => ({ id, png }),
    (error: unknown) => ({ id, failed: String(error) }),
  )
  process.send?.(answer)
})
