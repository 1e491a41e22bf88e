import { describe, expect, it } from 'vitest';
import { parseRouteTemplate, splitPath } from './route-template.ts';

const match = (template: string, path: string) =>
  parseRouteTemplate(template).match(splitPath(path));

describe(parseRouteTemplate, () => {
  it.for<[string, string, Record<string, string> | undefined]>([
    ['a/b', 'a/b', {}],
    ['a/b', 'A/B/', {}],
    ['a/b', 'a', undefined],
    ['a/b', 'a/b/c', undefined],
    ['', '', {}],
    ['a.c', 'abc', undefined],
    ['{id}', 'x', { id: 'x' }],
    ['{id}', '', undefined],
    ['{id?}', '', {}],
    ['a/{id?}', 'a/1', { id: '1' }],
    ['a/{id=7}', 'a', { id: '7' }],
    ['a/{id:int=7}', 'a/8', { id: '8' }],
    ['a/{*rest}', 'a/b/c', { rest: 'b/c' }],
    ['a/{*rest}', 'a', { rest: '' }],
    ['a/{**rest}', 'a/b', { rest: 'b' }],
    ['a/{x}/{*rest}', 'a', undefined],
    ['{name}.{ext}', 'photo.jpg', { name: 'photo', ext: 'jpg' }],
    ['v{major:int}', 'v12', { major: '12' }],
    ['v{major:int}', 'vx', undefined],
    ['{id:int?}', 'x', undefined],
    ['{id:int?}', '', {}],
    ['{id:int:range(1,5)}', '5', { id: '5' }],
    ['{id:int:range(1,5)}', '6', undefined],
    ['{code:regex(^a{{2}}$)}', 'aa', { code: 'aa' }],
    ['{code:regex(^a{{2}}$)}', 'aaa', undefined],
    ['{code:regex(^a+$)}', 'aa', { code: 'aa' }],
  ])('%s fits %s as %j', ([template, path, params]) => {
    expect(match(template, path)).toEqual(params);
  });

  it.for<[string, string]>([
    ['{id:nonsense}', 'constraint "nonsense" is not known'],
    ['{id', 'no } after'],
    ['id}', 'no { before'],
    ['{}', 'not a parameter'],
    ['{a}/{a}', 'appears twice'],
    ['{*rest}/more', 'last segment'],
    ['{id?}/more', 'must come last'],
  ])('refuses %s', ([template, why]) => {
    expect(() => parseRouteTemplate(template)).toThrow(why);
  });
});
