import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AgenciesModule } from '#features/agencies';
import { ComplaintsModule } from '#features/complaints';
import { LeadsModule } from '#features/leads';
import { LedgerModule, PolicyApprovalService } from '#features/ledger';
import { MatchingModule } from '#features/matching';
import { PeopleModule, SessionsService } from '#features/people';
import { SharingModule } from '#features/sharing';
import { Receipts } from '#kernel/audit';
import type { Config } from '#kernel/config';
import { Records, ScopedRead } from '#kernel/database';
import { CONFIG, KernelModule, type Kernel } from '#kernel/runtime';
import { graphqlOptions } from './graphql.js';
import { HealthController } from './health.controller.js';
import { receiptsPlugin } from './receipts.plugin.js';
import { LogController } from './log.controller.js';
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
        ComplaintsModule,
        LedgerModule,
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          imports: [PeopleModule, LedgerModule],
          inject: [SessionsService, ScopedRead, Records, PolicyApprovalService, CONFIG, Receipts],
          useFactory: (sessions: SessionsService, read: ScopedRead, records: Records, approvals: PolicyApprovalService, config: Config, receipts: Receipts) => {
            const options = graphqlOptions(sessions, read, records, approvals, config.demo);
            return { ...options, plugins: [...(options.plugins ?? []), receiptsPlugin(receipts)] };
          },
        }),
      ],
      controllers: [HealthController, LogController],
      providers: [ServiceResolver],
    };
  }
}
