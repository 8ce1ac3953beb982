import { Inject } from '@nestjs/common';
import { Args, ID, Info, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { LeadType, SubmitLeadInputType } from '#features/leads';
import { IdentifierHolderType } from '#features/matching';
import type { Viewer } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { CurrentViewer, wantedOf } from '#kernel/graphql';
import { ComplaintConnection, ComplaintFilterInput, ComplaintType } from './complaint.type.js';
import { inMajorUnits } from './complaint.source.js';
import { ComplaintsService } from './complaints.service.js';

const PARTS = ['lines'];

@Resolver(() => ComplaintType)
export class ComplaintsResolver {
  constructor(@Inject(ComplaintsService) private readonly complaintsService: ComplaintsService) {}

  @Query(() => ComplaintConnection, { description: 'Newest first by the day they were opened' })
  async complaints(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args('filter', { type: () => ComplaintFilterInput, nullable: true }) filter?: ComplaintFilterInput | null,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 20 }) first?: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<ComplaintConnection> {
    const page = await this.complaintsService.list(viewer, filter ?? {}, first ?? 20, after ?? null, wantedOf(info, PARTS, ['edges', 'node']));
    return {
      edges: page.records.map(({ cursor, record }) => ({ cursor, node: record as unknown as ComplaintType })),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
    };
  }

  @Query(() => ComplaintType, { nullable: true })
  async complaint(@CurrentViewer() viewer: Viewer, @Info() info: GraphQLResolveInfo, @Args('id', { type: () => ID }) id: string): Promise<ComplaintType> {
    const complaint = await this.complaintsService.one(viewer, id, wantedOf(info, PARTS));
    if (!complaint) throw notFound();
    return complaint as unknown as ComplaintType;
  }

  @ResolveField(() => String, { nullable: true })
  proposedLead(@CurrentViewer() viewer: Viewer, @Parent() complaint: ComplaintType): Promise<string | null> {
    return this.complaintsService.proposedLead(viewer, complaint.id);
  }

  /** The cells work on minor units, masked or not. */
  @ResolveField(() => String, { nullable: true })
  amountReturned(@Parent() complaint: ComplaintType): string | null {
    return complaint.amountReturned === null ? null : inMajorUnits(complaint.amountReturned);
  }

  @ResolveField(() => [IdentifierHolderType])
  possibleLeads(@CurrentViewer() viewer: Viewer, @Parent() complaint: ComplaintType): Promise<IdentifierHolderType[]> {
    return this.complaintsService.possibleLeads(viewer, complaint.id);
  }

  @Mutation(() => LeadType, { description: 'A submitted lead with the strictest handling code of its sources; once per complaint' })
  async proposeLeadFromComplaint(
    @CurrentViewer() viewer: Viewer,
    @Info() info: GraphQLResolveInfo,
    @Args('complaintId', { type: () => ID }) complaintId: string,
    @Args('input', { type: () => SubmitLeadInputType }) input: SubmitLeadInputType,
  ): Promise<LeadType> {
    const lead = await this.complaintsService.leadOf(viewer, await this.complaintsService.proposeLead(viewer, complaintId, input), wantedOf(info, ['subjects']));
    if (!lead) throw notFound();
    return lead as unknown as LeadType;
  }
}
