import { Field, ID, ObjectType } from '@nestjs/graphql';
import { labelledEnum } from '#kernel/graphql';

export const AgencyKindEnum = labelledEnum('AgencyKind', {
  REGULATOR: '金融监管',
  POLICE: '公安经侦',
  MARKET_REGULATOR: '市场监管',
  INSURER: '保险公司',
  INDUSTRY_ASSOCIATION: '行业协会',
  CONSUMER_ASSOCIATION: '消费者协会',
  PROCURATORATE: '检察院',
  CYBERSPACE: '网信办',
  HUB_OFFICE: '打击办公室',
});

@ObjectType('Agency')
export class AgencyType {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => AgencyKindEnum) kind!: keyof typeof AgencyKindEnum;
  @Field(() => String) regionCode!: string;
  @Field(() => String, { nullable: true, description: 'Whom to call: the liaisons of the agency' }) contact!: string | null;
}

@ObjectType('SharingGroup')
export class SharingGroupType {
  @Field(() => ID) id!: string;
  @Field(() => String) code!: string;
  @Field(() => String) name!: string;
  @Field(() => AgencyType) ownerAgency!: AgencyType;
  @Field(() => [AgencyType], { description: 'Empty for those outside the group' }) members!: AgencyType[];
}
