/** Our service as everybody starts it. */
import { startSignalR } from '@heliograph/signalr-emulator';
import { serveContender } from './serve-contender.ts';

/** Longer than any measurement: deliveries are counted in bytes, and a ping would be some of them. */
const keepAliveMs = 30 * 60_000;

const { port, connectionString } = await startSignalR({ limits: { keepAliveMs } });

serveContender({ dialect: 'signalr', port, connectionString });
