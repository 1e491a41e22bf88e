import { describe, expect, it } from 'vitest';
import { request } from './fixtures/invoke.ts';
import { openTestBackend } from './fixtures/open-test-backend.ts';
import { createEndpoints } from './functions.ts';
import { toOpenApi } from './open-api.ts';

type Operations = Record<string, Record<string, Record<string, unknown>>>;

async function setUp() {
  const { backend, issuer } = await openTestBackend();
  const endpoints = createEndpoints(backend);
  const document = toOpenApi({ endpoints, authority: backend.authority });
  return { backend, issuer, endpoints, document, paths: document['paths'] as Operations };
}

describe(toOpenApi, () => {
  it('describes every endpoint, and nothing else', async () => {
    const { endpoints, paths } = await setUp();
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => [method, path, operationId]),
    );

    expect(described.toSorted()).toEqual(
      endpoints
        .map(({ method, route, name }) => [method.toLowerCase(), `/api/${route}`, name])
        .toSorted(),
    );
  });

  it('names exactly the parameters of each route', async () => {
    const { endpoints } = await setUp();
    for (const { route, description } of endpoints) {
      const inRoute = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = (description.parameters ?? []).filter((each) => each.in === 'path');
      expect(
        inPath.map(({ name }) => name),
        route,
      ).toEqual(inRoute);
    }
  });

  it('says of each endpoint who may call it, and holds it to that', async () => {
    const { endpoints, issuer, paths } = await setUp();
    const token = await issuer.issue({ sub: 'viola', roles: ['viewer'] });
    for (const endpoint of endpoints) {
      const { route, method, description, handler, name } = endpoint;
      const operation = paths[`/api/${route}`]?.[method.toLowerCase()];
      const { response: anonymous } = await request({ handler });
      const isOpen = description.allowed === 'everybody';
      expect(operation?.['security'], name).toEqual(isOpen ? [] : [{ person: [] }]);
      expect(anonymous.status === 401, name).toBe(!isOpen);
      if (!Array.isArray(description.allowed)) continue;
      const params = { userId: 'x', groupName: 'role:viewer' };
      const { response } = await request({ handler }, { token, params, body: '{}' });
      expect(response, name).toMatchObject({
        status: 403,
        jsonBody: { error: { code: 'permission-denied' } },
      });
    }
  });

  it('takes bodies and answers from the schemas', async () => {
    const { paths, document } = await setUp();

    expect(paths['/api/messages']?.['post']).toMatchObject({
      requestBody: {
        content: {
          'application/json': {
            schema: { type: 'object', required: ['level', 'title'], properties: { level: {} } },
          },
        },
      },
      responses: {
        202: {},
        400: { description: 'Refused: body-invalid.' },
        401: { description: expect.stringMatching(/token-missing, .*session-ended/) as string },
        403: { description: 'Refused: role-missing, permission-denied.' },
        413: {},
        429: {},
        503: { description: 'Refused: provider-unreachable.' },
      },
    });
    expect(document['components']).toMatchObject({
      schemas: { Problem: { properties: { error: { required: ['code', 'message'] } } } },
    });
    expect(JSON.stringify(document)).not.toContain('$schema');
  });

  it('is served to whoever asks', async () => {
    const { endpoints, document } = await setUp();
    const endpoint = endpoints.find(({ name }) => name === 'openApi');

    const { response } = await request({ handler: endpoint?.handler ?? expect.unreachable() });

    expect(response.jsonBody).toEqual(document);
  });
});
