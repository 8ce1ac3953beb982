import { Inject, Injectable } from '@nestjs/common';
import type { Viewer } from '#kernel/access';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { hashToken, Keyring, newId, openField, randomToken, verifyPassword, verifyTotp } from '#kernel/crypto';
import { SessionDoor, type Connection } from '#kernel/database';
import { notPermitted, Refusal } from '#kernel/errors';
import { CONFIG } from '#kernel/runtime';
import { foldUsername } from './account.rules.js';
import { attempted, countFailure, forgetFailures, refuseWhenLocked, Turns, type Attempted } from './sign-in-attempts.js';
import { loadViewer } from './viewer.repository.js';

const IDLE_MINUTES = 30;
const LONGEST_HOURS = 8;

export interface SessionInfo {
  id: string;
  current: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  address: string | null;
}

/** What a signed-in person still has to do before anything else is open to him. */
export interface Dues {
  password: boolean;
  secondFactor: boolean;
}

/** Root fields open to a session that still has something to do, besides the public ones. */
export const SETTLING_OPERATIONS: readonly string[] = ['viewer', 'sessions', 'changePassword', 'beginSecondFactor', 'confirmSecondFactor', 'signOut', 'signOutEverywhere'];

interface Account {
  id: string;
  agency_id: string;
  password_hash: string;
  totp_sealed: Buffer | null;
  totp_last_step: string | null;
}

/** The one answer to a failed sign-in, whatever was wrong. */
export function wrongCredentials(): Refusal {
  return new Refusal('UNAUTHENTICATED', { zh: '用户名、密码或动态口令不正确', en: 'Wrong user name, password or one-time code' });
}

/** Accounts of the invented province (regions 99xxxx) have a published password: they exist in demo mode only. */
const EXISTS_HERE = (demo: boolean): string => (demo ? 'TRUE' : `left(a.region_code, 2) <> '99'`);

/**
 * Sign-in and opaque sessions: 30 minutes idle, 8 hours at most, looked up on every request, so that a revoked session
 * or an ended role stops at the next request. Five failures within 15 minutes lock the name at that address for 15.
 * Terms of sessions run on real time, not on the hub's clock: moving the demo clock signs nobody out. Terms of roles run
 * on the hub's clock. A person with an initial password, or without the second factor that is required, signs in to a
 * session that can do nothing but mend that.
 */
@Injectable()
export class SessionsService {
  private readonly turns = new Turns();

