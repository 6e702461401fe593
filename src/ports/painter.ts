/**
 * Turns a picture described as boxes and words into a PNG. Slow beside everything else the bot does, so it happens
 * elsewhere than on the main thread, and whoever asks has something to say without a picture.
 */
export interface Painter {
  /**
   * The picture as a PNG of exactly `picture.width` × `picture.height` pixels. What no font can write is left out of
   * its words, never drawn as an empty box.
   * @throws PainterError, within seconds
   */
  paint(picture: Picture): Promise<Uint8Array>
  /** Gives up what is being drawn and paints no more. */
  stop(): Promise<void>
}

/** Pixels. */
export interface Picture {
  width: number
  height: number
  root: PictureBox
}

export type PictureNode = PictureBox | PictureText

export interface PictureBox {
  kind: 'box'
  style: PictureStyle
  children: PictureNode[]
}

/** One line, cut off with an ellipsis where it has no room, unless the style wraps it. */
export interface PictureText {
  kind: 'text'
  text: string
  /** In its place when the painter can write none of it. */
  orElse?: string | undefined
  style: PictureStyle
}

/** As in CSS; lengths are pixels, text or percentages. Boxes are flex containers, in a row unless told. */
export interface PictureStyle {
  flexDirection?: 'row' | 'column'
  justifyContent?: 'flex-start' | 'flex-end' | 'center' | 'space-between'
  alignItems?: 'flex-start' | 'flex-end' | 'center' | 'baseline' | 'stretch'
  flexGrow?: number
  flexShrink?: number
  gap?: number
  width?: number | string
  height?: number | string
  padding?: string
  margin?: string
  backgroundColor?: string
  borderRadius?: number
  border?: string
  color?: string
  fontSize?: number
  fontWeight?: number
  lineHeight?: number
  textAlign?: 'left' | 'center' | 'right'
  /** So many lines at most. */
  lineClamp?: number
}

/** Why there is no picture. `message` is for the operator and holds nothing of what was to be drawn. */
export class PainterError extends Error {
  override readonly name = 'PainterError'
  readonly kind: 'busy' | 'too-slow' | 'broken' | 'stopped'

  constructor(kind: PainterError['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}
