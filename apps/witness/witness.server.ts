import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Witness } from './witness.js';

/** 63 proof lines and a note with some signatures are below 8 kB. */
const LARGEST_BODY = 64 * 1024;

/** A witness that listens. */
export interface RunningWitness {
  /** Submission prefix: what the hub is told. */
  url: string;
  close(): Promise<void>;
}

/** POST /add-checkpoint, and nothing else. `onFault` gets what kept an answer from being given (a full disk). */
export async function serveWitness(witness: Witness, o: { host: string; port: number; onFault: (error: unknown) => void }): Promise<RunningWitness> {
  const server: Server = createServer((request, response) => {
    const reply = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    if (request.url !== '/add-checkpoint') return reply(404, 'text/plain; charset=utf-8', 'POST /add-checkpoint\n');
    if (request.method !== 'POST') return reply(405, 'text/plain; charset=utf-8', 'POST /add-checkpoint\n');
    readBody(request)
      .then((body) => {
        if (body === null) return reply(400, 'text/plain; charset=utf-8', 'the request is too long\n');
        const { status, type, body: text } = witness.addCheckpoint(body);
        reply(status, type, text);
      })
      .catch((error: unknown) => {
        o.onFault(error);
        if (!response.headersSent) reply(500, 'text/plain; charset=utf-8', 'the witness cannot store what it sees\n');
      });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((done, failed) => server.once('error', failed).listen(o.port, o.host, done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${o.host.includes(':') ? `[${o.host}]` : o.host}:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
