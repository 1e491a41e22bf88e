import { describe, expect, it } from 'vitest';
import { openApiDocument, type OpenApiDocument } from './data-plane/open-api-document.ts';
import { operationNotes } from './data-plane/operation-notes.ts';
import { operations } from './data-plane/operations.ts';
import { startService } from './testing/service-fixture.ts';

const document = openApiDocument(operations);
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const inHubs = described.filter(({ path }) => path.includes('{hub}'));
const filled = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, '$1-x').replace('hub-x', 'live');

describe('the OpenAPI document', () => {
  it('is served, without a token', async () => {
    const service = await startService();
    const response = await fetch(`${service.url}/emulator/openapi.json`);
    expect((await response.json()) as OpenApiDocument).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
  });

  it('describes every operation, and none that there is not', () => {
    expect(Object.keys(operationNotes).sort()).toEqual(operations.map(({ id }) => id).sort());
    expect(inHubs).toHaveLength(operations.flatMap(({ routes }) => routes).length);
  });

  it('names each operation once and declares every parameter of its path', () => {
    const ids = described.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of described) {
      const declared = operation.parameters.filter((each) => 'in' in each && each.in === 'path');
      expect(declared).toHaveLength(path.split('{').length - 1);
    }
  });

  it('refers to nothing that it does not hold', () => {
    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)];
    expect(names.length).toBeGreaterThan(0);
    for (const [, name = ''] of names) {
      expect(document.components).toHaveProperty(['schemas', name]);
    }
  });

  it('is what the service does: each path is answered as described, with and without a token', async () => {
    const service = await startService();
    for (const { path, method, operation } of inHubs) {
      const url = `${filled(path)}?api-version=2024-12-01`;
      const body = operation.requestBody === undefined ? undefined : { target: 'm' };
      const answer = await service.call(method.toUpperCase(), url, body);
      await answer.arrayBuffer();
      expect(Object.keys(operation.responses), `${method} ${path}`).toContain(
        String(answer.status),
      );
      const stranger = await fetch(service.url + url, { method: method.toUpperCase() });
      expect(stranger.status, `${method} ${path}`).toBe(401);
    }
  });

  it('leaves no method out: every other one is refused with 405', async () => {
    const service = await startService();
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!path.includes('{hub}')) continue;
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        if (Object.hasOwn(methods, method.toLowerCase())) continue;
        expect((await service.call(method, filled(path))).status, `${method} ${path}`).toBe(405);
      }
    }
  });

  it('holds what the service answers without a token: health', async () => {
    const service = await startService();
    for (const { path, method } of described.filter((each) => !inHubs.includes(each))) {
      expect((await fetch(service.url + path, { method })).status).toBe(200);
    }
  });
});
