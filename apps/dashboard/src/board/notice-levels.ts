import type { Notice } from '@heliograph/contracts';
import type { IconName } from './icon.tsx';

export const levelIcons: Readonly<Record<Notice['level'], IconName>> = {
  info: 'info',
  warning: 'alert',
  critical: 'alert',
};

export const levelNames: Readonly<Record<Notice['level'], string>> = {
  info: 'Information',
  warning: 'Warning',
  critical: 'Critical',
};
