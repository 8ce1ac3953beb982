import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

/**
 * Errors of GraphQL resolvers go on as they are: shapeError answers them, and the framework's own log would print them
 * with the values they carry. Plain HTTP errors (health, uploads) are answered by the framework.
 */
@Catch()
export class QuietGraphqlFilter extends BaseExceptionFilter implements ExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): unknown {
    if (host.getType<'http' | 'graphql'>() === 'graphql') return exception;
    super.catch(exception, host);
    return undefined;
  }
}
