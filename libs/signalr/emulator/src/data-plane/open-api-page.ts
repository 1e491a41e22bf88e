import type { OwnPages } from '../http/own-pages.ts';
import { openApiDocument } from './open-api-document.ts';
import { operations } from './operations.ts';

export const openApiPage: OwnPages = {
  '/emulator/openapi.json': {
    mediaType: 'application/json',
    body: () => JSON.stringify(openApiDocument(operations)),
  },
};
