import { Controller, Get, Header, Headers, HttpException, Inject, Param, StreamableFile } from '@nestjs/common';
import { SessionsService } from '#features/people';
import { newId } from '#kernel/crypto';
import { Refusal, unauthenticated, type RefusalCode } from '#kernel/errors';
import { StatementService } from './statement.service.js';

const STATUS: Partial<Record<RefusalCode, number>> = { UNAUTHENTICATED: 401, INVALID_INPUT: 400, NOT_FOUND: 404, UNAVAILABLE: 503 };

/** GET /audit/statement/2026-09.csv with the Bearer token of the session. */
@Controller('audit/statement')
export class StatementController {
  constructor(
    @Inject(StatementService) private readonly statements: StatementService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
  ) {}

  @Get(':file')
  @Header('cache-control', 'private, no-store')
  async statement(@Headers('authorization') authorization: string | undefined, @Param('file') file: string): Promise<StreamableFile> {
    try {
      const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(authorization ?? '')?.[1];
      const viewer = token === undefined ? null : await this.sessions.viewerOf(token, newId());
      if (!viewer) throw unauthenticated();
      const { name, content } = await this.statements.file(viewer, file.replace(/\.csv$/, ''));
      return new StreamableFile(content, { type: 'text/csv; charset=utf-8', disposition: `attachment; filename="${name}"`, length: content.length });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new HttpException({ error: error.code, message: error.zh, messageEn: error.en }, STATUS[error.code] ?? 403);
    }
  }
}
