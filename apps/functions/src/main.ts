import { app } from '@azure/functions';
import { openBackend } from './backend.ts';
import { registerChatToAll } from './functions/chat-to-all.ts';
import { registerChatToPerson } from './functions/chat-to-person.ts';
import { registerConnected } from './functions/connected.ts';
import { registerDisconnected } from './functions/disconnected.ts';
import { registerHealth } from './functions/health.ts';
import { registerHistory } from './functions/history.ts';
import { registerJoinBoard } from './functions/join-board.ts';
import { registerLeaveBoard } from './functions/leave-board.ts';
import { registerNegotiate } from './functions/negotiate.ts';
import { registerNotify } from './functions/notify.ts';
import { registerPostMessage } from './functions/post-message.ts';
import { readSettings } from './settings.ts';

const backend = openBackend(readSettings(process.env));

registerNegotiate(backend);
registerConnected(backend);
registerDisconnected(backend);
registerJoinBoard(backend);
registerLeaveBoard(backend);
registerChatToAll(backend);
registerChatToPerson(backend);
registerNotify(backend);
registerPostMessage(backend);
registerHistory(backend);
registerHealth(backend);

app.hook.appTerminate(() => backend.close());
