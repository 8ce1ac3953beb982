import { Controller, Get, Headers, HttpException, Inject, Param, StreamableFile } from '@nestjs/common';
import { SessionsService } from '#features/people';
import type { Viewer } from '#kernel/access';
import { Refusal } from '#kernel/errors';
import { ImportsService } from './imports.service.js';
import { viewerOfHeader } from './signed-in.js';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** Files around imports, for whoever is signed in: templates, and the report of one's own import. */
@Controller('imports')
export class ImportsController {
  constructor(
    @Inject(ImportsService) private readonly imports: ImportsService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
  ) {}

  @Get('templates/:file')
  async template(@Headers('authorization') authorization: string | undefined, @Param('file') file: string): Promise<StreamableFile> {
    await this.viewerOf(authorization);
    const content = await answered(this.imports.template(file.replace(/\.xlsx$/, '')));
    return new StreamableFile(content, { type: TYPES.xlsx, disposition: attachment(file) });
  }

  @Get(':id/errors')
  async errors(@Headers('authorization') authorization: string | undefined, @Param('id') id: string): Promise<StreamableFile> {
    const report = await answered(this.imports.errorReport(await this.viewerOf(authorization), id));
    return new StreamableFile(report.content, { type: TYPES[report.format], disposition: attachment(report.name) });
  }

  private async viewerOf(authorization: string | undefined): Promise<Viewer> {
    const viewer = await viewerOfHeader(this.sessions, authorization);
    if (!viewer) throw new HttpException({ error: 'UNAUTHENTICATED' }, 401);
    return viewer;
  }
}

/** RFC 6266 with RFC 8187: names of files are Chinese as often as not. */
function attachment(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** Refusals as HTTP answers; absent and forbidden are the same 404. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new HttpException({ error: error.code, message: error.zh, messageEn: error.en }, error.code === 'NOT_FOUND' ? 404 : error.code === 'UNAVAILABLE' ? 503 : 403);
  }
}
