import fc from 'fast-check'
import type { Block, Message, Span } from '../../src/ports/channel.ts'

/** Text that is hard to cut: CJK, emoji of several code points, combining marks, entities, line ends, long runs. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '复利',
        '。',
        '！',
        '. ',
        '? ',
        '; ',
        '\n',
        '\n\n',
        ' ',
        '　',
        '<',
        '>',
        '&amp;',
        '"',
        'beta',
        '3.5',
      ),
      fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301', '👍🏽', '\r\n', '”'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.integer({ min: 1, max: 60 }).map((n) => 'x'.repeat(n)),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

const span: fc.Arbitrary<Span> = fc.oneof(
  text,
  text.map((bold) => ({ bold })),
  text.map((italic) => ({ italic })),
  text.map((code) => ({ code })),
)
const spans = fc.array(span, { maxLength: 4 })

const block: fc.Arbitrary<Block> = fc.oneof(
  spans.map((spans): Block => ({ kind: 'text', spans })),
  fc.record({ spans, collapsed: fc.boolean() }).map((quote): Block => ({ kind: 'quote', ...quote })),
)

export const message: fc.Arbitrary<Message> = fc.record({ blocks: fc.array(block, { maxLength: 6 }) })
