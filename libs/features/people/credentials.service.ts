import { Inject, Injectable } from '@nestjs/common';
import type { Viewer } from '#kernel/access';
import type { Config } from '#kernel/config';
import { hashPassword, Keyring, newTotpSecret, openField, sealField, totpAddress, verifyPassword, verifyTotp } from '#kernel/crypto';
import { SessionDoor, type Connection } from '#kernel/database';
import { invalidInput, invalidState, notPermitted, Refusal } from '#kernel/errors';
import { CONFIG } from '#kernel/runtime';
import { newPasswordProblem } from './account.rules.js';
import { revokeSessions } from './sessions.service.js';
import { attempted, countFailure, refuseWhenLocked, Turns } from './sign-in-attempts.js';

interface OwnAccount {
  password_hash: string;
  totp_sealed: Buffer | null;
  totp_pending: Buffer | null;
  second_factor: boolean;
}

/** One's own password and second factor. A wrong password or code here counts like a failed sign-in. */
@Injectable()
export class CredentialsService {
  private readonly turns = new Turns();

  constructor(
    @Inject(Keyring) private readonly keyring: Keyring,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SessionDoor) private readonly door: SessionDoor,
  ) {}

  /** Ends every other session of the person. */
  changePassword(viewer: Viewer, address: string, currentPassword: string, newPassword: string): Promise<boolean> {
    return this.change(viewer, address, 'person.changePassword', ['password'], async (c, account, now) => {
      await this.provePassword(account, currentPassword);
      const problem = newPasswordProblem(newPassword, viewer.username);
      if (problem) throw invalidInput([problem]);
      if (await verifyPassword(account.password_hash, newPassword)) throw invalidInput([{ field: 'newPassword', zh: '不得与现密码相同', en: 'must differ from the current one' }]);
      await c.query(`UPDATE person SET password_hash = $2, must_change_password = false, version = version + 1 WHERE id = $1`, [viewer.personId, await hashPassword(newPassword)]);
      await revokeSessions(c, viewer.personId, now, viewer.sessionId);
      return true;
    });
  }

  /**
   * The otpauth address of a new secret, shown this once. It counts only when confirmed; until then an enrolled factor
   * stays in force, and only a session that showed it may replace it.
   */
  beginSecondFactor(viewer: Viewer, address: string, password: string): Promise<string> {
    return this.change(viewer, address, 'person.beginSecondFactor', ['secondFactor'], async (c, account) => {
      await this.provePassword(account, password);
      if (account.totp_sealed && this.config.secondFactorRequired && !account.second_factor) throw notPermitted('更换动态口令须先以现有动态口令登录', 'Sign in with the present second factor to replace it');
      const secret = newTotpSecret();
      await c.query(`UPDATE person SET totp_pending = $2, version = version + 1 WHERE id = $1`, [viewer.personId, sealField(this.keyring, secret, this.cell(viewer, 'totp_pending'))]);
      return totpAddress(secret, viewer.username);
    });
  }

  /** The first right code of the new secret puts it in force and ends every other session of the person. */
  confirmSecondFactor(viewer: Viewer, address: string, code: string): Promise<boolean> {
    return this.change(viewer, address, 'person.confirmSecondFactor', ['secondFactor'], async (c, account, now) => {
      if (!account.totp_pending) throw invalidState('请先开始绑定动态口令', 'Begin enrolling a second factor first');
      const secret = openField(this.keyring, account.totp_pending, this.cell(viewer, 'totp_pending'));
      const step = verifyTotp(secret, code.trim(), now);
      if (step === null) throw new WrongProof([{ field: 'code', zh: '动态口令不正确', en: 'is not the code of now' }]);
      await c.query(`UPDATE person SET totp_sealed = $2, totp_last_step = $3, totp_pending = NULL, version = version + 1 WHERE id = $1`, [
        viewer.personId,
        sealField(this.keyring, secret, this.cell(viewer, 'totp_sealed')),
        step,
      ]);
      await c.query(`UPDATE session SET second_factor = true WHERE id = $1`, [viewer.sessionId]);
      await revokeSessions(c, viewer.personId, now, viewer.sessionId);
      return true;
    });
  }

  private change<T>(viewer: Viewer, address: string, action: string, fields: readonly string[], work: (c: Connection, account: OwnAccount, now: Date) => Promise<T>): Promise<T> {
    const who = attempted(viewer.username, address);
    const now = new Date();
    return this.turns.take(who, async () => {
      try {
        return await this.door.change(viewer, action, fields, async (c) => {
          await refuseWhenLocked(c, who, now);
          const [account] = await c.query<OwnAccount>(
            `SELECT p.password_hash, p.totp_sealed, p.totp_pending, s.second_factor FROM person p JOIN session s ON s.person_id = p.id WHERE p.id = $1 AND s.id = $2 FOR UPDATE OF p`,
            [viewer.personId, viewer.sessionId],
          );
          return work(c, account!, now);
        });
      } catch (error) {
        if (error instanceof WrongProof) await this.door.run(action, (c) => countFailure(c, who, now));
        throw error;
      }
    });
  }

  private async provePassword(account: OwnAccount, password: string): Promise<void> {
    if (!(await verifyPassword(account.password_hash, password))) throw new WrongProof([{ field: 'currentPassword', zh: '现密码不正确', en: 'is not the present password' }]);
  }

  private cell(viewer: Viewer, column: 'totp_sealed' | 'totp_pending'): { table: string; column: string; rowId: string; agencyId: string } {
    return { table: 'person', column, rowId: viewer.personId, agencyId: viewer.agencyId };
  }
}

/** A wrong password or code given for a change: INVALID_INPUT, counted. */
class WrongProof extends Refusal {
  constructor(fields: { field: string; zh: string; en: string }[]) {
    const { zh, en } = invalidInput(fields);
    super('INVALID_INPUT', { zh, en, fields });
  }
}
