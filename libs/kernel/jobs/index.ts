export { DeadlineRunner, setDeadline, type DeadlineAct } from './deadlines.js';
