export { liveHub, joinedBoardSchema, publishedMetricSchema } from './live-hub.ts';
export type { LiveHub } from './live-hub.ts';
export {
  chatMessageSchema,
  greetingSchema,
  noticeLevels,
  noticeSchema,
  notificationSchema,
  receiptSchema,
  watcherSchema,
} from './live-messages.ts';
export type {
  ChatMessage,
  Greeting,
  Notice,
  Notification,
  Receipt,
  Watcher,
} from './live-messages.ts';
export { frameSchema, maxSeries, seriesSchema, units } from './frame.ts';
export type { Frame, Series } from './frame.ts';
export { boardIdSchema, machineBoard } from './board.ts';
export type { BoardId } from './board.ts';
export { boardGroup, cadences, parseGroup, roleGroup } from './groups.ts';
export type { Cadence, LiveGroup } from './groups.ts';
export { isEndedBy, sessionEnds } from './session-end.ts';
export type { SessionEnd } from './session-end.ts';
export { isRole, publishPermission, roles } from './roles.ts';
export type { Role } from './roles.ts';
export {
  backendPaths,
  collectorPaths,
  combinations,
  historyAnswerSchema,
  negotiateAnswerSchema,
  problemSchema,
  pushedMetricSchema,
  pushedMetricsSchema,
  sessionEnded,
} from './http.ts';
export type { HistoryAnswer, Problem, PushedMetric } from './http.ts';
export { settingNames } from './setting-names.ts';
export {
  dashboardSettingsPath,
  dashboardSettingsSchema,
  toDashboardSettings,
} from './dashboard-settings.ts';
export type { DashboardSettings, DashboardSettingsAnswer } from './dashboard-settings.ts';
