import { parentPort } from 'node:worker_threads'
import { type Node, Renderer } from '@takumi-rs/core'
import type { Picture, PictureNode } from '../../src/ports/painter.ts'
import { type FontFile, Fonts } from './fonts.ts'

/** The other end of the painter: draws one picture after the other. The only place that loads the drawing library. */

/** What the thread is asked, and what it answers. */
export interface Order {
  id: number
  picture: Picture
}
export type Answer = { id: number; png: Uint8Array } | { id: number; failed: string }

const fonts = new Fonts()
const renderer = new Renderer()
const registered = new Set<FontFile>()
const fontFamily = fonts.families.map((family) => `"${family}"`).join(', ')

async function draw({ width, height, root }: Picture): Promise<Uint8Array> {
  const words: string[] = []
  const node = toNode(root, words)
  for (const file of fonts.filesFor(words.join(''))) {
    if (registered.has(file)) continue
    await renderer.registerFont({ name: file.family, data: file.data, unicodeRange: file.ranges })
    registered.add(file)
  }
  return renderer.render(node, { width, height, format: 'png' })
}

/** The same in the library's terms, with all that can be written of its words. */
function toNode(node: PictureNode, words: string[]): Node {
  if (node.kind === 'box')
    return {
      type: 'container',
      style: { display: 'flex', fontFamily, ...node.style },
      children: node.children.map((child) => toNode(child, words)),
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

parentPort?.on('message', async ({ id, picture }: Order) => {
  let answer: Answer
  try {
    answer = { id, png: new Uint8Array(await draw(picture)) }
  } catch (error) {
    answer = { id, failed: String(error) }
  }
  parentPort?.postMessage(answer, 'png' in answer ? [answer.png.buffer as ArrayBuffer] : [])
})
