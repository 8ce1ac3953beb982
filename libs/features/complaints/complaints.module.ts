import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { LeadsModule } from '#features/leads';
import { MatchingModule } from '#features/matching';
import { PeopleModule } from '#features/people';
import { SharingModule } from '#features/sharing';
import type { Config } from '#kernel/config';
import { CONFIG } from '#kernel/runtime';
import { Uploads } from '#kernel/storage';
import { ComplaintSource } from './complaint.source.js';
import { ComplaintsResolver } from './complaints.resolver.js';
import { ComplaintsService } from './complaints.service.js';
import { ImportRunner } from './import-runner.service.js';
import { ImportsController } from './imports.controller.js';
import { ImportsResolver } from './imports.resolver.js';
import { ImportsService } from './imports.service.js';

/** Bytes of one uploaded file. */
const LARGEST_UPLOAD = 512 * 1024 * 1024;

@Module({
  imports: [LeadsModule, MatchingModule, SharingModule, PeopleModule],
  controllers: [ImportsController],
  providers: [
    ComplaintSource,
    ComplaintsService,
    ComplaintsResolver,
    ImportRunner,
    ImportsService,
    ImportsResolver,
    { provide: Uploads, inject: [CONFIG], useFactory: (config: Config) => new Uploads(join(config.dataDirectory, 'uploads'), LARGEST_UPLOAD) },
  ],
})
export class ComplaintsModule {}
