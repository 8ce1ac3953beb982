import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer, DateScalar, DateTimeScalar } from '#kernel/graphql';
import { CovertService } from './covert.service.js';
import { DisseminationsService } from './disseminations.service.js';
import { HintsService } from './hints.service.js';
import { InvestigationsService } from './investigations.service.js';
import { LedgerService } from './ledger.service.js';
import { AuditEntryConnection, AuditFilterInput } from './ledger.type.js';
import { AccessHintType, AuditStatementType, CovertMarkType, DisseminationPageType, PolicyStatusType, SavedInvestigationType, SaveInvestigationInput } from './ledger-reading.type.js';
import { PolicyApprovalService } from './policy-approval.service.js';
import { StatementService } from './statement.service.js';

@Resolver()
export class LedgerResolver {
  constructor(
    @Inject(LedgerService) private readonly service: LedgerService,
    @Inject(CovertService) private readonly covert: CovertService,
    @Inject(DisseminationsService) private readonly disseminationLog: DisseminationsService,
    @Inject(HintsService) private readonly hints: HintsService,
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(StatementService) private readonly statements: StatementService,
    @Inject(PolicyApprovalService) private readonly policy: PolicyApprovalService,
  ) {}

  @Query(() => AuditEntryConnection, { description: 'Newest first: the viewer’s own acts and accesses to his agency’s records; AUDITOR sees all' })
  auditEntries(
    @CurrentViewer() viewer: Viewer,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('filter', { type: () => AuditFilterInput, nullable: true }) filter?: AuditFilterInput | null,
  ): Promise<AuditEntryConnection> {
    return this.service.entries(viewer, filter ?? {}, first ?? 50, after ?? null);
  }

  @Query(() => DisseminationPageType, { description: 'To whom records of ours went, newest first; for the originator' })
  async disseminations(
    @CurrentViewer() viewer: Viewer,
    @Args('recordNumber', { type: () => String, nullable: true }) recordNumber?: string | null,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<DisseminationPageType> {
    const { lines, hasNextPage, endCursor } = await this.disseminationLog.lines(viewer, recordNumber ?? null, first ?? 50, after ?? null);
    return { lines: lines as DisseminationPageType['lines'], pageInfo: { hasNextPage, endCursor } };
  }

  @Query(() => [AccessHintType], { description: 'For AUDITOR everybody under pseudonyms, for an approver his own agency’s people; today unless a day is given' })
  accessHints(@CurrentViewer() viewer: Viewer, @Args('day', { type: () => DateScalar, nullable: true }) day?: string | null): Promise<AccessHintType[]> {
    return this.hints.hints(viewer, day ?? null);
  }

  @Query(() => [SavedInvestigationType], { description: 'AUDITOR and APPROVER: own, and those shared in the agency' })
  savedInvestigations(@CurrentViewer() viewer: Viewer): Promise<SavedInvestigationType[]> {
    return this.investigations.list(viewer);
  }

  @Query(() => AuditStatementType, { description: 'Who opened our records in a month (2026-09); for the head of the agency' })
  statement(@CurrentViewer() viewer: Viewer, @Args('month', { type: () => String }) month: string): Promise<AuditStatementType> {
    return this.statements.offer(viewer, month);
  }

  @Query(() => [CovertMarkType], { description: 'Marks of our agency, for the heads who may set them' })
  covertMarks(@CurrentViewer() viewer: Viewer): Promise<CovertMarkType[]> {
    return this.covert.marks(viewer);
  }

  @Query(() => PolicyStatusType)
  policyStatus(@CurrentViewer() viewer: Viewer): Promise<PolicyStatusType> {
    return this.policy.status(viewer);
  }

  @Mutation(() => CovertMarkType, { description: 'Head of police or a regulator’s approver; six months at most' })
  markCovert(
    @CurrentViewer() viewer: Viewer,
    @Args('recordNumber', { type: () => String }) recordNumber: string,
    @Args('reason', { type: () => String }) reason: string,
    @Args('until', { type: () => DateTimeScalar }) until: Date,
  ): Promise<CovertMarkType> {
    return this.covert.mark(viewer, { recordNumber, reason, until });
  }

  @Mutation(() => CovertMarkType, { description: 'The withheld entries enter the owner’s view at once' })
  liftCovert(@CurrentViewer() viewer: Viewer, @Args('recordNumber', { type: () => String }) recordNumber: string): Promise<CovertMarkType> {
    return this.covert.lift(viewer, recordNumber);
  }

  @Mutation(() => SavedInvestigationType)
  saveInvestigation(@CurrentViewer() viewer: Viewer, @Args('input', { type: () => SaveInvestigationInput }) input: SaveInvestigationInput): Promise<SavedInvestigationType> {
    return this.investigations.save(viewer, input);
  }

  @Mutation(() => Boolean)
  deleteInvestigation(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    return this.investigations.delete(viewer, id);
  }

  @Mutation(() => PolicyStatusType, { description: 'Confirms exactly this policy; people of two agencies put it in force' })
  approvePolicy(@CurrentViewer() viewer: Viewer, @Args('hash', { type: () => String }) hash: string): Promise<PolicyStatusType> {
    return this.policy.approve(viewer, hash);
  }
}
