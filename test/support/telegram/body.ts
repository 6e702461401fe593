import type { IncomingMessage } from 'node:http'
import type { FormFile, Params } from './methods.ts'

/** Everything a request carries. */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Parameters from the query and a JSON, urlencoded or multipart body. A file part replaces the `attach://` naming it. */
export function readParams(req: IncomingMessage, body: Buffer): Params {
  const query = new URL(req.url ?? '/', 'http://localhost').searchParams
  const type = req.headers['content-type'] ?? ''
  const params: Params = Object.fromEntries(query)
  if (type.startsWith('application/json')) Object.assign(params, body.length > 0 ? JSON.parse(body.toString()) : {})
  else if (type.startsWith('multipart/form-data')) Object.assign(params, readForm(type, body))
  else Object.assign(params, Object.fromEntries(new URLSearchParams(body.toString())))
  return params
}

function readForm(type: string, body: Buffer): Params {
  const boundary = `--${/boundary=([^;]+)/.exec(type)?.[1]}`
  const fields: Params = {}
  const files = new Map<string, FormFile>()
  // latin1 keeps every byte: parts are found in text and read as bytes.
  for (const part of body.toString('latin1').split(boundary).slice(1, -1)) {
    const [, head = '', rest = ''] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part) ?? []
    const data = Buffer.from(rest, 'latin1')
    const name = /;\s*name="([^"]*)"/.exec(head)?.[1] ?? ''
    const filename = /;\s*filename="?([^"\r\n]*)"?/.exec(head)?.[1]
    if (filename === undefined) fields[name] = data.toString()
    else files.set(name, { name: Buffer.from(filename, 'latin1').toString(), data })
  }
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string' && value.startsWith('attach://')) fields[name] = files.get(value.slice(9))
  return { ...Object.fromEntries(files), ...fields }
}
