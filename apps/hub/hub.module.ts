import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AgenciesModule } from '#features/agencies';
import { LeadsModule } from '#features/leads';
import { LedgerModule } from '#features/ledger';
import { MatchingModule } from '#features/matching';
import { PeopleModule, SessionsService } from '#features/people';
import { SharingModule } from '#features/sharing';
import type { Config } from '#kernel/config';
import { Records, ScopedRead } from '#kernel/database';
import { CONFIG, KernelModule, type Kernel } from '#kernel/runtime';
import { graphqlOptions } from './graphql.js';
import { HealthController } from './health.controller.js';
import { ServiceResolver } from './service.resolver.js';

/** The table of contents: the kernel, then one line per feature. */
@Module({})
export class HubModule {
  static of(kernel: Kernel): DynamicModule {
    return {
      module: HubModule,
      imports: [
        KernelModule.of(kernel),
        AgenciesModule,
        PeopleModule,
        SharingModule,
        MatchingModule,
        LeadsModule,
        LedgerModule,
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          imports: [PeopleModule],
          inject: [SessionsService, ScopedRead, Records, CONFIG],
          useFactory: (sessions: SessionsService, read: ScopedRead, records: Records, config: Config) => graphqlOptions(sessions, read, records, config.demo),
        }),
      ],
      controllers: [HealthController],
      providers: [ServiceResolver],
    };
  }
}
