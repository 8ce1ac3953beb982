import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Viewer } from '#kernel/access';
import { unauthenticated } from '#kernel/errors';

/** What every resolver may ask of its request. */
export interface HubContext {
  viewer: Viewer | null;
  requestId: string;
  address: string;
}

/** The signed-in person; the server has already refused requests without one, except for the public operations. */
export const CurrentViewer = createParamDecorator((_: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = GqlExecutionContext.create(context).getContext<HubContext>();
  if (!viewer) throw unauthenticated();
  return viewer;
});

export const RequestContext = createParamDecorator((_: unknown, context: ExecutionContext): HubContext => GqlExecutionContext.create(context).getContext<HubContext>());
