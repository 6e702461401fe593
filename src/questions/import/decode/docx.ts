import { ImportError } from '../result.ts'
import { htmlToText } from './html.ts'
import { inspectZip } from './zip.ts'

/**
 * A word processor's document, by way of mammoth's HTML: headings, lists, tables and bold survive, pictures do not.
 * Automatic numbers are no text in such a file: each broken list starts again at 1 (`1.`, `1.`, `1.`).
 * @throws ImportError when it is none, or not safe to unpack
 */
export async function readDocx(bytes: Uint8Array): Promise<string> {
  const names = inspectZip(bytes)
  if (!names.some((name) => /^word\/document\d*\.xml$/.test(name))) throw new ImportError('broken')
  const { default: mammoth } = await import('mammoth')
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const { value } = await mammoth.convertToHtml(
      { buffer },
      {
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh", 'u => em'],
        externalFileAccess: false,
      },
    )
    return htmlToText(value)
  } catch (error) {
    throw new ImportError(error instanceof RangeError ? 'too-deep' : 'broken')
  }
}
