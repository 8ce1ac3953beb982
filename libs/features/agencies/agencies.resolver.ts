import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer } from '#kernel/graphql';
import { AgenciesService } from './agencies.service.js';
import { AgencyKindEnum, AgencyType, SharingGroupType } from './agency.type.js';

@Resolver()
export class AgenciesResolver {
  constructor(@Inject(AgenciesService) private readonly service: AgenciesService) {}

  @Query(() => [AgencyType])
  agencies(@CurrentViewer() viewer: Viewer): Promise<AgencyType[]> {
    return this.service.all(viewer);
  }

  @Query(() => [SharingGroupType])
  sharingGroups(@CurrentViewer() viewer: Viewer): Promise<SharingGroupType[]> {
    return this.service.groups(viewer);
  }

  @Mutation(() => AgencyType, { description: 'By the security administrator; the agency has nobody yet' })
  createAgency(
    @CurrentViewer() viewer: Viewer,
    @Args('code', { type: () => String }) code: string,
    @Args('name', { type: () => String }) name: string,
    @Args('kind', { type: () => AgencyKindEnum }) kind: keyof typeof AgencyKindEnum,
    @Args('regionCode', { type: () => String }) regionCode: string,
  ): Promise<AgencyType> {
    return this.service.create(viewer, { code, name, kind, regionCode });
  }

  @Mutation(() => SharingGroupType)
  saveSharingGroup(
    @CurrentViewer() viewer: Viewer,
    @Args('code', { type: () => String }) code: string,
    @Args('name', { type: () => String }) name: string,
    @Args('memberCodes', { type: () => [String] }) memberCodes: string[],
  ): Promise<SharingGroupType> {
    return this.service.saveSharingGroup(viewer, { code, name, memberCodes });
  }
}
