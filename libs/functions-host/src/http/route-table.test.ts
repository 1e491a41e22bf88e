import { describe, expect, it } from 'vitest';
import { createRouteTable } from './route-table.ts';
import { parseRouteTemplate } from './route-template.ts';

describe(createRouteTable, () => {
  const templates = ['{*rest}', 'a/{id}', 'a/{id:int}', 'a/me', 'a/{*rest}', 'a/{id}/b'];
  const table = createRouteTable(
    templates.map((text) => ({
      template: parseRouteTemplate(text),
      methods: text === 'a/me' ? ['GET'] : ['GET', 'POST'],
      target: text,
    })),
  );

  it.for([
    ['a/me', 'a/me'],
    ['a/12', 'a/{id:int}'],
    ['a/x', 'a/{id}'],
    ['a/x/b', 'a/{id}/b'],
    ['a/x/c', 'a/{*rest}'],
    ['b', '{*rest}'],
  ])('finds for %s the most specific template, %s', ([path, target]) => {
    expect(table.find('GET', path ?? '')).toMatchObject({ kind: 'found', target });
  });

  it('goes on to a less specific template that takes the method', () => {
    expect(table.find('POST', 'a/me')).toMatchObject({ target: 'a/{id}' });
  });

  it('says which methods a path would take', () => {
    expect(table.find('DELETE', 'a/me')).toEqual({
      kind: 'other-method',
      methods: ['GET', 'POST'],
    });
  });

  it('decodes each segment once, after splitting', () => {
    expect(table.find('GET', 'a/x%2Fb')).toMatchObject({ target: 'a/{id}', params: { id: 'x/b' } });
    expect(table.find('GET', 'a/%2541')).toMatchObject({ params: { id: '%41' } });
  });

  it('knows no path that is not percent-encoded well', () => {
    expect(table.find('GET', 'a/%zz')).toEqual({ kind: 'unknown' });
  });
});
