export { createNodesV2, name } from './bundle-target.ts';
