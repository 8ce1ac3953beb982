import { Controller, Get, HttpCode, HttpException, HttpStatus, Inject } from '@nestjs/common';
import { Database } from '#kernel/database';

@Controller('health')
export class HealthController {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The process answers. */
  @Get('live')
  @HttpCode(200)
  live(): { status: string } {
    return { status: 'live' };
  }

  /** The process can do its work: the database answers. */
  @Get('ready')
  async ready(): Promise<{ status: string }> {
    if (!(await this.database.isReachable())) throw new HttpException({ status: 'database unreachable' }, HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'ready' };
  }
}
