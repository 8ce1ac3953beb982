import { getConstructionPlans } from 'pg-boss';
import type { Migration } from '#kernel/database';

export const JOB_SCHEMA = 'job';

/** The queue's own schema, made by the owner; the request login only uses it. The library's plan opens a transaction of its own, ours is already open. */
export const jobsMigration: Migration = {
  stamp: 20261123000110,
  name: 'Jobs',
  sql: getConstructionPlans(JOB_SCHEMA)
    .replace(/^\s*BEGIN;/, '')
    .replace(/COMMIT;\s*$/, ''),
};
