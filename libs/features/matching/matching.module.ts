import { Module } from '@nestjs/common';
import { MatchingResolver } from './matching.resolver.js';
import { MatchingService } from './matching.service.js';

@Module({ providers: [MatchingService, MatchingResolver], exports: [MatchingService] })
export class MatchingModule {}
