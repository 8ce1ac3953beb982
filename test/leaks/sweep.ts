import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { generatedOperations, inLanes, type Operation } from '../support/operations.js';
import { FIXED, openWorld, type StatedPurpose, type World } from '../support/world.js';

/**
 * No identifier of the fixed lead in any answer, error or log line for people whose cell of it is K or H: whatever they
 * ask. Operations are generated from the schema, so that new fields join by themselves.
 */
export interface KeptFrom {
  person: string;
  secrets: readonly string[];
  purposes: readonly (StatedPurpose | undefined)[];
}

const OF_SUSPECT = [FIXED.suspectPhone, FIXED.suspectId];
const OF_VICTIM = [FIXED.victimPhone, FIXED.victimId, FIXED.victimCard];
/** Masked forms: for readers whose cell is M, and for nobody who reads only the redacted text. */
const MASKED = ['129****0001', '129****0101', '990*************41', '990*************10', '****0012'];
const NAMES = ['吴虚构', '郑示例', 'JIA-0001'];
const ON_FIRST = { code: 'VERIFICATION' as const, reference: FIXED.first };

export const LIAISON: KeptFrom = { person: 'li.lianluo', secrets: [...OF_SUSPECT, ...OF_VICTIM, ...MASKED, ...NAMES], purposes: [undefined, { code: 'VERIFICATION', reference: FIXED.own }] };
export const WHO_SEE_NOTHING: readonly KeptFrom[] = ['ding.xiehui', 'su.xiaobao', 'lu.shouli', 'gao.zuzhang', 'chen.cehua', 'tang.dengji', 'ji.xitong', 'an.anquan', 'shen.shenji'].map((person) => ({
  person,
  secrets: [...OF_SUSPECT, ...OF_VICTIM, ...MASKED, ...NAMES, '明衡法务'],
  purposes: [ON_FIRST],
}));
export const WHO_SEE_SOME: readonly KeptFrom[] = [
  // his own lead names the same suspect with the same phone
  { person: 'wang.baoguan', secrets: OF_VICTIM, purposes: [ON_FIRST] },
  { person: 'he.shijian', secrets: [...OF_SUSPECT, ...OF_VICTIM, ...MASKED, ...NAMES], purposes: [ON_FIRST] },
  { person: 'zhou.zhencha', secrets: [...OF_SUSPECT, ...OF_VICTIM, ...MASKED, ...NAMES], purposes: [ON_FIRST] },
];

export interface Sweep {
  world: World;
  operations: Operation[];
  /** Asks everything as this person; names what came out that should not. */
  run(kept: KeptFrom): Promise<{ leaks: string[]; faults: string[] }>;
  close(): Promise<void>;
}

export async function openSweep(): Promise<Sweep> {
  const log: string[] = [];
  const listening = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((text) => {
      log.push(String(text));
      return true;
    }),
  );
  const world = await openWorld({ env: { LOG_LEVEL: 'trace' } });
  const [first] = await world.database.sql<{ id: string }>('SELECT id FROM lead WHERE number = $1', [FIXED.first]);
  const operations = generatedOperations(world.hub.app.get(GraphQLSchemaHost).schema, {
    ID: [FIXED.first, FIXED.second, first!.id, '00000000-0000-7000-8000-000000000000', FIXED.suspectPhone],
    String: ['郑示例', FIXED.suspectPhone, FIXED.suspectId, 'REG-990101', "' OR 1=1 --"],
    Int: [100, 0],
    Boolean: [true],
    Date: ['2026-08-18'],
    DateTime: ['2026-08-18T10:20:00+08:00'],
    Money: ['48600000'],
    Index: ['0', '1'],
  });
  return {
    world,
    operations,
    run: async ({ person, secrets, purposes }) => {
      log.length = 0;
      new Logger('probe').error('the log is heard');
      const leaks = new Set<string>();
      const faults = new Set<string>();
      for (const purpose of purposes) {
        await inLanes(operations, async ({ name, query, variables }) => {
          const answer = await world.as(person).ask(query, variables, purpose);
          for (const secret of secrets) if (answer.body.includes(secret)) leaks.add(`${name} ${JSON.stringify(variables)}: ${secret}`);
          if (answer.code === 'INTERNAL' || answer.status >= 500 || / at .*\.(ts|js):\d+/.test(answer.body)) faults.add(`${name} ${JSON.stringify(variables)}`);
        });
      }
      const logged = log.join('');
      if (!logged.includes('the log is heard')) faults.add('the log was not heard');
      for (const secret of [...OF_SUSPECT, ...OF_VICTIM, '吴虚构', '郑示例']) if (logged.includes(secret)) leaks.add(`log: ${secret}`);
      return { leaks: [...leaks], faults: [...faults] };
    },
    close: async () => {
      for (const spy of listening) spy.mockRestore();
      await world.close();
    },
  };
}
