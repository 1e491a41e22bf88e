import { describe, expect, it } from 'vitest';
import { createBuilder } from './app-builder.ts';
import { startPlan } from './start-plan.ts';

describe(startPlan, () => {
  it('puts every process after those it waits for, whatever the order of description', () => {
    const builder = createBuilder();
    const web = builder.addNodeApp('web', 'w.ts');
    const api = builder.addNodeApp('api', 'a.ts');
    const db = builder.addNodeApp('db', 'd.ts');
    web.waitFor(api);
    api.waitFor(db);

    expect(startPlan(builder.build())).toEqual([
      { name: 'db', after: [] },
      { name: 'api', after: ['db'] },
      { name: 'web', after: ['api'] },
    ]);
  });

  it('neither starts nor awaits what is a mere value', () => {
    const builder = createBuilder();
    const tables = builder.addAzureTables('tables').runAsLocalFile('t.db');
    builder.addNodeApp('api', 'a.ts').withReference(tables).waitFor(tables);

    expect(startPlan(builder.build())).toEqual([{ name: 'api', after: [] }]);
  });
});
