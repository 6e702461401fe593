import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backup, isDataPath, pruneBackups } from '../../../../adapters/stores/json/backup.ts'
import { restore } from '../../../../adapters/stores/json/restore.ts'
import type { JsonStore } from '../../../../adapters/stores/json/store.ts'
import { forget, increment, learner, newDoc, type TestDoc } from '../../../contracts/store.ts'
import { makeStore, namesIn, openStore, pathOf, reopened, START, tempFolder } from './support.ts'

const DAY = 86_400_000

async function filled(dataDir: string, fill: (store: JsonStore<TestDoc, TestDoc>) => Promise<unknown>): Promise<void> {
  await reopened(dataDir, fill)
}

const counts = (dataDir: string, ...ns: number[]) =>
  reopened(dataDir, (store) => Promise.all(ns.map(async (n) => (await store.read(learner(n)))?.count)))

const lines = (file: string) => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
const rewrite = (file: string, content: string[]) => writeFileSync(file, gzipSync(`${content.join('\n')}\n`))

describe('a backup', () => {
  it('is one file for its owner only, with header and trailer, made while the store runs', async () => {
    const dataDir = tempFolder()
    const { store } = await openStore(dataDir)
    await Promise.all(Array.from({ length: 20 }, (_, n) => increment(store, n)))
    const writing = Promise.all(Array.from({ length: 200 }, (_, n) => increment(store, n % 20)))
    const made = await backup(dataDir, START)
    await writing
    expect(made).toEqual({ file: join(dataDir, 'backups', 'coach-20260105T000000Z.ndjson.gz'), files: 20 })
    expect(statSync(made.file).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'backups')).mode & 0o777).toBe(0o700)
    const [header = '', ...rest] = lines(made.file)
    expect(JSON.parse(header)).toEqual({ backup: 1, at: START })
    expect(JSON.parse(rest.at(-1) ?? '')).toEqual({ count: 20, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    for (const line of rest.slice(0, -1)) {
      const { content } = JSON.parse(line)
      expect(JSON.parse(content).count).toBeGreaterThan(0)
    }
  })

  it('never overwrites another of the same second', async () => {
    const dataDir = tempFolder()
    await filled(dataDir, (store) => increment(store, 1))
    const first = await backup(dataDir, START)
    const second = await backup(dataDir, START)
    expect(second.file).toBe(join(dataDir, 'backups', 'coach-20260105T000000Z-2.ndjson.gz'))
    expect(existsSync(first.file)).toBe(true)
  })

  it('says why it cannot be written, and leaves nothing behind', async () => {
    const dataDir = tempFolder()
    writeFileSync(join(dataDir, 'backups'), '')
    await expect(backup(dataDir, START)).rejects.toMatchObject({ name: 'StoreError', kind: 'io' })
  })

  it('expires after the days it is kept, like what was cut off yesterday; other files stay', async () => {
    const dataDir = tempFolder()
    const old = await backup(dataDir, START - 14 * DAY - 1000)
    const kept = await backup(dataDir, START - 14 * DAY)
    const folder = join(dataDir, 'backups')
    writeFileSync(join(folder, 'coach-20260103T000000Z.ndjson.gz.tmp'), '')
    writeFileSync(join(folder, 'coach-20260104T120000Z.ndjson.gz.tmp'), '')
    writeFileSync(join(folder, 'mine.gz'), '')
    expect(await pruneBackups(dataDir, 14, START)).toHaveLength(2)
    expect(existsSync(old.file)).toBe(false)
    expect(existsSync(kept.file)).toBe(true)
    expect(namesIn(dataDir, 'backups')).toHaveLength(3)
    expect(await pruneBackups(join(dataDir, 'nowhere'), 14, START)).toEqual([])
  })
})

