import { type Painter, PainterError, type Picture, type PictureNode } from '../../src/ports/painter.ts'
import { smallPng } from './png.ts'

/** A painter that draws nothing, remembers what it was asked, and can fail. */
export class FakePainter implements Painter {
  readonly pictures: Picture[] = []
  broken = false

  async paint(picture: Picture): Promise<Uint8Array> {
    this.pictures.push(picture)
    if (this.broken) throw new PainterError('broken', 'no colours left')
    return smallPng
  }

  async stop(): Promise<void> {}

  /** The words of the last picture, one a line. */
  get words(): string {
    const picture = this.pictures.at(-1)
    return picture === undefined ? '' : wordsOf(picture.root).join('\n')
  }
}

export function wordsOf(node: PictureNode): string[] {
  return node.kind === 'text' ? [node.text] : node.children.flatMap(wordsOf)
}
