import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AgenciesService } from '#features/agencies';
import { hasRole, type Viewer } from '#kernel/access';
import { CurrentViewer, RequestContext, type HubContext } from '#kernel/graphql';
import { ColleagueType, SessionInfoType, SignInPayload, ViewerType } from './person.type.js';
import { PeopleService } from './people.service.js';
import { SessionsService } from './sessions.service.js';

@Resolver()
export class PeopleResolver {
  constructor(
    private readonly sessionsService: SessionsService,
    private readonly people: PeopleService,
    private readonly agencies: AgenciesService,
  ) {}

  @Query(() => ViewerType)
  viewer(@CurrentViewer() viewer: Viewer): Promise<ViewerType> {
    return this.viewerType(viewer);
  }

  @Query(() => [SessionInfoType])
  sessions(@CurrentViewer() viewer: Viewer): Promise<SessionInfoType[]> {
    return this.sessionsService.sessionsOf(viewer);
  }

  @Query(() => [ColleagueType])
  assignableInvestigators(@CurrentViewer() viewer: Viewer, @Args('agencyCode', { type: () => String }) agencyCode: string): Promise<ColleagueType[]> {
    return this.people.assignableInvestigators(viewer, agencyCode);
  }

  @Mutation(() => SignInPayload)
  async signIn(
    @RequestContext() context: HubContext,
    @Args('username', { type: () => String }) username: string,
    @Args('password', { type: () => String }) password: string,
    @Args('oneTimeCode', { type: () => String, nullable: true }) oneTimeCode?: string | null,
  ): Promise<SignInPayload> {
    const { viewer, ...session } = await this.sessionsService.signIn({ username, password, oneTimeCode: oneTimeCode ?? null }, context.address, context.requestId);
    return { ...session, viewer: await this.viewerType(viewer) };
  }

  @Mutation(() => Boolean)
  signOut(@CurrentViewer() viewer: Viewer): Promise<boolean> {
    return this.sessionsService.signOut(viewer);
  }

  @Mutation(() => Boolean)
  signOutEverywhere(@CurrentViewer() viewer: Viewer): Promise<boolean> {
    return this.sessionsService.signOutEverywhere(viewer);
  }

  private async viewerType(viewer: Viewer): Promise<ViewerType> {
    return {
      id: viewer.personId,
      username: viewer.username,
      displayName: viewer.displayName,
      roles: [...viewer.roles].sort(),
      agency: await this.agencies.ofViewer(viewer),
      regionCode: viewer.regionCode,
      mayApprove: hasRole(viewer, 'APPROVER', 'LEADER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE'),
      actingFor: viewer.actingFor.map((p) => p.displayName),
    };
  }
}
