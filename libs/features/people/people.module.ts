import { Module } from '@nestjs/common';
import { AgenciesModule } from '#features/agencies';
import { AccountsService } from './accounts.service.js';
import { CredentialsService } from './credentials.service.js';
import { DeputiesService } from './deputies.service.js';
import { OfficesResolver } from './offices.resolver.js';
import { PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';
import { RecusalsService } from './recusals.service.js';
import { RoleGrantsService } from './role-grants.service.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [AgenciesModule],
  providers: [SessionsService, CredentialsService, PeopleService, RoleGrantsService, AccountsService, DeputiesService, RecusalsService, PeopleResolver, OfficesResolver],
  exports: [SessionsService, PeopleService, RecusalsService],
})
export class PeopleModule {}
