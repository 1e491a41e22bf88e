import { describe, expect, it } from 'vitest';
import { readableLine } from './readable-line.ts';

describe(readableLine, () => {
  it.for<[string, string]>([
    ['{"level":30,"time":1795275318092,"source":"vm","msg":"collecting"}', 'collecting source=vm'],
    [
      '{"level":40,"time":1,"board":"machine","reason":{"code":"ECONNREFUSED"},"msg":"no service"}',
      'warning no service board=machine reason={"code":"ECONNREFUSED"}',
    ],
    ['{"level":50,"pid":7,"hostname":"vm","msg":"gone"}', 'error gone'],
    ['{"level":"WARN","message":"late by","by":"2 s"}', 'warn late by by="2 s"'],
    ['{"level":"info","message":"x","count":0,"last":null}', 'x count=0 last=null'],
    ['{"level":30,"msg":"","ok":true}', 'ok=true'],
    ['{"msg":"both","message":"too"}', 'both message=too'],
  ])('%s becomes %s', ([line, readable]) => {
    expect(readableLine(line)).toBe(readable);
  });

  it.for([
    'plain',
    '',
    '{ not json }',
    '{"level":30}',
    '{"msg":7}',
    '[{"msg":"x"}]',
    '{"msg":"x"} .',
  ])('leaves %s alone', (line) => {
    expect(readableLine(line)).toBe(line);
  });
});
