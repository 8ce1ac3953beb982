import { Module } from '@nestjs/common';
import { AccessRequestsService } from './access-requests.service.js';
import { SharingResolver } from './sharing.resolver.js';
import { SharingService } from './sharing.service.js';

@Module({ providers: [SharingService, AccessRequestsService, SharingResolver], exports: [SharingService, AccessRequestsService] })
export class SharingModule {}
