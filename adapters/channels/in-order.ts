/** Runs tasks of one key one after the other, those of different keys side by side. */
export function orderedByKey(): (key: string, task: () => Promise<void>) => Promise<void> {
  const tails = new Map<string, Promise<void>>()
  return (key, task) => {
    const previous = tails.get(key) ?? Promise.resolve()
    const result = previous.then(task, task)
    tails.set(key, result)
    const release = () => {
      if (tails.get(key) === result) tails.delete(key)
    }
    result.then(release, release)
    return result
  }
}
