// The least a page served by Hono can be: what ours is measured against from start to the first question.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const page = '<!doctype html><html lang="zh"><head><title>…</title></head><body><p class="choices">…</p></body></html>'
serve({ fetch: new Hono().get('/', (c) => c.html(page)).fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.error(`http://127.0.0.1:${port}`),
)