  constructor(
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SessionDoor) private readonly door: SessionDoor,
  ) {}

  signIn(input: { username: string; password: string; oneTimeCode?: string | null }, address: string, requestId: string): Promise<{ token: string; expiresAt: Date; viewer: Viewer }> {
    const who = attempted(input.username, address);
    return this.turns.take(who, async () => {
      try {
        return await this.openSession({ ...input, username: foldUsername(input.username) }, who, requestId);
      } catch (error) {
        if (error instanceof Refusal) await this.door.entry(null, 'session.signIn', error.code, requestId);
        throw error;
      }
    });
  }

  private async openSession(input: { username: string; password: string; oneTimeCode?: string | null }, who: Attempted, requestId: string): Promise<{ token: string; expiresAt: Date; viewer: Viewer }> {
    const now = new Date();
    const account = await this.door.run('session.signIn', async (c) => {
      await refuseWhenLocked(c, who, now);
      const [row] = await c.query<Account>(
        `SELECT p.id, p.agency_id, p.password_hash, p.totp_sealed, p.totp_last_step FROM person p JOIN agency a ON a.id = p.agency_id
          WHERE p.username = $1 AND p.active AND ${EXISTS_HERE(this.config.demo)}`,
        [input.username],
      );
      return row ?? null;
    });
    const passwordRight = await verifyPassword(account?.password_hash ?? null, input.password);
    const step = account ? this.secondFactorStep(account, input.oneTimeCode ?? null, now) : null;
    if (!account || !passwordRight || step === null) {
      await this.door.run('session.signIn', (c) => countFailure(c, who, now));
      throw wrongCredentials();
    }
    const token = randomToken();
    const sessionId = newId();
    const expiresAt = new Date(now.getTime() + LONGEST_HOURS * 3_600_000);
    const viewer = await this.door.run('session.signIn', async (c) => {
      if (step > 0) {
        const used = await c.query(`UPDATE person SET totp_last_step = $2 WHERE id = $1 AND coalesce(totp_last_step, 0) < $2 RETURNING id`, [account.id, step]);
        if (used.length === 0) throw wrongCredentials();
      }
      await forgetFailures(c, who);
      await c.query(`INSERT INTO session (id, token_hash, person_id, created_at, last_seen_at, expires_at, address, second_factor) VALUES ($1,$2,$3,$4,$4,$5,$6,$7)`, [
        sessionId,
        hashToken(token),
        account.id,
        now,
        expiresAt,
        who.address,
        step > 0,
      ]);
      return loadViewer(c, account.id, this.clock.now(), { sessionId, requestId });
    });
    if (!viewer) throw wrongCredentials();
    await this.door.entry(viewer, 'session.signIn', 'OK', viewer.requestId);
    return { token, expiresAt, viewer };
  }

  /**
   * The viewer of a token, or null when it is unknown, revoked, idle too long or past its term. A session that still has
   * something to do is refused (NOT_PERMITTED) unless the request is `settling`, that is, asks SETTLING_OPERATIONS only.
   */
  async viewerOf(token: string, requestId: string, settling: () => boolean = () => false): Promise<Viewer | null> {
    const now = new Date();
    return this.door.run('session.use', async (c) => {
      const [session] = await c.query<{ id: string; person_id: string; last_seen_at: Date } & DuesRow>(
        `SELECT s.id, s.person_id, s.last_seen_at, s.second_factor, p.must_change_password FROM session s JOIN person p ON p.id = s.person_id JOIN agency a ON a.id = p.agency_id
          WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $2::timestamptz - make_interval(mins => ${IDLE_MINUTES}) AND ${EXISTS_HERE(this.config.demo)}`,
        [hashToken(token), now],
      );
      if (!session) return null;
      const dues = this.dues(session);
      if ((dues.password || dues.secondFactor) && !settling()) refuseDues(dues);
      // Once a minute is enough for a 30-minute idle term, and keeps reads from writing.
      if (now.getTime() - session.last_seen_at.getTime() > 60_000) await c.query(`UPDATE session SET last_seen_at = $2 WHERE id = $1`, [session.id, now]);
      return loadViewer(c, session.person_id, this.clock.now(), { sessionId: session.id, requestId });
    });
  }

  /** What the viewer's session still has to do. */
  duesOf(viewer: Viewer): Promise<Dues> {
    return this.door.run('session.use', async (c) => {
      const [row] = await c.query<DuesRow>(`SELECT s.second_factor, p.must_change_password FROM session s JOIN person p ON p.id = s.person_id WHERE s.id = $1`, [viewer.sessionId]);
      return row ? this.dues(row) : { password: false, secondFactor: false };
    });
  }

  async signOut(viewer: Viewer): Promise<boolean> {
    await this.door.run('session.signOut', (c) => c.query(`UPDATE session SET revoked_at = $2 WHERE id = $1`, [viewer.sessionId, new Date()]));
    await this.door.entry(viewer, 'session.signOut', 'OK', viewer.requestId);
    return true;
  }

  async signOutEverywhere(viewer: Viewer): Promise<boolean> {
    await this.door.run('session.signOutEverywhere', (c) => revokeSessions(c, viewer.personId, new Date()));
    await this.door.entry(viewer, 'session.signOutEverywhere', 'OK', viewer.requestId);
    return true;
  }

  async sessionsOf(viewer: Viewer): Promise<SessionInfo[]> {
    const now = new Date();
    return this.door.run('session.list', (c) =>
      c.query<SessionInfo>(
        `SELECT id, id = $2 AS current, created_at AS "createdAt", last_seen_at AS "lastSeenAt", address FROM session
          WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $3 AND last_seen_at > $3::timestamptz - make_interval(mins => ${IDLE_MINUTES}) ORDER BY last_seen_at DESC`,
        [viewer.personId, viewer.sessionId, now],
      ),
    );
  }

  private dues(row: DuesRow): Dues {
    return { password: row.must_change_password, secondFactor: this.config.secondFactorRequired && !row.second_factor };
  }

  /** 0 when no second factor is asked or none is enrolled yet, the accepted time step when it is right, null when it is not. */
  private secondFactorStep(account: Account, code: string | null, now: Date): number | null {
    if (!this.config.secondFactorRequired || !account.totp_sealed) return 0;
    if (!code) return null;
    const secret = openField(this.keyring, account.totp_sealed, { table: 'person', column: 'totp_sealed', rowId: account.id, agencyId: account.agency_id });
    return verifyTotp(secret, code, now, account.totp_last_step === null ? null : Number(account.totp_last_step));
  }
}

interface DuesRow {
  second_factor: boolean;
  must_change_password: boolean;
}

function refuseDues(dues: Dues): never {
  if (dues.password) throw notPermitted('请先修改初始密码，其他操作暂不开放', 'Change the initial password first; nothing else is open until then');
  throw notPermitted('请先绑定动态口令，其他操作暂不开放', 'Enrol a second factor first; nothing else is open until then');
}

/** Ends the person's sessions, all or all but one; counts at the next request. */
export async function revokeSessions(connection: Connection, personId: string, now: Date, butSession: string | null = null): Promise<void> {
  await connection.query(`UPDATE session SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $3::uuid`, [personId, now, butSession]);
}
