import { Inject } from '@nestjs/common';
import { Args, ID, Info, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { IdentifierHolderType } from '#features/matching';
import { HandlingCodeEnum, ShareLeadInput, SharePreviewType, ShareType, type HandlingCode } from '#features/sharing';
import type { Viewer } from '#kernel/access';
import { AtVersion, CurrentViewer, wantedOf } from '#kernel/graphql';
import { notFound } from '#kernel/errors';
import type { LeadOutcome } from './lead-states.js';
import { LeadDetailsService } from './lead-details.service.js';
import { LeadsService } from './leads.service.js';
import {
  LeadConclusionEnum,
  LeadConnection,
  LeadFilterInput,
  LeadOrderInput,
  LeadOutcomeEnum,
  LeadType,
  PurposeReferenceType,
  RecordVersionType,
  SubmitLeadInputType,
  ToDoType,
} from './lead.type.js';

const PARTS = ['subjects'];

/** Derived fields need the row's owner and number even when the client did not ask for them. */
@Resolver(() => LeadType)
export class LeadsResolver {
  constructor(
    @Inject(LeadsService) private readonly leadsService: LeadsService,
    @Inject(LeadDetailsService) private readonly details: LeadDetailsService,
  ) {}

  @Query(() => LeadConnection)
  async leads(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args('filter', { type: () => LeadFilterInput, nullable: true }) filter?: LeadFilterInput | null,
    @Args('orderBy', { type: () => LeadOrderInput, nullable: true }) orderBy?: LeadOrderInput | null,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 20 }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<LeadConnection> {
    const order = orderBy ?? { field: 'SUBMITTED_AT' as const, direction: 'DESC' as const };
    const page = await this.leadsService.list(viewer, filter ?? {}, order, first ?? 20, after ?? null, wantedOf(info, PARTS, ['edges', 'node']));
    return {
      edges: page.records.map(({ cursor, record }) => ({ cursor, node: record as unknown as LeadType })),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
    };
  }

  @Query(() => LeadType, { nullable: true })
  async lead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('id', { type: () => ID }) id: string): Promise<LeadType | null> {
    const lead = await this.leadsService.one(viewer, id, wantedOf(info, PARTS));
    if (!lead) throw notFound();
    return lead as unknown as LeadType;
  }

  @Query(() => SharePreviewType)
  sharePreview(
    @CurrentViewer() viewer: Viewer,
    @Args('leadId', { type: () => ID }) leadId: string,
    @Args('agencyCode', { type: () => String }) agencyCode: string,
    @Args('handlingCode', { type: () => HandlingCodeEnum }) handlingCode: HandlingCode,
  ): Promise<SharePreviewType> {
    return this.leadsService.sharePreview(viewer, leadId, agencyCode, handlingCode);
  }

  @Query(() => [PurposeReferenceType])
  purposeReferences(@CurrentViewer() viewer: Viewer, @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first?: number | null): Promise<PurposeReferenceType[]> {
    return this.details.purposeReferences(viewer, first ?? 50);
  }

  @Query(() => ToDoType)
  toDo(@CurrentViewer() viewer: Viewer): Promise<ToDoType> {
    return this.details.toDo(viewer);
  }

  @ResolveField(() => [RecordVersionType])
  history(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<RecordVersionType[]> {
    return this.details.history(viewer, lead.id);
  }

  @ResolveField(() => [ShareType])
  shares(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<ShareType[]> {
    return this.leadsService.sharesOf(viewer, lead.id);
  }

  @ResolveField(() => [String])
  actions(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<string[]> {
    return this.details.actions(viewer, lead.id);
  }

  @ResolveField(() => [String])
  requestableFields(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<string[]> {
    return this.details.requestableFields(viewer, lead.id);
  }

  @ResolveField(() => String, { nullable: true })
  mergedInto(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<string | null> {
    return this.details.mergedInto(viewer, lead.id);
  }

  @ResolveField(() => [IdentifierHolderType])
  possibleDuplicates(@CurrentViewer() viewer: Viewer, @Parent() lead: LeadType): Promise<IdentifierHolderType[]> {
    return this.details.duplicates(viewer, lead.id);
  }

  @Mutation(() => LeadType, { description: 'Shares the lead, in its own transaction, with the regulator of the longest matching region prefix and with the hub office' })
  submitLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('input', { type: () => SubmitLeadInputType }) input: SubmitLeadInputType): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.create(viewer, input, true));
  }

  @Mutation(() => LeadType)
  draftLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('input', { type: () => SubmitLeadInputType }) input: SubmitLeadInputType): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.create(viewer, input, false));
  }

  @Mutation(() => LeadType, { description: 'A draft or a returned lead, by its contributor' })
  reviseLead(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args() at: AtVersion,
    @Args('input', { type: () => SubmitLeadInputType }) input: SubmitLeadInputType,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.revise(viewer, at.id, at.version, input));
  }

  @Mutation(() => LeadType)
  submitDraft(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.submitDraft(viewer, at.id, at.version));
  }

  @Mutation(() => LeadType)
  returnLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion, @Args('reason', { type: () => String }) reason: string): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.return(viewer, at.id, at.version, reason));
  }

  @Mutation(() => LeadType)
  rejectLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion, @Args('reason', { type: () => String }) reason: string): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.reject(viewer, at.id, at.version, reason));
  }

  @Mutation(() => LeadType)
  mergeLead(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args() at: AtVersion,
    @Args('intoId', { type: () => ID }) intoId: string,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.merge(viewer, at.id, at.version, intoId));
  }

  @Mutation(() => LeadType)
  assignLead(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args() at: AtVersion,
    @Args('agencyCode', { type: () => String }) agencyCode: string,
    @Args('username', { type: () => String, nullable: true }) username?: string | null,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.assign(viewer, at.id, at.version, agencyCode, username ?? null));
  }

  @Mutation(() => LeadType)
  acceptLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.accept(viewer, at.id, at.version));
  }

  @Mutation(() => LeadType, { description: 'The receiving agency refuses a hand-over, once' })
  refuseLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion, @Args('reason', { type: () => String }) reason: string): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.refuse(viewer, at.id, at.version, reason));
  }

  @Mutation(() => LeadType)
  concludeLead(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args() at: AtVersion,
    @Args('conclusion', { type: () => LeadConclusionEnum }) conclusion: string,
    @Args('note', { type: () => String }) note: string,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.conclude(viewer, at.id, at.version, conclusion, note));
  }

  @Mutation(() => LeadType)
  decideLead(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args() at: AtVersion,
    @Args('outcome', { type: () => LeadOutcomeEnum }) outcome: LeadOutcome,
    @Args('reason', { type: () => String }) reason: string,
    @Args('agencyCode', { type: () => String, nullable: true, description: 'The receiving agency of a TRANSFER' }) agencyCode?: string | null,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.decide(viewer, at.id, at.version, outcome, reason, agencyCode ?? null));
  }

  @Mutation(() => LeadType)
  reopenLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args() at: AtVersion, @Args('reason', { type: () => String }) reason: string): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.reopen(viewer, at.id, at.version, reason));
  }

  @Mutation(() => LeadType, { description: 'Under H0-H1 at once; under H2-H3 it waits for another person, an APPROVER of the owner, unless he shares himself' })
  shareLead(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('input', { type: () => ShareLeadInput }) input: ShareLeadInput): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.share(viewer, input));
  }

  @Mutation(() => LeadType, { description: 'agencyCode may also be the code of a sharing group' })
  recallShare(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args('leadId', { type: () => ID }) leadId: string,
    @Args('agencyCode', { type: () => String }) agencyCode: string,
  ): Promise<LeadType> {
    return this.answer(viewer, info, this.leadsService.recallShare(viewer, leadId, agencyCode));
  }

  /** A mutation's answer is read like any other: through the scoped read, with its own entry. */
  private async answer(viewer: Viewer, info: GraphQLResolveInfo, done: Promise<string>): Promise<LeadType> {
    const lead = await this.leadsService.one(viewer, await done, wantedOf(info, PARTS));
    if (!lead) throw notFound();
    return lead as unknown as LeadType;
  }
}
