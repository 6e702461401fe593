import { type Painter, PainterError, type Picture, type PictureNode } from '../../src/ports/painter.ts'
import { smallPng } from './png.ts'

/** A painter that draws nothing, remembers what it was asked, and can fail. */
export class FakePainter implements Painter {
  readonly pictures: Picture[] = []
  broken = false
  /** While set, a picture comes to nothing before the stop. */
  slow = false
  #stopped = Promise.withResolvers<never>()

  constructor() {
    this.#stopped.promise.catch(() => {})
  }

  async paint(picture: Picture): Promise<Uint8Array> {
    this.pictures.push(picture)
    if (this.broken) throw new PainterError('broken', 'no colours left')
    return this.slow ? this.#stopped.promise : smallPng
  }

  async stop(): Promise<void> {
    this.#stopped.reject(new PainterError('stopped', 'the bot stops'))
  }

  /** The words of the last picture, one a line. */
  get words(): string {
    const picture = this.pictures.at(-1)
    return picture === undefined ? '' : wordsOf(picture.root).join('\n')
  }
}

export function wordsOf(node: PictureNode): string[] {
  return node.kind === 'text' ? [node.text] : node.children.flatMap(wordsOf)
}
