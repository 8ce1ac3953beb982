import { Inject } from '@nestjs/common';
import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer } from '#kernel/graphql';
import { LedgerService } from './ledger.service.js';
import { AuditEntryConnection, AuditFilterInput } from './ledger.type.js';

@Resolver()
export class LedgerResolver {
  constructor(@Inject(LedgerService) private readonly service: LedgerService) {}

  @Query(() => AuditEntryConnection, { description: 'Newest first: the viewer’s own acts and accesses to his agency’s records; AUDITOR sees all' })
  auditEntries(
    @CurrentViewer() viewer: Viewer,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('filter', { type: () => AuditFilterInput, nullable: true }) filter?: AuditFilterInput | null,
  ): Promise<AuditEntryConnection> {
    return this.service.entries(viewer, filter ?? {}, first ?? 50, after ?? null);
  }
}
