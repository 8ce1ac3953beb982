import { Inject, Injectable } from '@nestjs/common';
import type { Viewer } from '#kernel/access';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { hashToken, Keyring, newId, openField, randomToken, sha256, verifyPassword, verifyTotp } from '#kernel/crypto';
import { SessionDoor, type Connection } from '#kernel/database';
import { Refusal } from '#kernel/errors';
import { CONFIG } from '#kernel/runtime';
import { loadViewer } from './viewer.repository.js';

const IDLE_MINUTES = 30;
const LONGEST_HOURS = 8;
const FAILURES = 5;
const WINDOW_MINUTES = 15;

export interface SessionInfo {
  id: string;
  current: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  address: string | null;
}

interface Account {
  id: string;
  agency_id: string;
  password_hash: string;
  totp_sealed: Buffer | null;
  totp_last_step: string | null;
}

/** The one answer to a failed sign-in, whatever was wrong. */
function wrongCredentials(): Refusal {
  return new Refusal('UNAUTHENTICATED', { zh: '用户名、密码或动态口令不正确', en: 'Wrong user name, password or one-time code' });
}

/**
 * Sign-in and opaque sessions: 30 minutes idle, 8 hours at most, looked up on every request, so that a revoked session
 * or an ended role stops at the next request. Five failures within 15 minutes lock the name at that address for 15.
 * Terms of sessions run on real time, not on the hub's clock: moving the demo clock signs nobody out. Terms of roles run
 * on the hub's clock.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly clock: Clock,
    private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
    private readonly door: SessionDoor,
  ) {}

  async signIn(input: { username: string; password: string; oneTimeCode?: string | null }, address: string, requestId: string): Promise<{ token: string; expiresAt: Date; viewer: Viewer }> {
    const now = new Date();
    const username = input.username.normalize('NFKC').trim().toLowerCase();
    const nameHash = sha256(Buffer.from(username));
    const locked = await this.door.run('session.signIn', async (c) => {
      const [row] = await c.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM sign_in_failure WHERE name_hash = $1 AND address = $2 AND at > $3::timestamptz - make_interval(mins => ${WINDOW_MINUTES})`,
        [nameHash, address, now],
      );
      return row!.n >= FAILURES;
    });
    if (locked) {
      await this.door.entry(null, 'session.signIn', 'QUOTA_EXCEEDED', requestId);
      throw new Refusal('QUOTA_EXCEEDED', { zh: '登录失败次数过多，请 15 分钟后再试', en: 'Too many failed sign-ins; try again in 15 minutes' });
    }
    const account = await this.door.run('session.signIn', async (c) => {
      const [row] = await c.query<Account>(`SELECT id, agency_id, password_hash, totp_sealed, totp_last_step FROM person WHERE username = $1 AND active`, [username]);
      return row ?? null;
    });
    const passwordRight = await verifyPassword(account?.password_hash ?? null, input.password);
    const step = account ? this.secondFactorStep(account, input.oneTimeCode ?? null, now) : null;
    if (!account || !passwordRight || step === null) {
      await this.door.run('session.signIn', (c) => c.query(`INSERT INTO sign_in_failure (name_hash, address, at) VALUES ($1,$2,$3)`, [nameHash, address, now]));
      await this.door.entry(null, 'session.signIn', 'UNAUTHENTICATED', requestId);
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
      await c.query(`DELETE FROM sign_in_failure WHERE name_hash = $1 AND address = $2`, [nameHash, address]);
      await c.query(`INSERT INTO session (id, token_hash, person_id, created_at, last_seen_at, expires_at, address) VALUES ($1,$2,$3,$4,$4,$5,$6)`, [
        sessionId,
        hashToken(token),
        account.id,
        now,
        expiresAt,
        address,
      ]);
      return loadViewer(c, account.id, this.clock.now(), { sessionId, requestId });
    });
    if (!viewer) throw wrongCredentials();
    await this.door.entry(viewer, 'session.signIn', 'OK', viewer.requestId);
    return { token, expiresAt, viewer };
  }

  /** The viewer of a token, or null when it is unknown, revoked, idle too long or past its term. */
  async viewerOf(token: string, requestId: string): Promise<Viewer | null> {
    const now = new Date();
    return this.door.run('session.use', async (c) => {
      const [session] = await c.query<{ id: string; person_id: string; last_seen_at: Date }>(
        `SELECT id, person_id, last_seen_at FROM session
          WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_seen_at > $2::timestamptz - make_interval(mins => ${IDLE_MINUTES})`,
        [hashToken(token), now],
      );
      if (!session) return null;
      // Once a minute is enough for a 30-minute idle term, and keeps reads from writing.
      if (now.getTime() - session.last_seen_at.getTime() > 60_000) await c.query(`UPDATE session SET last_seen_at = $2 WHERE id = $1`, [session.id, now]);
      return loadViewer(c, session.person_id, this.clock.now(), { sessionId: session.id, requestId });
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

  /** 0 when no second factor is asked, the accepted time step when it is right, null when it is not. */
  private secondFactorStep(account: Account, code: string | null, now: Date): number | null {
    if (!this.config.secondFactorRequired) return 0;
    if (!account.totp_sealed || !code) return null;
    const secret = openField(this.keyring, account.totp_sealed, { table: 'person', column: 'totp_sealed', rowId: account.id, agencyId: account.agency_id });
    return verifyTotp(secret, code, now, account.totp_last_step === null ? null : Number(account.totp_last_step));
  }
}

export async function revokeSessions(connection: Connection, personId: string, now: Date): Promise<void> {
  await connection.query(`UPDATE session SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL`, [personId, now]);
}
