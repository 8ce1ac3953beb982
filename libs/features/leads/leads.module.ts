import { Module } from '@nestjs/common';
import { MatchingModule } from '#features/matching';
import { PeopleModule } from '#features/people';
import { SharingModule } from '#features/sharing';
import { LeadDetailsService } from './lead-details.service.js';
import { LeadSource } from './lead.source.js';
import { LeadsResolver } from './leads.resolver.js';
import { LeadsService } from './leads.service.js';

@Module({ imports: [SharingModule, MatchingModule, PeopleModule], providers: [LeadSource, LeadsService, LeadDetailsService, LeadsResolver], exports: [LeadsService, LeadSource] })
export class LeadsModule {}
