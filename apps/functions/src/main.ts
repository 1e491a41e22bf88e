import { app } from '@azure/functions';
import { openBackend } from './backend.ts';
import { registerConnected } from './functions/connected.ts';
import { registerDisconnected } from './functions/disconnected.ts';
import { registerHealth } from './functions/health.ts';
import { registerHistory } from './functions/history.ts';
import { registerJoinBoard } from './functions/join-board.ts';
import { registerLeaveBoard } from './functions/leave-board.ts';
import { registerNegotiate } from './functions/negotiate.ts';
import { readSettings } from './settings.ts';

const backend = openBackend(readSettings(process.env));

registerNegotiate(backend);
registerConnected();
registerDisconnected(backend);
registerJoinBoard(backend);
registerLeaveBoard(backend);
registerHistory(backend);
registerHealth(backend);

app.hook.appTerminate(() => backend.close());
