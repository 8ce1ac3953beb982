import { Field, ID, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import { DateTimeScalar } from '#kernel/graphql';

@ObjectType('Viewer', { description: 'roles: the codes of domain.md section 2' })
export class ViewerType {
  @Field(() => ID) id!: string;
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => [String]) roles!: string[];
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => String) regionCode!: string;
  @Field(() => Boolean, { description: 'Holds an office that decides requests of the agency' }) mayApprove!: boolean;
  @Field(() => [String], { description: 'Heads the viewer stands in for (AB角)' }) actingFor!: string[];
}

@ObjectType('SignInPayload')
export class SignInPayload {
  @Field(() => String) token!: string;
  @Field(() => DateTimeScalar) expiresAt!: Date;
  @Field(() => ViewerType) viewer!: ViewerType;
}

@ObjectType('SessionInfo')
export class SessionInfoType {
  @Field(() => ID) id!: string;
  @Field(() => Boolean) current!: boolean;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar) lastSeenAt!: Date;
  @Field(() => String, { nullable: true }) address!: string | null;
}

@ObjectType('Colleague')
export class ColleagueType {
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => [String]) roles!: string[];
}
