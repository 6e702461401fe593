import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acquireLock, requestRunning } from '../../../../adapters/stores/json/lock.ts'
import { makeStore, openStore, tempFolder } from './support.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))
const sockets = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('coach-'))

async function hold(dataDir: string) {
  const lock = await acquireLock(dataDir)
  onTestFinished(() => lock.release())
  return lock
}

/** What a process killed with -9 leaves: a socket nobody listens on. */
async function leaveStaleSocket(dataDir: string, digits: string): Promise<void> {
  const server = createServer().listen(join(dataDir, 'leaving'))
  await once(server, 'listening')
  renameSync(join(dataDir, 'leaving'), join(dataDir, `coach-${digits}.sock`))
  server.close()
  await once(server, 'close')
}

describe('the lock', () => {
  it('keeps a second store out, says which folder and what to do, and lets it in afterwards', async () => {
    const dataDir = tempFolder()
    const { store } = await openStore(dataDir)
    await expect(makeStore(dataDir).store.open()).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'locked',
      message: expect.stringMatching(new RegExp(`another process is using ${dataDir}: stop it`)),
    })
    await store.close()
    expect(sockets(dataDir)).toEqual([])
    await openStore(dataDir)
  })

  it('is a socket for its owner only', async () => {
    const dataDir = join(tempFolder(), 'data')
    await hold(dataDir)
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(sockets(dataDir).map((name) => statSync(join(dataDir, name)).mode & 0o777)).toEqual([0o600])
  })

  it('takes over from dead processes and clears up after them', async () => {
    const dataDir = tempFolder()
    await leaveStaleSocket(dataDir, '000000000000')
    await leaveStaleSocket(dataDir, 'ffffffffffff')
    writeFileSync(join(dataDir, 'coach-123456789abc.new'), '')
    await hold(dataDir)
    expect(sockets(dataDir)).toHaveLength(1)
  })

  it('works in a folder whose path is too long for a socket, from near it, and else says so', async () => {
    const near = join(tempFolder(), 'x'.repeat(60), 'y'.repeat(60))
    mkdirSync(near, { recursive: true })
    await expect(acquireLock(join(near, 'data'))).rejects.toMatchObject({
      kind: 'io',
      message: expect.stringMatching(/too long for a socket.*shorter path/),
    })
    const child = fork(CHILD, ['contend', join(near, 'data')], { cwd: near })
    await once(child, 'message')
    child.send('go')
    expect(await once(child, 'message')).toEqual(['won', undefined])
    child.kill('SIGKILL')
    await once(child, 'close')
  })

  it('is won by exactly one of several processes, round after round, with and without dead ones before them', async () => {
    const dataDir = tempFolder()
    const start = async () => {
      const child = fork(CHILD, ['contend', dataDir])
      await once(child, 'message')
      return child
    }
    const children = await Promise.all(Array.from({ length: 4 }, start))
    const tell = (child: ChildProcess, message: string) => {
      const answer = once(child, 'message').then(([text]) => text as string)
      child.send(message)
      return answer
    }
    for (let round = 0; round < 60; round++) {
      if (round % 2 === 1) await leaveStaleSocket(dataDir, round.toString(16).padStart(12, round % 4 === 1 ? '0' : 'f'))
      const answers = await Promise.all(children.map((child) => tell(child, 'go')))
      expect(answers.toSorted(), `round ${round}`).toEqual(['locked', 'locked', 'locked', 'won'])
      const winner = answers.indexOf('won')
      if (round % 10 === 9) {
        const child = children[winner]
        child?.kill('SIGKILL')
        if (child) await once(child, 'close')
        children[winner] = await start()
      } else {
        const child = children[winner]
        if (child) await tell(child, 'release')
      }
    }
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(children.map((child) => once(child, 'close')))
  }, 60_000)

  it('is won by exactly one of many in one process, too', async () => {
    const dataDir = tempFolder()
    for (let round = 0; round < 20; round++) {
      await leaveStaleSocket(dataDir, round.toString(16).padStart(12, '0'))
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => acquireLock(dataDir)))
      const won = results.filter((result) => result.status === 'fulfilled')
      expect(won).toHaveLength(1)
      await won[0]?.value.release()
    }
  })
})

describe('asking the running process', () => {
  it('answers undefined when there is none', async () => {
    const dataDir = tempFolder()
    expect(await requestRunning(join(dataDir, 'missing'), 'ping', null)).toBeUndefined()
    await leaveStaleSocket(dataDir, '000000000000')
    expect(await requestRunning(dataDir, 'ping', null)).toBeUndefined()
  })

  it('gives its answer, null for none, and its errors', async () => {
    const dataDir = tempFolder()
    const { store } = await openStore(dataDir)
    await expect(requestRunning(dataDir, 'double', 1)).rejects.toThrow('still starting')
    store.serve({
      double: async (arg) => ({ result: Number(arg) * 2, text: '每日\u2028一面' }),
      nothing: async () => undefined,
      fail: async () => {
        throw new Error('no such file')
      },
      long: async () => 'x'.repeat(1 << 20),
    })
    expect(await requestRunning(dataDir, 'double', 21)).toEqual({ result: 42, text: '每日\u2028一面' })
    expect(await requestRunning(dataDir, 'nothing', null)).toBeNull()
    await expect(requestRunning(dataDir, 'fail', null)).rejects.toThrow('no such file')
    await expect(requestRunning(dataDir, 'toString', null)).rejects.toThrow('knows no command')
    await expect(requestRunning(dataDir, 'long', null)).rejects.toThrow('too long')
    await expect(requestRunning(dataDir, 'double', 'x'.repeat(1 << 20))).rejects.toThrow('too long')
  })

  it('tells a process that ended in the middle from none', async () => {
    const dataDir = tempFolder()
    const lock = await acquireLock(dataDir)
    let release: Promise<void> | undefined
    lock.serve({
      stop: () => {
        release = lock.release()
        return new Promise(() => {})
      },
    })
    await expect(requestRunning(dataDir, 'stop', null)).rejects.toThrow('ended before it answered')
    await release
    expect(existsSync(dataDir)).toBe(true)
    expect(sockets(dataDir)).toEqual([])
  })

  it('hangs up on callers who send no request but too much, and stays well', async () => {
    const dataDir = tempFolder()
    const lock = await hold(dataDir)
    lock.serve({ ping: async () => 'pong' })
    const path = join(dataDir, sockets(dataDir)[0] ?? '')
    for (const junk of ['x'.repeat(2 << 20), 'not json\n', 'null\n', '{"command":5}\n']) {
      const socket = createConnection(path)
      socket.on('error', () => {}).resume()
      socket.write(junk)
      await new Promise((resolve) => socket.on('close', resolve))
    }
    expect(await requestRunning(dataDir, 'ping', null)).toBe('pong')
  })
})
