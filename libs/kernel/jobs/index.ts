export { DeadlineRunner, setDeadline, type DeadlineAct } from './deadlines.js';
export { JobQueue, type JobAct } from './job-queue.js';
export { JOB_SCHEMA, jobsMigration } from './jobs.migration.js';
