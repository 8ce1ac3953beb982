import { notPermitted } from '#kernel/errors';
import { hasRole, type AgencyKind, type Role, type Viewer } from './viewer.js';

/**
 * One act: its ledger action, the GraphQL mutation of the same name, and the roles that may do it. A mutation without
 * a command does not start; a unit of work whose command was never permitted does not commit.
 */
export interface Command {
  action: string;
  /** null: a query that leaves a trace of its own (a counted match). */
  mutation: string | null;
  roles: readonly Role[];
  kinds?: readonly AgencyKind[];
}

export function defineCommands<const T extends Record<string, Omit<Command, 'action'>>>(commands: T): Record<keyof T & string, Command> {
  return Object.fromEntries(Object.entries(commands).map(([action, command]) => [action, { action, ...command }])) as Record<keyof T & string, Command>;
}

export function mayDo(viewer: Viewer, command: Command): boolean {
  return hasRole(viewer, ...command.roles) && (!command.kinds || command.kinds.includes(viewer.agencyKind));
}

export function assertMayDo(viewer: Viewer, command: Command): void {
  if (!mayDo(viewer, command)) throw notPermitted();
}
