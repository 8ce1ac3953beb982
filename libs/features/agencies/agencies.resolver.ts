import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { CurrentViewer } from '#kernel/graphql';
import { AgenciesService } from './agencies.service.js';
import { AgencyType, SharingGroupType } from './agency.type.js';

@Resolver()
export class AgenciesResolver {
  constructor(private readonly service: AgenciesService) {}

  @Query(() => [AgencyType])
  agencies(@CurrentViewer() viewer: Viewer): Promise<AgencyType[]> {
    return this.service.all(viewer);
  }

  @Query(() => [SharingGroupType])
  sharingGroups(@CurrentViewer() viewer: Viewer): Promise<SharingGroupType[]> {
    return this.service.groups(viewer);
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
