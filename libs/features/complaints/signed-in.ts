import type { SessionsService } from '#features/people';
import type { Viewer } from '#kernel/access';
import { newId } from '#kernel/crypto';
import { Refusal } from '#kernel/errors';

/** Whoever an Authorization header stands for; null also for a session that has its password or second factor to settle first. */
export async function viewerOfHeader(sessions: SessionsService, authorization: string | undefined): Promise<Viewer | null> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return null;
  try {
    return await sessions.viewerOf(token, newId());
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
