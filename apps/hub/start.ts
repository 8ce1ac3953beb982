import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import helmet from '@fastify/helmet';
import { Logger } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#kernel/config';
import { randomToken } from '#kernel/crypto';
import { migrate, startEmbeddedServer, type EmbeddedServer } from '#kernel/database';
import { holesIn } from '#kernel/graphql';
import { openKernel, type Kernel } from '#kernel/runtime';
import { HubModule } from './hub.module.js';
import { QuietGraphqlFilter } from './quiet-graphql.filter.js';
import { commands, migrations, openTypes, policies, reads, sessionMutations } from './surface.js';

const REQUEST_LOGIN = 'xiecha_app';
const BODY_LIMIT = 1024 * 1024;

/** Where the two logins of the running service point. */
export interface DatabaseLogins {
  requestUrl: string;
  ownerUrl: string | null;
  server: EmbeddedServer | null;
}

/** Starts the embedded server or takes the configured one, and brings the schema up to date. */
export async function prepareDatabase(config: Config): Promise<DatabaseLogins> {
  if (!config.database.embedded) {
    const requestUrl = config.database.url!;
    if (config.database.ownerUrl) await migrate(config.database.ownerUrl, migrations, { user: new URL(requestUrl).username });
    return { requestUrl, ownerUrl: config.database.ownerUrl ?? null, server: null };
  }
  mkdirSync(config.dataDirectory, { recursive: true });
  const server = await startEmbeddedServer({ directory: join(config.dataDirectory, 'postgres'), durable: true });
  const password = requestPassword(config.dataDirectory);
  await migrate(server.ownerUrl, migrations, { user: REQUEST_LOGIN, password });
  const requestUrl = new URL(server.ownerUrl);
  requestUrl.username = REQUEST_LOGIN;
  requestUrl.password = password;
  return { requestUrl: requestUrl.toString(), ownerUrl: server.ownerUrl, server };
}

function requestPassword(directory: string): string {
  const path = join(directory, 'request-login.secret');
  if (!existsSync(path)) writeFileSync(path, randomToken(), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
}

export interface RunningHub {
  app: NestFastifyApplication;
  kernel: Kernel;
  close(): Promise<void>;
}

/** The hub on an opened database, not yet listening; refuses to start with a hole in the policy. */
export async function createHub(config: Config, requestUrl: string): Promise<RunningHub> {
  const log = new Logger('hub');
  const kernel = await openKernel({ config, requestUrl, policies, commands, onFault: (error) => log.error(error instanceof Error ? (error.stack ?? error.message) : 'background fault') });
  const app = await NestFactory.create<NestFastifyApplication>(HubModule.of(kernel), new FastifyAdapter({ bodyLimit: BODY_LIMIT, trustProxy: false }), {
    logger: config.logLevel === 'silent' ? false : config.logLevel === 'debug' || config.logLevel === 'trace' ? ['log', 'warn', 'error', 'debug'] : ['warn', 'error'],
    abortOnError: false,
  });
  app.useGlobalFilters(new QuietGraphqlFilter(app.get(HttpAdapterHost).httpAdapter));
  await app.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"], imgSrc: ["'self'", 'data:'], connectSrc: ["'self'"], upgradeInsecureRequests: null } }, strictTransportSecurity: false });
  await serveConsole(app);
  await app.init();
  const holes = holesIn(app.get(GraphQLSchemaHost).schema, { policies, commands: kernel.unitOfWork.registered(), reads, sessionMutations, openTypes });
  if (holes.length > 0) {
    await app.close();
    throw new Error(`the service does not start with a hole in its policy:\n${holes.map((h) => `  ${h}`).join('\n')}`);
  }
  kernel.deadlines.start();
  return {
    app,
    kernel,
    close: async () => {
      await app.close();
      await kernel.close();
    },
  };
}

/** The built console under /, with its own paths falling back to the page. */
async function serveConsole(app: NestFastifyApplication): Promise<void> {
  const root = join(import.meta.dirname, '..', '..', 'console');
  if (!existsSync(join(root, 'index.html'))) return;
  await app.register(fastifyStatic, { root, wildcard: false, index: ['index.html'], maxAge: '1h', immutable: false });
  const page = readFileSync(join(root, 'index.html'));
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of CONSOLE_PATHS) {
    fastify.get(path, (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page));
  }
}

/** The console's own pages; everything else that is not found is a 404. */
const CONSOLE_PATHS = ['/sign-in', '/leads', '/leads/*', '/complaints', '/complaints/*', '/matching', '/requests', '/requests/*', '/sharing', '/sharing/*', '/imports', '/imports/*', '/audit', '/audit/*', '/sessions', '/drafts', '/drafts/*'];
