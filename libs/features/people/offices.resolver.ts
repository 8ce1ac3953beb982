import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Role, Viewer } from '#kernel/access';
import { CurrentViewer, DateTimeScalar } from '#kernel/graphql';
import { AccountsService } from './accounts.service.js';
import { DeputiesService } from './deputies.service.js';
import { DeputyTermType, NewPersonType, PersonType, RecusalType, RoleEnum, RoleGrantType } from './person.type.js';
import { RecusalsService } from './recusals.service.js';
import { RoleGrantsService } from './role-grants.service.js';

/** Who holds which office: accounts, role grants, deputies, recusals. */
@Resolver()
export class OfficesResolver {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(RoleGrantsService) private readonly grants: RoleGrantsService,
    @Inject(DeputiesService) private readonly deputiesService: DeputiesService,
    @Inject(RecusalsService) private readonly recusalsService: RecusalsService,
  ) {}

  @Query(() => [PersonType], { description: 'SECADMIN: everybody; a head: his own agency. At most 500; narrow by agency or a part of the name' })
  people(
    @CurrentViewer() viewer: Viewer,
    @Args('agencyCode', { type: () => String, nullable: true }) agencyCode?: string | null,
    @Args('text', { type: () => String, nullable: true }) text?: string | null,
  ): Promise<PersonType[]> {
    return this.accounts.list(viewer, agencyCode ?? null, text ?? null);
  }

  @Query(() => [RoleGrantType], { description: 'Grants the viewer has to decide on' })
  roleGrantsWaiting(@CurrentViewer() viewer: Viewer): Promise<RoleGrantType[]> {
    return this.grants.waiting(viewer);
  }

  @Query(() => [DeputyTermType], { description: 'Those I named and those that name me; for a head all of his agency’s' })
  deputies(@CurrentViewer() viewer: Viewer): Promise<DeputyTermType[]> {
    return this.deputiesService.list(viewer);
  }

  @Query(() => [RecusalType], { description: 'One’s own; for a head those of his agency' })
  recusals(@CurrentViewer() viewer: Viewer): Promise<RecusalType[]> {
    return this.recusalsService.list(viewer);
  }

  @Mutation(() => NewPersonType)
  createPerson(
    @CurrentViewer() viewer: Viewer,
    @Args('agencyCode', { type: () => String }) agencyCode: string,
    @Args('username', { type: () => String }) username: string,
    @Args('displayName', { type: () => String }) displayName: string,
  ): Promise<NewPersonType> {
    return this.accounts.create(viewer, { agencyCode, username, displayName });
  }

  @Mutation(() => PersonType, { description: 'Ends sessions, roles and deputyships of the account at once' })
  deactivatePerson(@CurrentViewer() viewer: Viewer, @Args('username', { type: () => String }) username: string): Promise<PersonType> {
    return this.accounts.deactivate(viewer, username);
  }

  @Mutation(() => PersonType, { description: 'The account begins again without any role' })
  reactivatePerson(@CurrentViewer() viewer: Viewer, @Args('username', { type: () => String }) username: string): Promise<PersonType> {
    return this.accounts.reactivate(viewer, username);
  }

  @Mutation(() => RoleGrantType, { description: 'Waits for a head of the person’s agency. Without startsAt from now; ends within two years' })
  proposeRoleGrant(
    @CurrentViewer() viewer: Viewer,
    @Args('username', { type: () => String }) username: string,
    @Args('role', { type: () => RoleEnum }) role: Role,
    @Args('endsAt', { type: () => DateTimeScalar }) endsAt: Date,
    @Args('startsAt', { type: () => DateTimeScalar, nullable: true }) startsAt?: Date | null,
  ): Promise<RoleGrantType> {
    return this.grants.propose(viewer, { username, role, startsAt: startsAt ?? null, endsAt });
  }

  @Mutation(() => RoleGrantType)
  decideRoleGrant(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('approve', { type: () => Boolean }) approve: boolean,
    @Args('reason', { type: () => String, nullable: true }) reason?: string | null,
  ): Promise<RoleGrantType> {
    return this.grants.decide(viewer, id, version, approve, reason ?? null);
  }

  @Mutation(() => RoleGrantType, { description: 'Counts at the holder’s next request' })
  revokeRoleGrant(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<RoleGrantType> {
    return this.grants.revoke(viewer, id, version, reason);
  }

  @Mutation(() => DeputyTermType, { description: 'AB角: a colleague who has the viewer’s head roles for a term of at most a year' })
  nameDeputy(
    @CurrentViewer() viewer: Viewer,
    @Args('username', { type: () => String }) username: string,
    @Args('endsAt', { type: () => DateTimeScalar }) endsAt: Date,
    @Args('startsAt', { type: () => DateTimeScalar, nullable: true }) startsAt?: Date | null,
  ): Promise<DeputyTermType> {
    return this.deputiesService.name(viewer, username, startsAt ?? null, endsAt);
  }

  @Mutation(() => DeputyTermType)
  revokeDeputy(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<DeputyTermType> {
    return this.deputiesService.revoke(viewer, id);
  }

  @Mutation(() => RecusalType, { description: 'The record is gone for the viewer from his next request on' })
  declareRecusal(
    @CurrentViewer() viewer: Viewer,
    @Args('recordNumber', { type: () => String }) recordNumber: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<RecusalType> {
    return this.recusalsService.declare(viewer, recordNumber, reason);
  }

  @Mutation(() => RecusalType, { description: 'By a head, for a person of his agency' })
  recusePerson(
    @CurrentViewer() viewer: Viewer,
    @Args('username', { type: () => String }) username: string,
    @Args('recordNumber', { type: () => String }) recordNumber: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<RecusalType> {
    return this.recusalsService.order(viewer, username, recordNumber, reason);
  }

  @Mutation(() => Boolean, { description: 'By a head, never by the recused person' })
  liftRecusal(
    @CurrentViewer() viewer: Viewer,
    @Args('username', { type: () => String }) username: string,
    @Args('recordNumber', { type: () => String }) recordNumber: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    return this.recusalsService.lift(viewer, username, recordNumber, reason);
  }
}
