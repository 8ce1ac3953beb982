import { Controller, Get, Header, Inject, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LedgerTree, TILE_WIDTH } from '#kernel/audit';

const TILE_PATH = /^\/tile\/(0|[1-9]\d?)\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const ONE_YEAR = 'public, max-age=31536000, immutable';

/**
 * The ledger's checkpoint and hash tiles as C2SP tlog-tiles serves them: public, for witnesses, auditors and their own
 * tools. Entry bundles are not served; each agency gets its entries by signed export.
 */
@Controller()
export class LogController {
  constructor(@Inject(LedgerTree) private readonly tree: LedgerTree) {}

  @Get('checkpoint')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-cache')
  async checkpoint(): Promise<string> {
    const published = await this.tree.published();
    if (!published) throw new NotFoundException();
    return published.note;
  }

  @Get('tile/*')
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const [, level, path, part] = TILE_PATH.exec(request.url) ?? [];
    const width = part === undefined ? TILE_WIDTH : Number(part);
    const number = Number(path?.replaceAll(/[x/]/g, ''));
    const known = level !== undefined && path !== undefined && path === tilePath(number) && (part === undefined || width < TILE_WIDTH);
    const hashes = known ? await this.tree.tile(Number(level), number, width) : null;
    if (!hashes) throw new NotFoundException();
    await reply.header('cache-control', ONE_YEAR).type('application/octet-stream').send(hashes);
  }
}

/** 1234067 is x001/x234/067; leading groups of zeros are another spelling of the same tile and not served. */
function tilePath(number: number): string {
  const digits = String(number);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!;
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}
