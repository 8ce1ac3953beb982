import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer } from '#kernel/graphql';
import { AccessRequestsService } from './access-requests.service.js';
import { SharingService } from './sharing.service.js';
import { AccessRequestType, RequestAccessInput, SharesWaitingType, ShareType } from './sharing.type.js';

@Resolver()
export class SharingResolver {
  constructor(
    @Inject(SharingService) private readonly sharing: SharingService,
    @Inject(AccessRequestsService) private readonly requests: AccessRequestsService,
  ) {}

  @Query(() => [AccessRequestType], { description: 'Those I made and those waiting for me' })
  accessRequests(@CurrentViewer() viewer: Viewer): Promise<AccessRequestType[]> {
    return this.requests.mine(viewer);
  }

  @Query(() => SharesWaitingType)
  sharesWaiting(@CurrentViewer() viewer: Viewer): Promise<SharesWaitingType> {
    return this.sharing.waiting(viewer);
  }

  @Mutation(() => AccessRequestType)
  requestAccess(@CurrentViewer() viewer: Viewer, @Args('input', { type: () => RequestAccessInput }) input: RequestAccessInput): Promise<AccessRequestType> {
    return this.requests.make(viewer, input);
  }

  @Mutation(() => AccessRequestType)
  decideAccessRequest(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('fields', { type: () => [String], nullable: true }) fields?: string[] | null,
    @Args('reason', { type: () => String, nullable: true }) reason?: string | null,
  ): Promise<AccessRequestType> {
    return this.requests.decide(viewer, { id, version, approve, fields: fields ?? null, reason: reason ?? null });
  }

  @Mutation(() => AccessRequestType)
  revokeAccess(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<AccessRequestType> {
    return this.requests.revoke(viewer, id, version, reason);
  }

  @Mutation(() => ShareType)
  decideShare(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('reason', { type: () => String, nullable: true }) reason?: string | null,
  ): Promise<ShareType> {
    return this.sharing.decide(viewer, id, version, approve, reason ?? null);
  }

  @Mutation(() => ShareType)
  acknowledgeRecall(@CurrentViewer() viewer: Viewer, @Args('shareId', { type: () => ID }) shareId: string): Promise<ShareType> {
    return this.sharing.acknowledgeRecall(viewer, shareId);
  }
}