describe('restoring', () => {
  it('brings everything back as it was and keeps nothing newer, except in a backup of its own', async () => {
    const dataDir = tempFolder()
    const garbage = Buffer.from([0xff, 0x00, 0x0a, 0xfe])
    await filled(dataDir, async (store) => {
      await store.transact(learner(1), { id: 'e', at: 0 }, () => ({
        doc: newDoc(1, { notes: ['每日\u2028一面\n'], wakeAt: 4 }),
        archive: [{ id: 'h', long: '题'.repeat(1_500_000) }],
      }))
      await store.transact({ kind: 'group', id: 'a1' }, null, () => ({ doc: newDoc(1, { id: 'a1' }) }))
      await forget(store, 3, 'gone')
      await store.writeRecord('uptime', { up: 1 })
    })
    writeFileSync(pathOf(dataDir, 4, '.json.corrupt-20260101T000000Z'), garbage)
    const snapshot = () =>
      ['learners', 'groups'].flatMap((folder) =>
        namesIn(dataDir, folder).map((name) => [name, readFileSync(join(dataDir, folder, name)).toString('latin1')]),
      )
    const before = snapshot()
    const { file } = await backup(dataDir, START)
    await filled(dataDir, async (store) => {
      await increment(store, 1)
      await increment(store, 2)
      await store.writeRecord('uptime', { up: 2 })
      await store.writeRecord('later', 1)
    })
    const report = await restore(dataDir, file, START)
    expect(report).toEqual({ files: 6, deleted: 0, before: expect.stringContaining('-before-restore.ndjson.gz') })
    expect(snapshot()).toEqual(before)
    expect(namesIn(dataDir, '.')).toEqual(['backups', 'groups', 'later.json', 'learners', 'uptime.json'])
    await reopened(dataDir, async (store) => expect(await store.readRecord('uptime')).toEqual({ up: 1 }))
    await restore(dataDir, report.before, START)
    expect(await counts(dataDir, 1, 2)).toEqual([1, 1])
  })

  it('brings the imported question banks back, and leaves them alone when the backup has none', async () => {
    const dataDir = tempFolder()
    await filled(dataDir, (store) => increment(store, 1))
    const without = await backup(dataDir, START)
    const path = join(dataDir, 'banks', 'mine.yaml')
    mkdirSync(join(dataDir, 'banks'))
    writeFileSync(path, 'id: mine\n')
    writeFileSync(join(dataDir, 'banks', 'mine.yaml.tmp'), 'half')
    const made = await backup(dataDir, START + 1000)
    writeFileSync(path, 'id: spoilt\n')
    await restore(dataDir, made.file, START + 2000)
    expect(readFileSync(path, 'utf8')).toBe('id: mine\n')
    expect(namesIn(dataDir, 'banks')).toEqual(['mine.yaml'])
    await restore(dataDir, without.file, START + 3000)
    expect(readFileSync(path, 'utf8')).toBe('id: mine\n')
  })

  it('works on a new machine, where there is nothing yet', async () => {
    const dataDir = tempFolder()
    await filled(dataDir, (store) => increment(store, 1))
    const { file } = await backup(dataDir, START)
    const other = join(tempFolder(), 'data')
    await restore(other, file, START)
    expect(await counts(other, 1)).toEqual([1])
    expect(statSync(pathOf(other, 1)).mode & 0o777).toBe(0o600)
    expect(statSync(join(other, 'learners')).mode & 0o777).toBe(0o700)
  })

  it('refuses while a process uses the folder', async () => {
    const dataDir = tempFolder()
    const { store } = await openStore(dataDir)
    await increment(store, 1)
    const { file } = await backup(dataDir, START)
    await expect(restore(dataDir, file, START)).rejects.toMatchObject({ kind: 'locked' })
  })

  it('does not bring back who was deleted after the backup, by any of their aliases, nor their events', async () => {
    const dataDir = tempFolder()
    const linked = { channel: 'test', id: '2' }
    await filled(dataDir, async (store) => {
      await increment(store, 1, 'hello')
      await increment(store, 2)
      await increment(store, 3)
      await store.transact(learner(1), null, () => ({
        doc: newDoc(1, { aliases: [...newDoc(1).aliases, linked] }),
        archive: [{ id: 'h' }],
      }))
    })
    const { file } = await backup(dataDir, START)
    await filled(dataDir, (store) => forget(store, 1, 'delete'))
    expect(await restore(dataDir, file, START)).toMatchObject({ files: 1, deleted: 2 })
    expect(await counts(dataDir, 1, 2, 3)).toEqual([undefined, undefined, 1])
    await reopened(dataDir, async (store) => {
      expect(await store.history(learner(1))).toEqual([])
      expect(await increment(store, 1, 'hello')).toBe('duplicate')
    })
  })

  it('brings back who was deleted, came back and was in the backup', async () => {
    const dataDir = tempFolder()
    await filled(dataDir, async (store) => {
      await increment(store, 1)
      await forget(store, 1)
      await increment(store, 1)
    })
    const { file } = await backup(dataDir, START + 1)
    await filled(dataDir, (store) => increment(store, 1))
    await restore(dataDir, file, START)
    expect(await counts(dataDir, 1)).toEqual([1])
  })

  it('is finished by the next start when it was cut off after unpacking, else undone', async () => {
    const dataDir = tempFolder()
    await filled(dataDir, (store) => increment(store, 1))
    for (const name of ['restore.partial', 'restore.ready']) {
      const folder = join(dataDir, name, 'learners')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${learner(2).id}.json`), JSON.stringify(newDoc(2, { count: name.length })))
      expect(await counts(dataDir, 1, 2)).toEqual(name === 'restore.ready' ? [undefined, 13] : [1, undefined])
      expect(existsSync(join(dataDir, name))).toBe(false)
    }
  })

  describe('changes nothing when the file', () => {
    const broken: [string, (file: string) => void, RegExp][] = [
      ['does not exist', (file) => rmSync(file), /ENOENT/],
      ['is no gzip', (file) => writeFileSync(file, 'hello'), /incorrect header/],
      ['is empty', (file) => writeFileSync(file, ''), /ends too early/],
      ['lost its trailer', (file) => rewrite(file, lines(file).slice(0, -1)), /ends too early/],
      ['lost a line', (file) => rewrite(file, lines(file).toSpliced(1, 1)), /altered/],
      [
        'has another byte',
        (file) =>
          rewrite(
            file,
            lines(file).map((line) => line.replace('\\"count\\":1', '\\"count\\":9')),
          ),
        /altered/,
      ],
      ['goes on after its end', (file) => rewrite(file, [...lines(file), '{}']), /follows its end/],
      ['is something else', (file) => rewrite(file, ['{"hello":1}']), /no backup/],
      ['is of a newer version', (file) => rewrite(file, lines(file).with(0, '{"backup":2,"at":0}')), /newer version/],
      ['holds junk', (file) => rewrite(file, lines(file).with(1, 'junk')), /not JSON/],
    ]
    it.each(broken)('%s', async (_, damage, why) => {
      const dataDir = tempFolder()
      await filled(dataDir, (store) => Promise.all([increment(store, 1), increment(store, 2)]))
      const { file } = await backup(dataDir, START)
      await filled(dataDir, (store) => increment(store, 1))
      damage(file)
      await expect(restore(dataDir, file, START)).rejects.toMatchObject({
        kind: 'io',
        message: expect.stringMatching(why),
      })
      expect(await counts(dataDir, 1, 2)).toEqual([2, 1])
      expect(namesIn(dataDir, '.')).toEqual(['backups', 'groups', 'learners'])
    })

    it('is torn at any byte', async () => {
      const dataDir = tempFolder()
      await filled(dataDir, (store) => increment(store, 1))
      const { file } = await backup(dataDir, START)
      const whole = readFileSync(file)
      for (let length = 0; length < whole.length; length += 7) {
        writeFileSync(file, whole.subarray(0, length))
        await expect(restore(dataDir, file, START)).rejects.toMatchObject({ kind: 'io' })
      }
      expect(await counts(dataDir, 1)).toEqual([1])
    })

    it('names paths outside the data', async () => {
      const dataDir = tempFolder()
      await filled(dataDir, (store) => increment(store, 1))
      const { file } = await backup(dataDir, START)
      for (const path of [
        '../evil.json',
        '/etc/passwd',
        'learners/../../evil.json',
        'learners/x.sh',
        'backups/a.json',
      ]) {
        rewrite(file, lines(file).with(1, JSON.stringify({ path, content: 'x' })))
        await expect(restore(dataDir, file, START)).rejects.toMatchObject({
          message: expect.stringContaining('not ours'),
        })
      }
      expect(await counts(dataDir, 1)).toEqual([1])
    })
  })

  it('never takes a path that could leave the folder', () => {
    const piece = fc.constantFrom('learners', 'groups', '..', '.', '', 'a', 'a.json', 'b.gone.json', '\0', '%2e', '\\')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((parts) => parts.join('/')),
        ),
        (path) => {
          if (isDataPath(path)) expect(path).toMatch(/^((learners|groups)\/)?[a-z0-9-]+[a-zA-Z0-9.-]*$/)
        },
      ),
    )
  })
})

it('an open store is not needed to find out that it is a restore that is locked out', async () => {
  const dataDir = tempFolder()
  const { store } = makeStore(dataDir)
  await store.open()
  await expect(restore(dataDir, join(dataDir, 'none'), START)).rejects.toMatchObject({ kind: 'locked' })
  await store.close()
})
