import { Module } from '@nestjs/common';
import { AgenciesModule } from '#features/agencies';
import { PeopleResolver } from './people.resolver.js';
import { PeopleService } from './people.service.js';
import { SessionsService } from './sessions.service.js';

@Module({ imports: [AgenciesModule], providers: [SessionsService, PeopleService, PeopleResolver], exports: [SessionsService, PeopleService] })
export class PeopleModule {}
