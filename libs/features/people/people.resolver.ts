import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AgenciesService } from '#features/agencies';
import { hasRole, type Viewer } from '#kernel/access';
import { CurrentViewer, RequestContext, type HubContext } from '#kernel/graphql';
import { CredentialsService } from './credentials.service.js';
import { ColleagueType, SessionInfoType, SignInPayload, ViewerType } from './person.type.js';
import { PeopleService } from './people.service.js';
import { SessionsService } from './sessions.service.js';

@Resolver()
export class PeopleResolver {
  constructor(
    @Inject(SessionsService) private readonly sessionsService: SessionsService,
    @Inject(CredentialsService) private readonly credentials: CredentialsService,
    @Inject(PeopleService) private readonly people: PeopleService,
    @Inject(AgenciesService) private readonly agencies: AgenciesService,
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

  @Mutation(() => Boolean, { description: 'At least 12 characters; ends the person’s other sessions' })
  changePassword(
    @RequestContext() context: HubContext,
    @CurrentViewer() viewer: Viewer,
    @Args('currentPassword', { type: () => String }) currentPassword: string,
    @Args('newPassword', { type: () => String }) newPassword: string,
  ): Promise<boolean> {
    return this.credentials.changePassword(viewer, context.address, currentPassword, newPassword);
  }

  @Mutation(() => String, { description: 'otpauth address for an authenticator app, shown this once; counts after confirmSecondFactor' })
  beginSecondFactor(@RequestContext() context: HubContext, @CurrentViewer() viewer: Viewer, @Args('currentPassword', { type: () => String }) currentPassword: string): Promise<string> {
    return this.credentials.beginSecondFactor(viewer, context.address, currentPassword);
  }

  @Mutation(() => Boolean, { description: 'Ends the person’s other sessions' })
  confirmSecondFactor(@RequestContext() context: HubContext, @CurrentViewer() viewer: Viewer, @Args('code', { type: () => String }) code: string): Promise<boolean> {
    return this.credentials.confirmSecondFactor(viewer, context.address, code);
  }

  private async viewerType(viewer: Viewer): Promise<ViewerType> {
    const dues = await this.sessionsService.duesOf(viewer);
    return {
      id: viewer.personId,
      username: viewer.username,
      displayName: viewer.displayName,
      roles: [...viewer.roles].sort(),
      agency: await this.agencies.ofViewer(viewer),
      regionCode: viewer.regionCode,
      mayApprove: hasRole(viewer, 'APPROVER', 'LEADER', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE'),
      actingFor: viewer.actingFor.map((p) => p.displayName),
      mustChangePassword: dues.password,
      mustEnrolSecondFactor: dues.secondFactor,
    };
  }
}
