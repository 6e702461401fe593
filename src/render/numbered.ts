import type { Block, Choice, Message } from '../ports/channel.ts'

/**
 * For a channel without buttons: the choices as a numbered list at the end of the message, one line a row
 * ("1 提示  2 跳过"). A link has no number: it is followed, not picked.
 * @returns the message without choices, and the choices in the order of their numbers: number n is `pending[n - 1]`
 */
export function numbered<M extends Message>(message: M): { message: Omit<M, 'choices'>; pending: Choice[] } {
  const { choices = [], ...rest } = message
  const pending: Choice[] = []
  const lines = choices
    .filter((row) => row.length > 0)
    .map((row) =>
      row
        .map((choice) => (choice.url === undefined ? `${pending.push(choice)} ${choice.label}` : linkText(choice)))
        .join('  '),
    )
  const list: Block = { kind: 'text', spans: [lines.join('\n')] }
  return { message: { ...rest, blocks: lines.length > 0 ? [...message.blocks, list] : message.blocks }, pending }
}

function linkText(choice: Choice): string {
  return `${choice.label}: ${choice.url}`
}
